import { memoize } from '../memoize.ts'
import type { Incident } from './incident.ts'
import { startedAtOf } from './lifecycle.ts'
import { endOf, runsOf, type ScopeHistory, type StateSpan, scopeHistory } from './scope-history.ts'
import type { TimeSpan } from './spans.ts'

/** A time during which a service was restricted without a break. Times are in milliseconds since the epoch. */
export interface Restriction {
  /** `OPERATION` or `OPERATION:ASSET` */
  readonly target: string
  readonly from: number
  /** Null while it lasts. */
  readonly to: number | null
  /** When it was first stopped within that time; null if it was only restricted. */
  readonly stoppedAt: number | null
  /** Whether it was stopped when that time ended, or is now. */
  readonly isStoppedLast: boolean
  /** Whether it was stopped all that time. */
  readonly wasStoppedThroughout: boolean
  /** Whether it began with the halt. */
  readonly isInitial: boolean
  /** Whether the service had been stopped before, or if this is no stop restricted, and was open again. */
  readonly isAgain: boolean
}

/** Returns when services were restricted, by service in the runbook's order, then by time. */
export const restrictionsOf = memoize((incident: Incident): Restriction[] => {
  const start = startedAtOf(incident)
  const ever = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }
  return scopeHistory(incident, ever).flatMap(({ target, spans }) => {
    const periods = runsOf(
      spans.filter(({ state }) => state !== 'open'),
      () => true,
    )
    return periods.map((period, i): Restriction => {
      const { from } = period[0] as StateSpan
      const to = endOf(period)
      const before = periods.slice(0, i)
      return {
        target,
        from,
        to: to === Number.POSITIVE_INFINITY ? null : to,
        stoppedAt: period.find(isStop)?.from ?? null,
        isStoppedLast: isStop(period.at(-1) as StateSpan),
        wasStoppedThroughout: period.every(isStop),
        isInitial: start !== null && from === Date.parse(start),
        isAgain: before.some((earlier) => earlier.some(isStop) === period.some(isStop)),
      }
    })
  })
})

function isStop({ state }: StateSpan): boolean {
  return state === 'stopped'
}

/** Returns when anything at all was restricted, as spans that neither overlap nor touch, by time. */
export function restrictedSpans(history: readonly ScopeHistory[]): TimeSpan[] {
  const spans = history
    .flatMap((target) => target.spans)
    .filter(({ state }) => state !== 'open')
    .sort((a, b) => a.from - b.from)
  const merged: TimeSpan[] = []
  for (const { from, to } of spans) {
    const last = merged.at(-1)
    if (last === undefined || last.to < from) merged.push({ from, to })
    else merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, to) }
  }
  return merged
}
