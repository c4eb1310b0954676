import type { Incident, Notice, Sending } from '../incident/incident.ts'
import { partlyReachedCount, wentOut } from '../incident/notice-reach.ts'
import { unsafeReason, unsettledOn } from '../incident/notices.ts'
import type { EventData, EventDraft, NoticeText } from '../log/event.ts'
import { REDACTED } from '../log/redaction.ts'
import { changedStatements, composedFrom, type Statements } from '../notice/changes.ts'
import { type Problem, problem } from '../problem.ts'
import type { Stage } from '../runbook/runbook.ts'
import { type AmongMachines, openAlone, reasonOf, turnOn } from './among-machines.ts'
import { heldBackProblem, requestForNotices, retryProblem, withApproval } from './approvals.ts'
import { heededSituation } from './as-approved.ts'
import {
  accept,
  allOrNone,
  type Decision,
  isProblem,
  notResumedProblem,
  numberNotices,
  type Override,
  overrideFields,
  type Situation,
  unchanged,
} from './decision.ts'
import { lastToldThis, nothingNewProblem, type Retelling } from './nothing-new.ts'
import {
  firstAgainProblem,
  mendedBy,
  noFinalNoticeProblem,
  nothingToMendProblem,
  unknownChannelProblem,
} from './notices.ts'
import { stepsDoneByNotice } from './steps.ts'
import { passedStageProblem, unsettledProblem } from './unsettled.ts'

/** A composed notice, ready to be sent. Its text states the stage and the number. */
export interface ComposedNotice {
  readonly channel: string
  readonly stage: Stage
  readonly number: number | null
  readonly via: string
  readonly key: string
  readonly texts: readonly NoticeText[]
  readonly digest: string
  /** When the next report is promised; ISO 8601. */
  readonly next: string | null
  readonly journal: string | null
}

interface Retry {
  /** Name of the event that recorded the first intent. */
  readonly notice: string
  readonly via: string
  /** Name for a new delivery journal, in case a mail has none that can be continued. */
  readonly journal: string
}

export type SendingIntent =
  | ({
      /** `request-notices` asks for the approval of what `intend-notices` would send. */
      readonly kind: 'intend-notices' | 'request-notices'
      readonly notices: readonly ComposedNotice[]
      /** What the texts were composed from; missing if that is what the decision depends on too. */
      readonly basis?: Statements
      /** Channels whose text says something new that no fact does: an edit, or a time of the next report that was given. */
      readonly news?: readonly string[]
      /** The event that asked for the approval of these notices. */
      readonly approval?: string
      /** The reason to send them in spite of what unknown writers have said since that was asked for. */
      readonly despite?: string
    } & Override &
      AmongMachines)
  | ({ readonly kind: 'retry-notices'; readonly notices: readonly Retry[]; readonly force?: string } & AmongMachines)
  | { readonly kind: 'deliver-notice'; readonly data: EventData['notice.delivered'] }

type NoticesIntent = SendingIntent & { kind: 'intend-notices' | 'request-notices' }
type NoticeDraft = EventDraft & { readonly type: 'notice.intended' }

export const sendingDeciders = {
  'intend-notices': intendNotices,
  'request-notices': requestNotices,
  'retry-notices': (situation: Situation, intent: SendingIntent & { kind: 'retry-notices' }) =>
    allOrNone(intent.notices.map((retry) => decideRetry(situation, retry, intent))),
  'deliver-notice': recordOutcome,
}

function intendNotices(situation: Situation, intent: NoticesIntent): Decision {
  const held = heldBackProblem(situation, intent.approval)
  const open = held === null ? [] : [held.code]
  const drafts = sendable(situation, intent, open)
  const approved = isProblem(drafts) ? drafts : withApproval(situation, drafts, intent.approval)
  if (isProblem(approved)) return approved
  return held === null || intent.despite !== undefined ? accept(...approved) : held
}

function requestNotices(situation: Situation, intent: NoticesIntent): Decision {
  const drafts = sendable(situation, intent)
  return isProblem(drafts) ? drafts : accept(requestForNotices(situation, drafts))
}

