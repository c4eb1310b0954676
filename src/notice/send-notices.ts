import { decide } from '../domain/decide/decide.ts'
import { isProblem } from '../domain/decide/decision.ts'
import { alreadyTold, type ToldNotice } from '../domain/decide/nothing-new.ts'
import { heldProblem, latestUnsentNotice, needsNewJournal, type SendingIntent } from '../domain/decide/sending.ts'
import { isSameNotice } from '../domain/incident/approval-changes.ts'
import { type Approval, approvalOf, openApprovals } from '../domain/incident/approvals.ts'
import { noticeNeedsApproval } from '../domain/incident/approved-acts.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { channelsToNotify } from '../domain/incident/notices.ts'
import { type Event, nameOf } from '../domain/log/event.ts'
import { fail, INVOCATION, type Problem, ProblemError, type ProblemParams } from '../domain/problem.ts'
import type { Runbook } from '../domain/runbook/runbook.ts'
import type { Settings } from '../domain/settings.ts'
import type { ChosenIncident } from '../incident/choose.ts'
import { appendIntents } from '../incident/record.ts'
import { adoptSettings } from '../incident/settings-adoption.ts'
import { amongMachines } from '../relay/io/among-machines.ts'
import { mustBeOfAnotherPerson } from '../signing/approver.ts'
import { vouchForWriters } from '../signing/vouching.ts'
import { newEvidenceName } from '../store/evidence-files.ts'
import type { Journal } from '../store/journal.ts'
import type { World } from '../world.ts'
import {
  type Composition,
  channelsWithNews,
  checkAgain,
  composeNotices,
  type NoticeSelection,
  type Outbox,
  outboxOf,
  preparedNotices,
} from './compose.ts'
import { type DispatchOptions, dispatch, reachedEverybody, type SentNotice } from './dispatch.ts'
import { type NoticeFinding, overriddenCodes } from './notice-finding.ts'

/** Findings that block sending: `errors` are all of them, `unsafe` those that not even `--force` overrides. */
export function blockingFindings(findings: readonly NoticeFinding[]) {
  const errors = findings.filter((f) => f.level === 'error')
  return { errors, unsafe: errors.filter((f) => f.safety) }
}

/** Whether texts have errors, and `force` is missing or cannot override them. */
export function isBlocked({ findings }: Composition, force: string | undefined): boolean {
  const { errors, unsafe } = blockingFindings(findings)
  return unsafe.length > 0 || (force === undefined && errors.length > 0)
}

/** What holds notices back, by channel: the codes of errors in texts, or of what became of earlier notices there. */
export function heldChannels(
  { journal, clock }: Pick<ChosenIncident, 'journal' | 'clock'>,
  composition: Composition,
): ReadonlyMap<string, readonly string[]> {
  const { incident } = journal
  const { errors } = blockingFindings(composition.findings)
  const news = channelsWithNews(composition)
  const retelling = { incident, lifecycle: lifecycleOf(incident), now: clock.now() }
  const held = outboxOf(composition).notices.flatMap((notice) => {
    const { channel } = notice
    const problem = heldProblem(retelling, notice, !news.includes(channel))
    return problem === null ? [] : [{ channel, code: problem.code }]
  })
  const all = [...errors, ...held]
  const codesOn = (channel: string) => all.flatMap((one) => (one.channel === channel ? one.code : []))
  return new Map(all.map(({ channel }) => [channel, [...new Set(codesOn(channel))]]))
}

/** The channels of texts that are not held back. */
export function channelsBeside({ texts }: Composition, held: ReadonlyMap<string, unknown>): string[] {
  return [...new Set(texts.map(({ channel }) => channel))].filter((channel) => !held.has(channel))
}

/** The command line that sends or checks notices on some channels. */
export type CommandLine = (action: 'send' | 'check', channels: readonly string[]) => string

const usualLine: CommandLine = (action, channels) => [INVOCATION, 'notice', ...channels, `--${action}`].join(' ')

/** What prevents texts from being sent, and the commands that go on. */
export function notSendable(
  { channels: names }: Pick<Runbook, 'channels'>,
  composition: Composition,
  others: readonly string[],
  lineOf = usualLine,
): ProblemParams['notice-errors'] {
  const { errors, unsafe } = blockingFindings(composition.findings)
  const blocking = unsafe.length > 0 ? unsafe : errors
  const codes = [...new Set(blocking.map((f) => f.code))]
  const channels = [...new Set(blocking.map((f) => f.channel))]
  const send = others.length === 0 ? null : lineOf('send', others)
  const lines = { check: lineOf('check', channels), send }
  return { codes, safety: unsafe.length > 0, channels, names, result: 'not-sent', ...lines }
}

