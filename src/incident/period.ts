import { fail } from '../domain/problem.ts'
import type { Clock } from '../platform/clock.ts'

/** A period in milliseconds since 1970; null where it has no such end. */
export interface Period {
  readonly from: number | null
  readonly to: number | null
}

export interface PeriodOptions {
  readonly since?: string
  readonly until?: string
}

/** A bare date is its start. Throws `future-time` if the period has not begun, `bad-range` if it ends before it begins. */
export function periodOf({ since, until }: PeriodOptions, clock: Clock): Period {
  const from = since === undefined ? null : clock.bound(since)
  if (from !== null && from > clock.now()) fail('future-time', { given: since ?? '', at: clock.stamp(from) })
  const to = until === undefined ? null : clock.bound(until)
  if (from !== null && to !== null && to <= from) fail('bad-range', { given: `${since}/${until}` })
  return { from, to }
}

/** Whether a time in ISO 8601 is within a period: its beginning is, its end is not. */
export function isWithin(at: string, { from, to }: Period): boolean {
  const ms = Date.parse(at)
  return (from === null || ms >= from) && (to === null || ms < to)
}