/** The intents to send notices, without an approval, or the problem that prevents it. `overruled` are codes that were overridden. */
function sendable(
  situation: Situation,
  intent: NoticesIntent,
  overruled: readonly Problem['code'][] = [],
): NoticeDraft[] | Problem {
  const { notices } = intent
  const channels = notices.map((n) => n.channel)
  const unknown = unknownChannelProblem(situation, channels)
  if (unknown !== null) return unknown
  const [redacted] = notices.flatMap((notice) => redactedProblem(notice) ?? [])
  if (redacted !== undefined) return redacted
  const heeded = heededSituation(situation, intent.approval)
  const now = situation.context.now
  const retelling = { ...heeded, now }
  const repeated = notices.filter(({ channel }) => !intent.news?.includes(channel))
  const refusals = notices.map(
    (notice) =>
      outdatedProblem(heeded, notice, intent) ??
      nothingToMendProblem(heeded, notice) ??
      noFinalNoticeProblem(heeded, notice) ??
      notResumedProblem(heeded, notice) ??
      heldProblem({ ...situation, now }, notice, repeated.includes(notice)) ??
      firstAgainProblem(heeded, notice) ??
      nothingNewProblem(retelling, repeated.includes(notice) ? [notice] : []),
  )
  const reasonFor = ({ code }: Problem) =>
    (OVERRIDABLE.has(code) ? intent.force : undefined) ?? (AGAIN.has(code) ? intent.again : undefined)
  const refused = refusals.filter((p) => p !== null && reasonFor(p) === undefined)
  const refusal = refused.find((p) => p?.code !== 'nothing-new')
  if (refusal) return refusal
  // All of them are named.
  if (refused.length > 0) return nothingNewProblem(retelling, repeated) as Problem
  return notices.map((notice, i): NoticeDraft => {
    const overridden = refusals[i] ?? null
    const found = [
      ...(intent.open?.get(notice.channel) ?? []),
      ...overruled,
      ...(overridden === null ? [] : [overridden.code]),
    ]
    const open = [...new Set([...found, ...openAlone(intent, notice.channel)])]
    const forced = overrideFields({ force: reasonOf(intent, notice.channel, intent.again), open, claim: intent.claim })
    const turn = turnOn(intent, notice.channel)
    return {
      type: 'notice.intended',
      data: { ...notice, retries: null, ...turn, ...mendedBy(heeded, notice), ...forced },
    }
  })
}

/** What was redacted since a notice was composed is not sent, nor is the mark in its place. */
function redactedProblem({ channel, texts }: Pick<Notice, 'channel' | 'texts'>): Problem | null {
  const isRedacted = texts.some(({ subject, text }) => `${subject}${text}`.includes(REDACTED))
  return isRedacted ? problem('text-redacted', { channel }) : null
}

/** If another notice has meanwhile taken the number in the text, or a fact has changed, the text must be composed again. */
function outdatedProblem(
  situation: Situation,
  { channel, stage, number }: ComposedNotice,
  { notices, basis }: NoticesIntent,
): Problem | null {
  const channels = notices.filter((n) => n.stage === stage).map((n) => n.channel)
  const next = numberNotices(situation, channels, stage).find((n) => n.channel === channel)
  const now = next?.number ?? null
  // A first notice takes the number of the updates that were composed with it, and those may go out later, or by hand.
  const isOfNextRound = stage === 'first' && now !== null && number === now + 1
  const changed = basis === undefined ? [] : changedStatements(basis, composedFrom(situation.incident))
  if ((now === number || isOfNextRound) && changed.length === 0) return null
  return problem('notice-outdated', { channel, number, now, changed })
}

/** What holds a notice back on its channel, whatever it says; `isRepeated` if nobody gave it something new to say. */
export function heldProblem(retelling: Retelling, notice: ComposedNotice, isRepeated: boolean): Problem | null {
  return channelProblem(retelling, notice.channel) ?? partlySentProblem(retelling, notice, isRepeated)
}

/** A channel must be safe, and no notice after the last that went out on it may be of unknown outcome. */
function channelProblem(
  { incident, lifecycle }: Pick<Situation, 'incident' | 'lifecycle'>,
  channel: string,
): Problem | null {
  const reason = unsafeReason(incident, channel)
  if (reason !== null) return problem('channel-unsafe', { channel, reason })
  const unknown = unsettledOn(incident, channel)
  return unknown === undefined ? null : unsettledProblem({ incident, lifecycle }, unknown)
}