/**
 * A selection of all customers' channels without those that have the notice already, which are listed as `told`. It stays as
 * it is if channels were chosen, if it says something new, or if no channel would be left.
 */
export function withoutTold(
  { journal, clock }: Pick<ChosenIncident, 'journal' | 'clock'>,
  selection: NoticeSelection,
): { readonly selection: NoticeSelection; readonly told: readonly ToldNotice[] } {
  const { incident } = journal
  const { channels, stage, next } = selection
  const all = channelsToNotify(incident)
  const isForAll = channels.length === 0 || all.every((channel) => channels.includes(channel))
  if (!isForAll || next !== null || stage === 'correction') return { selection, told: [] }
  const wanted = channels.length === 0 ? all : channels
  const told = alreadyTold(retellingOf({ journal, clock }), wanted, stage)
  const left = wanted.filter((channel) => told.every((notice) => notice.channel !== channel))
  return left.length === 0 ? { selection, told: [] } : { selection: { ...selection, channels: left }, told }
}

/** What it depends on what customers have already. */
export function retellingOf({ journal, clock }: Pick<ChosenIncident, 'journal' | 'clock'>) {
  const { incident } = journal
  return { incident, known: journal.byKnownWriters(), lifecycle: lifecycleOf(incident), now: clock.now() }
}

/** What customers on the channels that are sent to have already, so that sending needs a reason (`again`). */
export function toldAgain(
  { journal, clock }: Pick<ChosenIncident, 'journal' | 'clock'>,
  composition: Composition,
): ToldNotice[] {
  const news = channelsWithNews(composition)
  const notices = outboxOf(composition).notices.filter(({ channel }) => !news.includes(channel))
  const retelling = retellingOf({ journal, clock })
  return notices.flatMap(({ channel, stage }) => alreadyTold(retelling, [channel], stage))
}

export interface SendOptions extends Pick<DispatchOptions, 'onRecorded' | 'progress' | 'stop'> {
  /** The reason for sending despite errors; undefined without `--force`. */
  readonly force?: string | undefined
  /** The reason to tell a channel what it was told already; undefined without `--again`. */
  readonly again?: string | undefined
  /** The reason to send without the agreement of other machines; undefined without `--alone`. */
  readonly alone?: string | undefined
}

export interface SendResult {
  readonly sent: readonly SentNotice[]
  /** What a person has to post. */
  readonly byHand: Outbox['byHand']
  /** The event that asks for approval, if another person has to give it first: then nothing was sent. */
  readonly awaiting?: string
  /** The events that asked for the approval of the same notices with other texts before, and count no more. */
  readonly replaced?: readonly string[]
  /** The event that asked for the approval with which it was sent. */
  readonly approval?: string
}

/** Adopts changed settings, which decide where texts go, then sends. Rejects with `notice-errors` (`isBlocked`). */
export async function sendComposed(
  world: World,
  chosen: ChosenIncident,
  composition: Composition,
  { force, again, ...options }: SendOptions,
): Promise<SendResult> {
  const { runbook } = chosen.journal.incident
  const checked = checkAgain(chosen, composition)
  if (isBlocked(checked, force))
    fail('notice-errors', notSendable(runbook, checked, channelsBeside(checked, heldChannels(chosen, checked))))
  adoptSettings(world, chosen, composition.now)
  const { claim } = composition.selection
  const intent = {
    ...{ basis: composition.basis, news: channelsWithNews(composition) },
    ...(force !== undefined && { force, open: overriddenCodes(blockingFindings(composition.findings).errors) }),
    ...(again !== undefined && { again }),
    ...(claim !== null && { claim }),
  }
  if (needsApproval(chosen.journal.incident, composition, force)) {
    const open = await openApprovalOf(world, chosen, composition)
    if (open?.state === 'approved') fail('approved-already', { event: open.event })
    if (open !== undefined) return { sent: [], byHand: [], awaiting: open.event }
    const notices = preparedNotices(composition)
    const before = openApprovals(chosen.journal.incident, chosen.clock.now())
    const asked = appendIntents(chosen.journal, chosen.clock, { kind: 'request-notices', notices, ...intent })
    options.onRecorded(asked)
    const replaced = before.filter(({ prepared }) =>
      prepared.notices?.some((one) => notices.some((notice) => isSameNotice(one, notice))),
    )
    const awaiting = nameOf(asked.events[0] as Event)
    return { sent: [], byHand: [], awaiting, replaced: replaced.map(({ event }) => event) }
  }
  const { notices, byHand } = outboxOf(composition)
  return {
    sent: await sendIntended(world, chosen, { ...intent, notices }, composition.now.settings, options),
    byHand,
  }
}

