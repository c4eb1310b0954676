import type { Course } from '../incident/course.ts'
import type { Incident } from '../incident/incident.ts'
import { wentOut } from '../incident/sending.ts'
import { type ScopeHistory, scopeHistory } from './scopehistory.ts'
import { wholeSpan } from './whole.ts'

/** What the halt did, in numbers. */
export interface Impact {
  /** Those that were restricted at some time. */
  readonly operations: readonly {
    /** `OPERATION` or `OPERATION:ASSET` */
    readonly target: string
    /** Seconds for which it was stated to be stopped, and restricted in any way. */
    readonly stoppedSeconds: number
    readonly restrictedSeconds: number
    /** From the start of the halt to when it was open for good; null while it is not. */
    readonly timeToResumeSeconds: number | null
  }[]
  readonly noticesSent: number
  /** Recipients that servers accepted mail for, and that they refused. */
  readonly recipientsAccepted: number
  readonly recipientsRefused: number
}

export function impactOf(incident: Incident, course: Course, now: number): Impact {
  const whole = wholeSpan(incident, course, now)
  const history = scopeHistory(incident, whole)
  const restricted = history.filter(({ spans }) => spans.some(({ state }) => state !== 'open'))
  const operations = restricted.map(({ target, spans }) => {
    const lasted = (is: (state: string) => boolean) =>
      spans.filter(({ state }) => is(state)).reduce((sum, { from, to }) => sum + (to - from), 0) / 1000
    const openAt = openSince(target, history, whole.to)
    return {
      target,
      stoppedSeconds: lasted((state) => state === 'stopped'),
      restrictedSeconds: lasted((state) => state !== 'open'),
      timeToResumeSeconds: secondsAfter(course.startedAt, openAt),
    }
  })
  const sum = (of: 'accepted' | 'refused') => incident.notices.reduce((n, { sending }) => n + (sending?.[of] ?? 0), 0)
  return {
    operations,
    noticesSent: incident.notices.filter(wentOut).length,
    recipientsAccepted: sum('accepted'),
    recipientsRefused: sum('refused'),
  }
}

/** Since when it is open for good; an asset whose exception was cleared is as all others are. Null while it is not. */
function openSince(target: string, history: readonly ScopeHistory[], end: number): number | null {
  const last = history.find((one) => one.target === target)?.spans.at(-1)
  if (last === undefined) return null
  if (last.state === 'open') return last.from
  const [operation = ''] = target.split(':')
  const general = last.to < end && operation !== target ? openSince(operation, history, end) : null
  return general === null ? null : Math.max(last.to, general)
}

/** Null where it is not known, or would be negative. */
function secondsAfter(startedAt: string | null, at: number | null): number | null {
  if (startedAt === null || at === null) return null
  const seconds = (at - Date.parse(startedAt)) / 1000
  return seconds < 0 ? null : seconds
}
