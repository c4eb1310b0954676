import { approvalOfPosted, type Use } from '../incident/approved-acts.ts'
import type { Notice } from '../incident/incident.ts'
import {
  falseAlarmOf,
  firstNoticeOf,
  isRetractable,
  lastToldOn,
  mendedNotice,
  unsafeReason,
  unsettledOn,
} from '../incident/notices.ts'
import type { EventDraft } from '../log/event.ts'
import { inWholeMinutes, nextAsPlanned } from '../notice/next-report.ts'
import { type Problem, problem } from '../problem.ts'
import { mendsAnother, type Stage } from '../runbook/runbook.ts'
import { numberPosted } from './as-approved.ts'
import {
  accept,
  allOrNone,
  type Decision,
  type GivenTime,
  givenTime,
  type Numbered,
  notResumedProblem,
  type Override,
  overrideFields,
  type Situation,
  unchanged,
} from './decision.ts'
import { stepsDoneByNotice } from './steps.ts'
import { arrivalOf, unsettledProblem } from './unsettled.ts'

export type NoticeIntent =
  | ({
      readonly kind: 'posted'
      readonly channels: readonly string[]
      /** Whether the last notice of a channel, if its outcome is unknown, is the one that arrived: there, only `link` counts. */
      readonly settles?: boolean
      readonly stage?: Stage
      readonly link: string | null
      readonly text: string | null
      readonly digest: string | null
      /** When the next report is promised; ISO 8601. Recorded to the minute, as notices state it. Null: as planned, without a text. */
      readonly next: string | null
      /** Approvals that do not count on this machine. */
      readonly except?: readonly string[]
    } & GivenTime &
      Override)
  /** Promises when the next report comes, to the minute. */
  | ({ readonly kind: 'promise'; readonly channels: readonly string[]; readonly next: string } & GivenTime)
  | {
      readonly kind: 'mark-channel'
      readonly channels: readonly string[]
      readonly safe: boolean
      readonly reason: string
    }

export const noticeDeciders = { posted: recordPosted, promise, 'mark-channel': markChannels }

function promise(situation: Situation, intent: NoticeIntent & { kind: 'promise' }): Decision {
  const next = inWholeMinutes(intent.next)
  const drafts = [...new Set(intent.channels)].map(
    (channel): EventDraft => ({ type: 'notice.promised', ...givenTime(intent), data: { channel, next } }),
  )
  return unknownChannelProblem(situation, intent.channels) ?? accept(...drafts)
}

function recordPosted(situation: Situation, intent: NoticeIntent & { kind: 'posted' }): Decision {
  const refusal = unknownChannelProblem(situation, intent.channels)
  if (refusal !== null) return refusal
  const { incident } = situation
  const unsettled = intent.settles ? intent.channels.flatMap((channel) => unsettledOn(incident, channel) ?? []) : []
  const others = intent.channels.filter((channel) => unsettled.every((notice) => notice.channel !== channel))
  return allOrNone([
    ...[...new Set(unsettled)].map((notice) => decideArrived(situation, notice, intent.link)),
    ...numberPosted(situation, { ...intent, channels: others, use: useOf(situation, intent) }).map(
      ({ in: heeded, ...notice }) => decidePosted(heeded, intent, notice, situation),
    ),
  ])
}

function useOf({ context }: Situation, { at, except }: NoticeIntent & { kind: 'posted' }): Use {
  return { now: context.now, at, except }
}

function decideArrived(situation: Situation, notice: Notice, link: string | null): Decision {
  const { channel, stage, at } = notice
  return accept(arrivalOf(notice, link), ...stepsDoneByNotice(situation, channel, stage, { at }))
}

