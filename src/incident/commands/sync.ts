import { type Command, Option } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { idInHandle } from '../../domain/log/incident-key.ts'
import { fail, ProblemError } from '../../domain/problem.ts'
import { followFeeds } from '../../feeds/io/follow-feeds.ts'
import { loadProblemMessages } from '../../i18n/problems.ts'
import { type RelayAddress, relayAddress } from '../../relay/io/address.ts'
import { followRelay } from '../../relay/io/follow-relay.ts'
import { openRelay, setUpRelay } from '../../relay/io/postgres.ts'
import { SETUP } from '../../relay/io/schema.ts'
import { countWaiting, type Synced, type SyncScope, syncAll } from '../../relay/sync.ts'
import type { RelayWords } from '../../relay/words.en.ts'
import { relayWords } from '../../relay/words.ts'
import { loadConfig } from '../../runbook/io/config.ts'
import { type RelaySettings, relaySettings } from '../../runbook/io/relay-settings.ts'
import { BACKGROUND_MS, BackgroundTurn } from '../../store/background-turn.ts'
import { type KnownFork, placeOf, RelayState } from '../../store/relay-state.ts'
import { withSpinner } from '../../store/spinner.ts'
import { workspaceKey } from '../../store/state.ts'
import { inertLine } from '../../view/inert.ts'
import type { World } from '../../world.ts'
import { namedIncident } from '../choose.ts'
import { followUntilInterrupted } from '../follow.ts'
import { incidentsWithDeadlines } from '../incident-index.ts'
import { namesToSay } from '../sync-status.ts'

interface Options {
  readonly setup?: boolean
  readonly print?: boolean
  readonly background?: boolean
  readonly follow?: boolean
}

