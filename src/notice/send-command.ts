import { EXIT_CODES, fail, INVOCATION, type Problem, ProblemError } from '../domain/problem.ts'
import { withOwnNames } from '../i18n/own-names.ts'
import { sayAwaiting, sayUnheeded } from '../incident/awaiting-approval.ts'
import { type ChosenIncident, chooseIncidentToRecord } from '../incident/choose.ts'
import { channelsNamed } from '../incident/names.ts'
import { readForceOption, recordedJson, sayRecorded } from '../incident/record.ts'
import { currentSettings } from '../incident/settings-adoption.ts'
import { finishOnSignal } from '../platform/process.ts'
import type { AppendResult } from '../store/journal.ts'
import { sameCommand } from '../view/resume-command.ts'
import type { World } from '../world.ts'
import { type Composition, onlyChannels, outboxOf } from './compose.ts'
import { lineFor, lineToRecord, type NoticeOptions as Options, readAgainOption, readAloneOption } from './flags.ts'
import type { NoticeText } from './notice.ts'
import { failureLines, printByHand, printFindings, sendingProgress } from './output.ts'
import { sendApproved } from './send-approved.ts'
import {
  assertDelivered,
  type CommandLine,
  channelsBeside,
  heldChannels,
  isBlocked,
  notSendable,
  resend,
  type SendOptions,
  type SendResult,
  sendComposed,
  toldAgain,
} from './send-notices.ts'
import { sendingText } from './words.ts'

/** `notice --send`: sends what was composed, if nothing holds it back. Resolves to the exit code. */
export async function send(
  world: World,
  chosen: ChosenIncident,
  composition: Composition,
  options: Options,
): Promise<number> {
  await printFindings(world, composition.findings, chosen.journal.incident.runbook)
  if (chosen.journal.incident.declaration?.drill)
    world.say(`[${world.text.words.drill}] ${(await sendingText(world.text.language)).drill}`)
  const act = (some: Composition) =>
    showSending(world, chosen, options, (sendOptions) => sendComposed(world, chosen, some, sendOptions))
  const { force } = readForceOption(options)
  const isFaulty = isBlocked(composition, force)
  const held = heldChannels(chosen, composition)
  const told = options.again ? [] : toldAgain(chosen, composition).map(({ channel }) => channel)
  const untold = channelsBeside(composition, held).filter((channel) => !told.includes(channel))
  const others = outboxOf(onlyChannels(composition, untold)).notices.length > 0 ? untold : []
  if (!isFaulty && (held.size === 0 || force !== undefined)) return act(composition)
  const lineOf: CommandLine = (action, channels) => lineFor(world, chosen, options, action, channels)
  const problem = notSendable(chosen.journal.incident.runbook, composition, others, lineOf)
  if (await isSentWithout(world, chosen, held, others)) {
    await act(onlyChannels(composition, others))
    if (isFaulty) fail('notice-errors', { ...problem, result: 'others-sent', send: null })
    return act(onlyChannels(composition, [...held.keys()]))
  }
  if (isFaulty) fail('notice-errors', problem)
  if (problem.send !== null) world.say((await sendingText(world.text.language)).sendOthers(problem.send))
  return act(composition)
}

/** Asks somebody at a terminal whether to send without the channels that something holds back. */
async function isSentWithout(
  world: World,
  { journal }: ChosenIncident,
  held: ReadonlyMap<string, readonly string[]>,
  others: readonly string[],
): Promise<boolean> {
  if (!world.terminal.isInteractive || world.options.json || others.length === 0) return false
  const { askLine } = await import('../i18n/ask.ts')
  const { words } = withOwnNames(world.text, journal.incident.runbook)
  const said = await sendingText(world.text.language)
  const question = said.typeToSendWithout(others.map(words.channel), said.held(held, words.channel))
  return (await askLine(world, question, sameCommand(world))).normalize('NFKC') === 'send'
}

/** `notice --send --retry`: sends again what did not go out. Resolves to the exit code. */
export async function retry(world: World, named: readonly string[], options: Options): Promise<number> {
  const chosen = await chooseIncidentToRecord(world)
  if (named.length === 0) fail('missing-argument', { name: 'channel' })
  const channels = channelsNamed(named, chosen.journal.incident.runbook)
  let refused: Problem | undefined
  const code = await showSending(world, chosen, options, async (sendOptions) => {
    const now = await currentSettings(world, chosen)
    const { sent, refusals } = await resend(world, chosen, channels, now, sendOptions)
    const [first, ...others] = refusals
    if (first !== undefined && others.length === 0 && sent.length === 0) throw new ProblemError(first)
    const { describeProblem } = await import('../i18n/problems.ts')
    for (const refusal of refusals)
      for (const line of await describeProblem(refusal, world.text, INVOCATION)) world.say(line)
    // What has gone out already is no failure beside what goes out now.
    refused = sent.length === 0 ? first : refusals.find((refusal) => refusal.code !== 'nothing-to-retry')
    return { sent, byHand: [] }
  })
  if (refused === undefined) return code
  if (world.options.json) throw new ProblemError(refused)
  return EXIT_CODES[refused.code]
}

/** `notice --send --approved EVENT`: sends what another person has approved. Resolves to the exit code. */
export async function sendApprovedNotices(
  world: World,
  chosen: ChosenIncident,
  request: string,
  { alone, force, reason }: Pick<Options, 'alone' | 'force' | 'reason'> = {},
  before: readonly AppendResult[] = [],
): Promise<number> {
  const given = {
    ...(alone !== undefined && { alone }),
    ...(force !== undefined && { force }),
    ...(reason !== undefined && { reason }),
  }
  // Whoever approved it just now was shown that with the texts.
  if (before.length === 0 || world.options.json) sayUnheeded(world, chosen, request)
  return showSending(world, chosen, given, (options) => sendApproved(world, chosen, request, options), before)
}

/**
 * Sends with progress on the terminal, then says what to post by hand and what did not go out; with `--json`, prints what was
 * recorded and what to post.
 */
async function showSending(
  world: World,
  chosen: ChosenIncident,
  options: Options,
  act: (sendOptions: SendOptions) => Promise<SendResult>,
  before: readonly AppendResult[] = [],
): Promise<number> {
  const { journal } = chosen
  const progress = await sendingProgress(world, journal.incident.runbook)
  const overrides = { ...readForceOption(options), ...readAgainOption(options), ...readAloneOption(options) }
  const recorded: AppendResult[] = [...before]
  const onRecorded = progress.quietly((appended) => {
    recorded.push(appended)
    sayRecorded(world, journal, appended)
  })
  try {
    const { value, stoppedBy } = await finishOnSignal(progress.stopping, (stop) =>
      act({ ...overrides, onRecorded, progress: progress.show, stop }),
    )
    const { byHand, awaiting, replaced = [], approval } = value
    const postedLine = (texts: readonly NoticeText[]) => lineToRecord(world, chosen, options, texts, approval)
    const all = {
      events: recorded.flatMap(({ events }) => events),
      already: recorded.flatMap(({ already }) => already),
    }
    const waits = awaiting === undefined ? {} : { awaiting }
    if (world.options.json) world.print(recordedJson(journal, all, { byHand, ...waits }))
    else await printByHand(world, byHand, journal.incident, postedLine)
    for (const line of await failureLines(world, value.sent, journal.incident.runbook)) world.say(line)
    assertDelivered(journal.incident.runbook, value.sent, stoppedBy !== null)
    for (const event of replaced) world.say(world.text.said.replaced(event))
    if (awaiting !== undefined) return sayAwaiting(world, journal, awaiting)
  } finally {
    progress.stop()
  }
  return 0
}