/** A partly sent notice must be resent unchanged: a new one with nothing new would tell the first recipients twice. */
function partlySentProblem(retelling: Retelling, notice: ComposedNotice, isRepeated: boolean): Problem | null {
  const { channel, stage, number } = notice
  const last = latestUnsentNotice(retelling.incident, channel)
  if (last === null) return null
  const isSame = last.stage === stage && last.number === number
  if (!isSame && !(isRepeated && lastToldThis(retelling, notice) === last)) return null
  const reached = partlyReachedCount(last)
  return reached === 0 ? null : problem('partly-sent', { channel, event: last.event, reached, once: null })
}

const OVERRIDABLE: ReadonlySet<Problem['code']> = new Set([
  'channel-unsafe',
  'delivery-unknown',
  'partly-sent',
  'no-final-notice',
  'not-resumed',
])

const AGAIN: ReadonlySet<Problem['code']> = new Set(['first-again', 'nothing-new'])

/** Sends an unsent notice again, unchanged. `force` is the reason to override what speaks against that. */
function decideRetry(situation: Situation, retry: Retry, intent: SendingIntent & { kind: 'retry-notices' }): Decision {
  const { force } = intent
  const { incident } = situation
  const notice = incident.notices.find((n) => n.event === retry.notice)
  if (notice === undefined) return problem('unknown-event', { given: retry.notice })
  const { sending, channel } = notice
  if (sending === null || wentOut(notice)) return problem('nothing-to-retry', { channel })
  const reason = unsafeReason(incident, channel)
  const reached = partlyReachedCount(notice)
  const redacted = redactedProblem(notice)
  if (redacted !== null) return redacted
  const refusals = [
    heldBackProblem(situation, sending.intent.approval, channel),
    reason === null ? null : problem('channel-unsafe', { channel, reason }),
    notice.state === 'unknown' ? unsettledProblem(situation, notice) : null,
    passedStageProblem(situation, notice),
    // Another transport does not know which recipients the first one reached.
    reached > 0 && retry.via !== sending.intent.via
      ? problem('partly-sent', { channel, event: notice.event, reached, once: sending.intent.via })
      : null,
  ].filter((refusal) => refusal !== null)
  const unapproved = reached === 0 ? retryProblem(situation, notice, sending.intent) : null
  if (unapproved !== null) return unapproved
  const [refusal] = refusals
  if (refusal !== undefined && force === undefined) return refusal
  const open = [...refusals.map(({ code }) => code), ...openAlone(intent, channel)]
  const overridden = overrideFields({ force: reasonOf(intent, channel), open })
  const data = { ...retryOf(notice, sending, retry), ...turnOn(intent, channel), ...overridden }
  return accept({ type: 'notice.intended', data })
}

/** Repeats the first intent, over the transport in use now. What was overridden then is not repeated. */
function retryOf(notice: Notice, sending: Sending, { via, journal: newJournal }: Retry): EventData['notice.intended'] {
  const { forced: _, turn: __, ...intent } = sending.intent
  const journal = needsNewJournal(sending, via) ? newJournal : (sending.journals.at(-1) ?? null)
  return { ...intent, via, retries: notice.event, journal }
}

/** Whether a new delivery journal is needed: for a mail that has none, or whose last attempt has ended. */
export function needsNewJournal({ journals, ended }: Sending, via: string): boolean {
  return via === 'smtp' && (ended || journals.length === 0)
}

function recordOutcome(situation: Situation, { data }: SendingIntent & { kind: 'deliver-notice' }): Decision {
  const notice = situation.incident.notices.find((n) => n.sending?.attempts.includes(data.notice))
  if (notice === undefined) return problem('unknown-event', { given: data.notice })
  if (notice.sending?.ended) return unchanged(`notice ${data.notice}`)
  const doneSteps = data.outcome === 'sent' ? stepsDoneByNotice(situation, notice.channel, notice.stage, {}) : []
  return accept({ type: 'notice.delivered', data }, ...doneSteps)
}

/** Returns the latest notice of a channel if it failed or its outcome is unknown, else null. */
export function latestUnsentNotice(incident: Incident, channel: string): Notice | null {
  const latest = incident.notices.findLast((n) => n.channel === channel)
  return latest === undefined || wentOut(latest) ? null : latest
}