/** `whole` is the situation with what unknown writers have said, by which it is judged whether it was approved. */
function decidePosted(
  situation: Situation,
  intent: NoticeIntent & { kind: 'posted' },
  notice: Numbered,
  whole: Situation,
): Decision {
  const { link, text, digest, next, claim } = intent
  const unmendable = nothingToMendProblem(situation, notice)
  if (unmendable !== null) return unmendable
  const refusal =
    firstAgainProblem(situation, notice) ??
    noFinalNoticeProblem(situation, notice) ??
    notResumedProblem(situation, notice)
  const given = refusal?.code === 'first-again' ? intent.again : intent.force
  if (refusal !== null && given === undefined) return refusal
  const open = [...(intent.open?.get(notice.channel) ?? []), ...(refusal === null ? [] : [refusal.code])]
  const override = { force: intent.force ?? given, open, claim }
  const at = Date.parse(intent.at ?? situation.context.recordedAt)
  const planned = text === null ? nextAsPlanned(situation.incident, notice, at) : null
  const promise = next === null ? planned : inWholeMinutes(next)
  const content = { link, text, digest, next: promise, ...mendedBy(situation, notice) }
  const makesClaim = claim !== undefined || open.includes('unbacked-claim')
  const approval = approvalOfPosted(whole.incident, { ...notice, text }, makesClaim, useOf(whole, intent))
  const data = { ...notice, ...content, ...overrideFields(override), ...approval }
  return accept(
    { type: 'notice.posted', ...givenTime(intent), data },
    ...stepsDoneByNotice(situation, notice.channel, notice.stage, intent),
  )
}

/** Returns the problem of a correction or retraction where nothing was told yet, as far as is known; else null. */
export function nothingToMendProblem(
  situation: Pick<Situation, 'incident' | 'lifecycle'>,
  { channel, stage }: Numbered,
): Problem | null {
  const { incident } = situation
  const isTold = stage === 'retraction' ? isRetractable(incident, channel) : lastToldOn(incident, channel) !== undefined
  if (!mendsAnother(stage) || isTold) return null
  const unsettled = unsettledOn(incident, channel)
  return unsettled === undefined ? problem('nothing-to-correct', { channel }) : unsettledProblem(situation, unsettled)
}

/** Returns, as a field of its event, the notice that a correction or retraction mends. */
export function mendedBy({ incident }: Situation, notice: Numbered): { readonly corrects?: string } {
  const mended = mendsAnother(notice.stage) ? mendedNotice(incident, notice) : undefined
  return mended === undefined ? {} : { corrects: mended.event }
}

/** Returns the problem of a first notice on a channel that already had one since the halt began or was reopened; else null. */
export function firstAgainProblem(
  { incident, lifecycle }: Pick<Situation, 'incident' | 'lifecycle'>,
  { channel, stage }: Numbered,
): Problem | null {
  const first = stage === 'first' ? firstNoticeOf(incident, lifecycle, channel) : undefined
  if (first === undefined) return null
  return problem('first-again', { channel, event: first.event, at: first.at, sent: first.state !== 'posted' })
}

/**
 * Returns the problem of a final notice after a false alarm, which would report on a halt that never was; else null. What
 * customers were told is retracted instead.
 */
export function noFinalNoticeProblem(
  situation: Pick<Situation, 'incident' | 'lifecycle'>,
  { channel, stage }: Numbered,
): Problem | null {
  if (stage !== 'final' || falseAlarmOf(situation.incident) === undefined) return null
  const unsettled = unsettledOn(situation.incident, channel)
  return unsettled === undefined ? problem('no-final-notice', { channel }) : unsettledProblem(situation, unsettled)
}

function markChannels(situation: Situation, intent: NoticeIntent & { kind: 'mark-channel' }): Decision {
  const { channels, safe, reason } = intent
  const decisions = [...new Set(channels)].map((channel): Decision => {
    const unsafe = unsafeReason(situation.incident, channel)
    const isUnchanged = safe ? unsafe === null : unsafe === reason
    if (isUnchanged) return unchanged(`notice ${channel} --${safe ? 'safe' : 'unsafe'}`)
    return accept({ type: 'channel.marked', data: { channel, safe, reason } })
  })
  return unknownChannelProblem(situation, channels) ?? allOrNone(decisions)
}

/** Returns the problem of the first name that is no channel of the runbook; null if all are. */
export function unknownChannelProblem({ incident }: Situation, names: readonly string[]): Problem | null {
  const { channels } = incident.runbook
  const unknown = names.find((id) => !Object.hasOwn(channels, id))
  return unknown === undefined ? null : problem('unknown-channel', { given: unknown, allowed: Object.keys(channels) })
}