export const help: CommandHelp = {
  page: 'relay.md',
  examples: [
    ['sync', 'share incidents once, now', '今、1回共有する'],
    ['sync --follow', 'go on sharing until Ctrl-C', 'Ctrl-C を押すまで、共有し続ける'],
    ['sync --setup --print', 'print the SQL that the database needs', 'データベースの準備に必要なSQLを表示する'],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .option(
      '--setup',
      say('make what the relay needs in its database', '中継サーバーのデータベースに、必要な表とロールを作る'),
    )
    .option('--print', say('with --setup: only print the SQL', '--setup とともに: SQLを表示するだけ'))
    .option('--follow', say('go on until Ctrl-C', 'Ctrl-C まで共有し続ける'))
    .addOption(new Option('--background').hideHelp())
    .action((options: Options) => start((world) => run(world, options)))
}

async function run(world: World, options: Options): Promise<number> {
  const { setup = false, print = false, background = false, follow = false } = options
  if (print && !setup) fail('bad-flag', { flag: '--print', given: '', allowed: ['--setup --print'] })
  if (print) {
    world.print(SETUP.trimEnd())
    return 0
  }
  const settings = (await relaySettings(world.workspace.directory)) ?? fail('no-relay', {})
  const address = addressOr(world, settings, options)
  if (setup) {
    const words = await relayWords(world.text.language)
    const name = inertLine(address.name)
    await withSpinner(world, words.settingUp(name), () => setUpRelay(address))
    world.print(words.setUp(name))
    return 0
  }
  if (follow) return goOn(world)
  return background ? shareQuietly(world, address) : share(world, address)
}

/** Where the relay is. Keeps for the status, but not for `--setup`, that the settings or the environment do not say it. */
function addressOr(world: World, settings: RelaySettings, { setup, background }: Options): RelayAddress {
  try {
    return relayAddress(settings, world.env)
  } catch (error) {
    if (!(error instanceof ProblemError) || setup) throw error
    const key = workspaceKey(world.workspace.directory)
    RelayState.open(world.env, key).fail(error.problem, world.now())
    if (background) new BackgroundTurn(world.env, key, 'relay').giveUp()
    throw error
  }
}

async function share(world: World, address: RelayAddress): Promise<number> {
  const state = openState(world, address)
  try {
    const named = incidentToShare(world)
    const synced = await shareOnce(world, address, state, { named, isAwaited: true })
    await sayChange(world, address.name, state)
    await printSynced(
      world,
      address.name,
      synced,
      state,
      named === null && synced.refusal === null ? 0 : countWaiting(world, state),
    )
    const hasForked = sayForks(world, await relayWords(world.text.language), synced, state.told)
    if (hasForked) state.save()
    if (synced.refusal !== null) throw synced.refusal
    return hasForked ? 4 : 0
  } catch (error) {
    if (isUnreachable(error)) await printWaiting(world, address.name, countWaiting(world, state))
    throw error
  }
}

/** What to share if not everything: the incident that is named, which may be in the relay only; null if none is. */
function incidentToShare(world: World): string | null {
  try {
    return namedIncident(world)
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    const given = world.options.incident || world.env.HALT_INCIDENT || null
    return given === null ? null : (idInHandle(given) ?? given)
  }
}

function openState(world: World, address: RelayAddress): RelayState {
  const state = RelayState.open(world.env, workspaceKey(world.workspace.directory))
  state.relay = address.name
  return state
}

/** Shares once. What takes so long that it is `stopped` is broken off, and gone on with the next time. */
async function shareOnce(
  world: World,
  address: RelayAddress,
  state: RelayState,
  scope: SyncScope,
  stopped?: AbortSignal,
): Promise<Synced> {
  const { access } = await loadConfig(world.root, world.workspace.directory, world.text.language)
  try {
    const relay = await openRelay(address)
    stopped?.addEventListener('abort', () => relay.connection.abandon())
    try {
      const synced = await syncAll(world, relay, state, access, scope)
      if (synced.refusal !== null) state.fail(synced.refusal.problem, world.now())
      return synced
    } finally {
      await relay.close()
    }
  } catch (error) {
    if (stopped?.aborted) state.save()
    else if (error instanceof ProblemError) state.fail(error.problem, world.now())
    throw error
  }
}

function isUnreachable(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.code === 'relay-unreachable'
}

/** Shares until Ctrl-C. Prints what went over the relay, and once why nothing goes any more. */
async function goOn(world: World): Promise<number> {
  const words = await relayWords(world.text.language)
  const messages = await loadProblemMessages(world.text.language)
  const told = new Set<string>()
  const stop = await followRelay(world, {
    onSynced: (synced) => {
      for (const { incident, pushed, pulled } of synced.incidents)
        if (pushed + pulled > 0) world.print(words.synced(inertLine(incident), pushed, pulled))
      sayForks(world, words, synced, told)
    },
    onChanged: (change, name) => world.say(words.changed(inertLine(name), change, null)),
    onTrouble: ({ problem }) => world.say(messages(problem, world.invocation)[0]),
  })
  const stopTelling = followFeeds(world, incidentsWithDeadlines)
  return followUntilInterrupted(world, ['sync', '--follow'], async () => {})
    .finally(stop)
    .finally(stopTelling)
}

/** What commands leave behind: one at a time, without a word, with exit code 0, and for a limited time. */
async function shareQuietly(world: World, address: RelayAddress): Promise<number> {
  const stopped = AbortSignal.timeout(BACKGROUND_MS)
  const share = async () => {
    const scope = { named: null, isAwaited: false }
    await shareOnce(world, address, openState(world, address), scope, stopped)
  }
  try {
    await new BackgroundTurn(world.env, workspaceKey(world.workspace.directory), 'relay').run(share, stopped)
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
  }
  return 0
}

async function printSynced(
  world: World,
  name: string,
  { incidents, searching, refusal }: Synced,
  state: RelayState,
  waiting: number,
): Promise<void> {
  const words = await relayWords(world.text.language)
  for (const { incident, refused } of incidents) {
    const fresh = refused.filter((writer) => !state.told.has(`${incident} ${writer}`))
    for (const writer of fresh) state.told.add(`${incident} ${writer}`)
    const [some, more] = namesToSay(fresh)
    if (fresh.length > 0) world.say(words.refused(inertLine(incident), some, more))
  }
  for (const { incident, unread } of incidents)
    if (unread.length > 0) world.say(words.unread(inertLine(incident), ...namesToSay(unread)))
  for (const id of new Set(searching)) world.say(words.searching(inertLine(id)))
  const full = state.save()
  if (full !== null) world.say(words.stateFull(inertLine(full.path), full.why))
  const sum = (count: 'pushed' | 'pulled') => incidents.reduce((total, one) => total + one[count], 0)
  if (world.options.json) {
    const document = { schemaVersion: 1, relay: name, reached: true, pushed: sum('pushed'), pulled: sum('pulled') }
    const unread = [
      ...incidents.filter((one) => one.unread.length > 0).map(({ incident }) => incident),
      ...new Set(searching),
    ]
    const heads = incidents.map(({ incident, head }) => ({ incident, head }))
    world.print(JSON.stringify({ ...document, waiting, unread, incidents: heads }))
    return
  }
  for (const { incident, pushed, pulled } of incidents)
    if (pushed + pulled > 0) world.print(words.synced(inertLine(incident), pushed, pulled))
  if (refusal !== null) return waiting > 0 ? world.say(words.waiting(waiting)) : undefined
  if (incidents.length === 0 && searching.length > 0) return
  world.print(incidents.length === 0 ? words.nothing(inertLine(name)) : words.done(inertLine(name), incidents.length))
}

/** Says once that the relay is not what it was. */
async function sayChange(world: World, name: string, state: RelayState): Promise<void> {
  const change = state.changeToTell()
  if (change !== null) world.say((await relayWords(world.text.language)).changed(inertLine(name), change, null))
}

/** Names the forks that have not been named yet, and adds them to `told`. False if there are none. */
function sayForks(world: World, words: RelayWords, { incidents }: Synced, told: Set<string>): boolean {
  const named = (incident: string, fork: KnownFork) => `${incident} ${placeOf(fork)} forked`
  const fresh = incidents.flatMap(({ incident, forks }) =>
    forks.filter((fork) => !told.has(named(incident, fork))).map((fork) => ({ incident, fork })),
  )
  for (const { incident, fork } of fresh) {
    told.add(named(incident, fork))
    world.say(words.forked(inertLine(incident), fork))
  }
  return fresh.length > 0
}

async function printWaiting(world: World, name: string, waiting: number): Promise<void> {
  if (world.options.json)
    world.print(
      JSON.stringify({
        schemaVersion: 1,
        relay: name,
        reached: false,
        pushed: 0,
        pulled: 0,
        waiting,
        unread: [],
        incidents: [],
      }),
    )
  else if (waiting > 0) world.say((await relayWords(world.text.language)).waiting(waiting))
}
