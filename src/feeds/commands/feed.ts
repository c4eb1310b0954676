import { type Command, Option } from 'commander'
import type { CommandContext, CommandHelp, Deadlines } from '../../command.ts'
import { realTiming } from '../../delivery/io/timing.ts'
import { deliveryWords } from '../../delivery/words.ts'
import type { DeliveryReason } from '../../domain/delivery-reasons.ts'
import { FEED_EVENTS } from '../../domain/feeds/feed-event.ts'
import { fail, ProblemError } from '../../domain/problem.ts'
import type { Feed } from '../../runbook/feeds-schema.ts'
import { loadConfig } from '../../runbook/io/config.ts'
import { feedSettings } from '../../runbook/io/feed-settings.ts'
import { BACKGROUND_MS, BackgroundTurn } from '../../store/background-turn.ts'
import { FeedState } from '../../store/feed-state.ts'
import { workspaceKey } from '../../store/state.ts'
import { code, table } from '../../view/blocks.ts'
import { inertLine } from '../../view/inert.ts'
import { terminalLinesFor } from '../../view/terminal.ts'
import type { World } from '../../world.ts'
import { feedStatusLines, feedStatusOf } from '../feed-status.ts'
import { messageWordsOf, testMessage } from '../message.ts'
import type { FeedSender, Told } from '../sender.ts'
import { feedSender } from '../senders.ts'
import { earliestRetry, tellFeeds } from '../tell.ts'
import type { FeedTold } from '../teller.ts'
import type { FeedWords } from '../words.en.ts'
import { feedWords } from '../words.ts'

export const help: CommandHelp = {
  page: 'feeds.md',
  examples: [
    ['feed list', 'which feeds there are, and what waits', '通知先と、未送信の件数を表示する'],
    ['feed test room', 'send a test message', 'テストの通知を送る'],
    ['feed send', 'tell them now what they were not told yet', 'まだ知らせていないことを、今送る'],
  ],
  subcommands: {
    list: {
      examples: [
        ['feed list', 'which feeds there are, and what waits', '通知先と、未送信の件数を表示する'],
        ['feed list --json', 'for scripts', 'スクリプト用に出力する'],
      ],
    },
    test: {
      examples: [
        [
          'feed test room',
          'send a test message to the feed `room` of halt.yaml',
          'halt.yaml の通知先 room にテストの通知を送る',
        ],
        ['feed test room --json', 'with the outcome for scripts', '結果をスクリプト用に出力する'],
      ],
    },
    send: {
      examples: [
        ['feed send', 'tell the feeds now what they were not told yet', 'まだ知らせていないことを、今送る'],
        ['feed send -i latest', 'of the latest incident', '最新のインシデントについて送る'],
      ],
    },
  },
}

export function define(command: Command, { start, say, deadlines }: CommandContext): void {
  command.action(() => start(list))
  command
    .command('list')
    .description(
      say('list the feeds, what they are told of, and what waits', '通知先、知らせる内容、未送信の件数を一覧にする'),
    )
    .action(() => start(list))
  command
    .command('test')
    .description(say('send a test message to a feed', '通知先に送信テストのメッセージを送る'))
    .argument('<feed>', say('a feed of halt.yaml', 'halt.yaml にある通知先'))
    .action((name: string) => start((world) => test(world, name)))
  command
    .command('send')
    .description(say('tell the feeds now what they were not told yet', 'まだ知らせていないことを今すぐ知らせる'))
    .addOption(new Option('--background').hideHelp())
    .addOption(new Option('--overdue').hideHelp())
    .action(({ background, overdue }: { background?: boolean; overdue?: boolean }) =>
      start(async (world) => {
        if (!background) return send(world, await deadlines())
        return sendQuietly(world, overdue ? await deadlines() : null)
      }),
    )
}

async function list(world: World): Promise<number> {
  const { feeds, timezone } = await settingsOf(world)
  const clock = world.clock(timezone)
  const words = await feedWords(world.text.language)
  const key = workspaceKey(world.workspace.directory)
  const all = feeds.map((feed) => ({
    feed,
    state: new FeedState(world.env, key, feed.name),
    sender: senderOf(world, feed),
  }))
  if (world.options.json) {
    const documents = all.map(({ feed: { name, destination, filter, languages }, state, sender }) => ({
      ...feedStatusOf(state, name, clock),
      via: destination.via,
      form: formOf(destination),
      target: inertLine(sender.target),
      on: filter.on,
      languages,
      severity: filter.severity,
      drills: filter.drills,
    }))
    world.print(JSON.stringify({ schemaVersion: 1, feeds: documents }))
    return 0
  }
  const { list: labels } = words
  const rows = all.map(({ feed: { name, destination, filter }, state, sender }) => {
    const on = filter.on.length === FEED_EVENTS.length ? [labels.everything] : filter.on
    const limits = filter.severity === null ? [] : [labels.from(world.text.words.severity(filter.severity))]
    const heard = [...on, ...limits, ...(filter.drills ? [labels.withDrills] : [])]
    const fine = state.lastAt === null ? labels.never : labels.fine
    return [
      code(name),
      formOf(destination) ?? labels.template,
      inertLine(sender.target),
      heard.join(' '),
      state.trouble === null ? fine : labels.waiting(state.trouble.waiting),
    ]
  })
  const head = [labels.name, labels.form, labels.target, labels.on, labels.state]
  world.print((await terminalLinesFor(world, [table(head, rows, labels.none)])).join('\n'))
  for (const line of await feedStatusLines(world)) world.say(line)
  return 0
}

