import type { Incident, Notice } from '../incident/incident.ts'
import type { Lifecycle } from '../incident/lifecycle.ts'
import { wentOut } from '../incident/notice-reach.ts'
import { type ScopeHistory, scopeHistory } from '../incident/scope-history.ts'
import { secondsBetween } from '../time.ts'
import { wholeIncidentSpan } from './history.ts'
import { durationInSeconds } from './milestones.ts'

export interface Impact {
  /** Operations that were restricted at some time. */
  readonly operations: readonly {
    /** `OPERATION` or `OPERATION:ASSET` */
    readonly target: string
    /** How long it was recorded as stopped, and as restricted in any way. */
    readonly stoppedSeconds: number
    readonly restrictedSeconds: number
    /** From the start of the halt until it was open again for good; null while it is not. */
    readonly timeToResumeSeconds: number | null
  }[]
  readonly noticesSent: number
  /** How many mail recipients the servers accepted, and how many they refused. */
  readonly recipientsAccepted: number
  readonly recipientsRefused: number
}

export function impactOf(incident: Incident, lifecycle: Lifecycle, now: number): Impact {
  const span = wholeIncidentSpan(incident, lifecycle, now)
  const restricted = scopeHistory(incident, span).filter(({ spans }) => spans.some(({ state }) => state !== 'open'))
  const operations = restricted.map(({ target, spans }) => {
    const secondsIn = (matches: (state: string) => boolean) =>
      spans.filter(({ state }) => matches(state)).reduce((sum, { from, to }) => sum + secondsBetween(from, to), 0)
    return {
      target,
      stoppedSeconds: secondsIn((state) => state === 'stopped'),
      restrictedSeconds: secondsIn((state) => state !== 'open'),
      timeToResumeSeconds: durationInSeconds(lifecycle.startedAt, openSince(spans, span.to)),
    }
  })
  return { operations, ...noticeCountsOf(incident.notices) }
}

/** How many notices went out, failed, or may not have gone out. */
export interface NoticeOutcomes {
  readonly sent: number
  readonly failed: number
  readonly unknown: number
}

export function noticeOutcomes(notices: readonly Pick<Notice, 'state'>[]): NoticeOutcomes {
  const countOf = (outcome: Notice['state']) => notices.filter(({ state }) => state === outcome).length
  return { sent: notices.filter(wentOut).length, failed: countOf('failed'), unknown: countOf('unknown') }
}

/** Counts the notices that went out, and the mail recipients of all notices. */
export function noticeCountsOf(notices: readonly Notice[]): Omit<Impact, 'operations'> {
  const sum = (key: 'accepted' | 'refused') => notices.reduce((total, { sending }) => total + (sending?.[key] ?? 0), 0)
  return {
    noticesSent: noticeOutcomes(notices).sent,
    recipientsAccepted: sum('accepted'),
    recipientsRefused: sum('refused'),
  }
}

/** Returns since when a service has been open (ms); null if it is not. */
function openSince(spans: ScopeHistory['spans'], end: number): number | null {
  const last = spans.at(-1)
  return last?.state === 'open' && last.to === end ? last.from : null
}
