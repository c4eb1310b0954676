import type { Incident, Notice } from '../incident/incident.ts'
import type { Lifecycle } from '../incident/lifecycle.ts'
import { wentOut } from '../incident/notices.ts'
import { type ScopeHistory, scopeHistory, wholeIncidentSpan } from './history.ts'
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
  const history = new Map(scopeHistory(incident, span).map(({ target, spans }) => [target, spans]))
  const restricted = [...history].filter(([, spans]) => spans.some(({ state }) => state !== 'open'))
  const operations = restricted.map(([target, spans]) => {
    const secondsIn = (matches: (state: string) => boolean) =>
      spans.filter(({ state }) => matches(state)).reduce((sum, { from, to }) => sum + (to - from), 0) / 1000
    return {
      target,
      stoppedSeconds: secondsIn((state) => state === 'stopped'),
      restrictedSeconds: secondsIn((state) => state !== 'open'),
      timeToResumeSeconds: durationInSeconds(lifecycle.startedAt, openSince(target, history, span.to)),
    }
  })
  return { operations, ...noticeCountsOf(incident.notices) }
}

/** Counts the notices that went out, and the mail recipients of all notices. */
export function noticeCountsOf(notices: readonly Notice[]): Omit<Impact, 'operations'> {
  const sum = (key: 'accepted' | 'refused') => notices.reduce((total, { sending }) => total + (sending?.[key] ?? 0), 0)
  const noticesSent = notices.filter(wentOut).length
  return { noticesSent, recipientsAccepted: sum('accepted'), recipientsRefused: sum('refused') }
}

/** Returns since when a target has been open (ms), else null. An asset no longer stated is open if its operation is. */
function openSince(target: string, history: ReadonlyMap<string, ScopeHistory['spans']>, end: number): number | null {
  const last = history.get(target)?.at(-1)
  if (last === undefined) return null
  const [operation = ''] = target.split(':')
  if (last.to === end || operation === target) return last.state === 'open' ? last.from : null
  const operationSince = openSince(operation, history, end)
  if (operationSince === null) return null
  const hasStayedOpen = last.state === 'open' && operationSince <= last.to
  return hasStayedOpen ? last.from : Math.max(last.to, operationSince)
}