/** The feeds; rejects with `bad-setting` if there is a mistake in the settings. */
async function settingsOf({ root, workspace, text }: World): ReturnType<typeof feedSettings> {
  await loadConfig(root, workspace.directory, text.language)
  return feedSettings(workspace.directory)
}

/** The form of a feed's messages; null for a template of the team's own. */
function formOf(destination: Feed['destination']): string | null {
  return destination.via === 'command' ? 'command' : (destination.form ?? null)
}

function senderOf(world: World, { destination }: Feed): FeedSender {
  const { workspace, env, now, sleep } = world
  const stop = new AbortController().signal
  return feedSender(destination, { workspace: workspace.directory, env, stop }, { ...realTiming, now, sleep })
}

/** Sends a message that says that it is a test; in a pager, the alert that it opens is resolved at once. */
async function test(world: World, name: string): Promise<number> {
  const { feeds, timezone } = await settingsOf(world)
  const feed =
    feeds.find((one) => one.name === name) ??
    fail('unknown-feed', { given: name, allowed: feeds.map((one) => one.name) })
  const sender = senderOf(world, feed)
  const now = world.now()
  const message = testMessage(name, now, world.clock(timezone).stamp(now), await messageWordsOf(feed.languages))
  const isPager = feed.destination.via === 'webhook' && feed.destination.form === 'pagerduty'
  let told = await sender.send(message)
  if (told.outcome === 'told' && isPager && message.alert !== null)
    told = await sender.send({ ...message, alert: { ...message.alert, action: 'resolve' } })
  await sayTested(world, feed, sender, told)
  return told.outcome === 'told' ? 0 : 6
}

async function sayTested(world: World, { name, destination }: Feed, sender: FeedSender, told: Told): Promise<void> {
  const words = await feedWords(world.text.language)
  const target = inertLine(sender.target)
  const form = formOf(destination)
  const isTold = told.outcome === 'told'
  if (world.options.json) {
    const failure = isTold ? { why: null, detail: null } : { why: told.why, detail: told.detail }
    world.print(JSON.stringify({ schemaVersion: 1, feed: name, form, target, told: isTold, ...failure }))
    return
  }
  if (!isTold) {
    world.say(words.notTested(name, target, await whyWords(world, told.why, told.detail)))
    return
  }
  world.print(words.tested(name, form ?? words.list.template, target))
  if (form === 'teams') world.say(words.takenOnly)
  if (form === 'pagerduty') world.say(words.noAlert)
}

/** Why something was not told and what helps, in words, with what the other side said. */
async function whyWords(world: World, why: DeliveryReason, detail: string): Promise<string> {
  const reason = (await deliveryWords(world.text.language)).why[why]
  return detail === '' ? reason : world.text.words.marked(reason, inertLine(detail))
}

/** Tells now what waits, whatever failed before. */
async function send(world: World, deadlines: Deadlines): Promise<number> {
  await settingsOf(world)
  const words = await feedWords(world.text.language)
  const { signal: stop } = new AbortController()
  let told: readonly FeedTold[] = []
  try {
    await turnOf(world).run(async () => {
      told = await tellFeeds(world, { deadlines, isAsked: true, stop })
    }, stop)
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.code !== 'lock-timeout') throw error
    return sayBusy(world, words)
  }
  if (world.options.json) {
    const documents = told.map(({ feed, count, waiting, failure }) => {
      return { feed, told: count, waiting, why: failure?.why ?? null, detail: failure?.detail ?? null }
    })
    world.print(JSON.stringify({ schemaVersion: 1, feeds: documents }))
  } else {
    for (const { feed, count } of told) world.print(count === 0 ? words.nothing(feed) : words.told(feed, count))
    for (const line of await feedStatusLines(world)) world.say(line)
  }
  for (const { unkept } of told) if (unkept !== null) world.say(words.stateFull(inertLine(unkept.path), unkept.why))
  return told.some(({ waiting }) => waiting > 0) ? 6 : 0
}

/** Another process is telling the feeds; whatever it does not, is still to be told. */
function sayBusy({ options, print, say }: World, words: FeedWords): number {
  if (options.json) print(JSON.stringify({ schemaVersion: 1, feeds: [] }))
  say(words.busy)
  return 6
}

/**
 * What commands leave behind: one at a time, without a word, with exit code 0, and for a limited time. Only those that go on
 * have `deadlines` told of.
 */
async function sendQuietly(world: World, deadlines: Deadlines | null): Promise<number> {
  const stop = AbortSignal.timeout(BACKGROUND_MS)
  const until = world.now() + BACKGROUND_MS
  try {
    await turnOf(world).run(async () => {
      for (;;) {
        const next = earliestRetry(await tellFeeds(world, { deadlines, isAsked: false, stop }))
        if (next === null || next > until || stop.aborted) return
        await world.sleep(Math.max(1000, next - world.now()), stop)
      }
    }, stop)
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
  }
  return 0
}

function turnOf({ env, workspace }: World): BackgroundTurn {
  return new BackgroundTurn(env, workspaceKey(workspace.directory), 'feeds')
}
