import { type Approval, approvalsOf } from '../incident/approvals.ts'
import { approvalToPost, type Use } from '../incident/approved-acts.ts'
import { heededSince } from '../incident/askers.ts'
import { registerOf } from '../incident/current-values.ts'
import { lifecycleOf } from '../incident/lifecycle.ts'
import { nextNoticeStage } from '../incident/notices.ts'
import type { Stage } from '../runbook/runbook.ts'
import { type Numbered, numberNotices, type Situation } from './decision.ts'

type Looked = Pick<Situation, 'incident' | 'lifecycle'>

/** As `situation`, without what unknown writers have said since what an event asked was prepared for approval. */
export function heededSituation<S extends Looked>(situation: S, request: string | undefined): S {
  const marks = request === undefined ? [] : registerOf(situation.incident, `approval:${request}`)
  const asked = marks.find(({ event }) => event === request)
  if (asked === undefined) return situation
  const incident = heededSince(situation.incident, asked)
  return { ...situation, incident, lifecycle: lifecycleOf(incident) }
}

/** Whether what an event asked approval for is a notice, or would be it but for what unknown writers have said since. */
export function isForNotice(
  situation: Looked,
  { event, prepared: { notices = [] } }: Pick<Approval, 'event' | 'prepared'>,
  { channel, stage }: Pick<Numbered, 'channel' | 'stage'>,
): boolean {
  const own = notices.filter((notice) => notice.channel === channel)
  if (own.length === 0 || own.some((notice) => notice.stage === stage)) return own.length > 0
  const nextStage = ({ incident, lifecycle }: Looked) => nextNoticeStage(incident, lifecycle, channel)
  const isNext = stage === nextStage(situation)
  return isNext && own.some((notice) => notice.stage === nextStage(heededSituation(situation, event)))
}

/** What is posted by hand, and when its approval is used. */
export interface Posting {
  readonly channels: readonly string[]
  readonly stage?: Stage | undefined
  readonly text: string | null
  readonly use: Use
}

/** A notice that is posted by hand, and the situation in which it is the next one. */
export interface PostedNotice<S> extends Numbered {
  readonly in: S
}

/**
 * Returns stage and number of notices that are posted by hand: those with which a text was approved, if they are its next but
 * for what unknown writers have said since. They make no notice another one than was approved.
 */
export function numberPosted<S extends Looked>(situation: S, posting: Posting): PostedNotice<S>[] {
  const { channels, stage } = posting
  const numbered = numberNotices(situation, channels, stage).map((notice) => ({ ...notice, in: situation }))
  if (situation.incident.unknownWriters.size === 0) return numbered
  return numbered.map((notice) => asApproved(situation, posting, notice.channel) ?? notice)
}

function asApproved<S extends Looked>(
  situation: S,
  { channels, stage, text, use }: Posting,
  channel: string,
): PostedNotice<S> | undefined {
  if (text === null) return undefined
  const { incident } = situation
  for (const { event } of approvalsOf(incident, use.now)) {
    const heeded = heededSituation(situation, event)
    const next = numberNotices(heeded, channels, stage).find((notice) => notice.channel === channel) as Numbered
    if (approvalToPost(incident, { ...next, text }, use)?.event === event) return { ...next, in: heeded }
  }
  return undefined
}