/** Whether another person has to approve one of the notices; `force` is the reason to send despite errors. */
export function needsApproval(
  incident: Incident,
  { texts, findings, selection }: Composition,
  force?: string,
): boolean {
  const isClaimForced = force !== undefined && findings.some(({ code }) => code === 'unbacked-claim')
  return texts.some((text) => noticeNeedsApproval(incident, text, selection.claim !== null || isClaimForced))
}

/** What was prepared of these notices, in just these words, and can still be approved or sent. */
async function openApprovalOf(
  world: World,
  chosen: ChosenIncident,
  composition: Composition,
): Promise<Approval | undefined> {
  const { incident } = chosen.journal
  for (const approval of openApprovals(incident, chosen.clock.now())) {
    // Whoever asked could take that back later, or be the one person who can approve it.
    if (incident.unknownWriters.has(approval.writer)) continue
    if (await prepares(world, chosen, approval, composition)) return approval
  }
  return undefined
}

/**
 * Whether notices are what was prepared for an approval, with the same claim. Texts that nobody edited are compared as they
 * were at that time, which they may state: recorded in the minute in which they were composed, or the next.
 */
async function prepares(
  world: World,
  chosen: ChosenIncident,
  { at, prepared: { notices = [], claim } }: Approval,
  composition: Composition,
): Promise<boolean> {
  const isIn = ({ texts }: Composition) =>
    texts.every((text) =>
      notices.some(
        (notice) =>
          isSameNotice(notice, text) &&
          notice.texts.some(
            (one) => one.language === text.language && one.subject === text.subject && one.text === text.text,
          ),
      ),
    )
  const { selection, texts, composed } = composition
  if (JSON.stringify(claim ?? null) !== JSON.stringify(selection.claim)) return false
  if (isIn(composition)) return true
  const isEdited = JSON.stringify(texts) !== JSON.stringify(composed)
  if (isEdited || !texts.every((text) => notices.some((notice) => isSameNotice(notice, text)))) return false
  for (const time of [Date.parse(at), Date.parse(at) - 60_000])
    if (isIn(await composeNotices(world, chosen, { ...selection, at: time }))) return true
  return false
}

type NoticesIntent = SendingIntent & { readonly kind: 'intend-notices' | 'request-notices' }

/** Records the intents and sends, unless something else is being sent on one of the channels. */
export function sendIntended(
  world: World,
  chosen: ChosenIncident,
  intent: Omit<NoticesIntent, 'kind'>,
  settings: Settings,
  { alone, ...options }: SendOptions,
): Promise<SentNotice[]> {
  const { notices } = intent
  const channels = notices.map(({ channel }) => channel)
  const journals = new Set(notices.flatMap((n) => n.journal ?? []))
  const mustBeSendable = () => refuseUnlessAllowed(chosen, { kind: 'intend-notices', ...intent })
  return exclusively(chosen.journal, channels, () =>
    amongMachines(world, chosen.journal, channels, alone, mustBeSendable, (agreed) =>
      dispatch(world, chosen, { kind: 'intend-notices', ...intent, ...agreed }, { ...options, settings, journals }),
    ),
  )
}

export interface ResendResult {
  readonly sent: readonly SentNotice[]
  /** Why nothing was sent again on the other channels. */
  readonly refusals: readonly Problem[]
}

/**
 * Resends, unchanged, what did not go out on these channels, so far as what became of it allows that: one that must not be
 * resent does not keep the others back.
 */
export async function resend(
  world: World,
  chosen: ChosenIncident,
  channels: readonly string[],
  now: Composition['now'],
  { force, alone, ...given }: SendOptions,
): Promise<ResendResult> {
  const { journal } = chosen
  adoptSettings(world, chosen, now)
  const refusals: Problem[] = []
  const releases: (() => void)[] = []
  try {
    const retries: Retry[] = []
    await vouchForWriters(world, journal)
    for (const channel of new Set(channels))
      try {
        const retry = retryOn(journal, channel, now)
        refuseUnlessAllowed(chosen, retryIntent([retry], force))
        await mustBeApprovedByAnother(world, chosen, retry)
        releases.push(lockChannel(journal, channel))
        retries.push(retry)
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        refusals.push(error.problem)
      }
    if (retries.length === 0) return { sent: [], refusals }
    const journals = new Set(retries.filter(({ isNew }) => isNew).map((n) => n.journal))
    const intent = retryIntent(retries, force)
    const options = { ...given, settings: now.settings, journals }
    const locked = retries.map(({ channel }) => channel)
    const mustBeSendable = () => refuseUnlessAllowed(chosen, intent)
    const sent = await amongMachines(world, journal, locked, alone, mustBeSendable, (agreed) =>
      dispatch(world, chosen, { ...intent, ...agreed }, options),
    )
    return { sent, refusals }
  } finally {
    for (const release of releases) release()
  }
}

type RetryIntent = SendingIntent & { readonly kind: 'retry-notices' }
type Retry = RetryIntent['notices'][number] & { readonly channel: string; readonly isNew: boolean }

/** What did not go out on a channel. Throws `unknown-author` if that is the word of a writer that this machine does not know. */
function retryOn(journal: Journal, channel: string, { settings }: Composition['now']): Retry {
  const { incident } = journal
  const names = incident.runbook.channels
  const unsent = latestUnsentNotice(incident, channel)
  if (unsent === null) return fail('nothing-to-retry', { channel, names })
  const { event, sending } = unsent
  const word = journal.wordOnNotice(unsent)
  if (word !== null) {
    const { writer, by } = word
    fail('unknown-author', { channel, event: nameOf(word), by, writer, incident: journal.id, names })
  }
  const way = settings.channels[channel]?.via ?? 'by-hand'
  const via = way === 'by-hand' ? (sending?.intent.via ?? way) : way
  const isNew = sending !== null && needsNewJournal(sending, via)
  return { notice: event, channel, via, journal: newEvidenceName(), isNew }
}

/** Rejects with `not-another-person` if the approval that a notice was given does not count on this machine. */
async function mustBeApprovedByAnother(world: World, { journal, clock }: ChosenIncident, { notice }: Retry) {
  const request = journal.incident.notices.find(({ event }) => event === notice)?.approval
  const approval = request === undefined ? null : approvalOf(journal.incident, request, clock.now())
  if (approval !== null) await mustBeOfAnotherPerson(world, journal, approval)
}

function retryIntent(notices: readonly Retry[], force: string | undefined): RetryIntent {
  return { kind: 'retry-notices', notices, ...(force !== undefined && { force }) }
}

/** Throws why notices may not be sent. Recording the intents decides again, on the log as it is then. */
function refuseUnlessAllowed({ journal, clock }: ChosenIncident, intent: SendingIntent): void {
  const decision = decide(journal.incident, intent, journal.decisionContext(clock))
  if (isProblem(decision)) throw new ProblemError(journal.withWriter(decision))
}

/** Holds a lock for each channel, even with `--force`: two runs at once would send everything twice. */
export async function exclusively<T>(journal: Journal, channels: readonly string[], act: () => Promise<T>): Promise<T> {
  const releases: (() => void)[] = []
  try {
    for (const channel of new Set(channels)) releases.push(lockChannel(journal, channel))
    return await act()
  } finally {
    for (const release of releases) release()
  }
}

function lockChannel(journal: Journal, channel: string): () => void {
  try {
    return journal.lockSending(channel)
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.code !== 'lock-timeout') throw error
    const { path, holder } = error.problem.params
    return fail('being-sent', { channel, by: { of: 'lock', path, holder }, names: journal.incident.runbook.channels })
  }
}

/** Throws `delivery-failed` if a notice missed anybody, `delivery-interrupted` if one was not sent in a stopped run. */
export function assertDelivered(
  { channels: names }: Pick<Runbook, 'channels'>,
  sent: readonly SentNotice[],
  stopped: boolean,
): void {
  const what = sent
    .filter((s) => !reachedEverybody(s))
    .map(({ channel, delivered: { outcome, why } }) => ({ who: channel, outcome, why }))
  const [failed, unknown] = (['failed', 'unknown'] as const).map((outcome) =>
    sent.filter(({ delivered }) => delivered.outcome === outcome).map(({ channel }) => channel),
  ) as [string[], string[]]
  if (failed.length + unknown.length > 0 && stopped) fail('delivery-interrupted', { what, names })
  if (what.length > 0) fail('delivery-failed', { what, failed, unknown, names })
}
