import { offsetAt } from '../zone.ts'
import type { Span } from './authority.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/**
 * When a span that begins at `at` (ISO 8601 with offset) ends, in milliseconds. Days and months end at the same time of
 * day in the zone, a month on its last day where it has no such day.
 */
export function endOf(at: string, { unit, count }: Span, zone: string): number {
  const from = Date.parse(at)
  if (unit === 'hours') return from + count * HOUR
  const given = offsetIn(at)
  const shift = (ms: number) => offsetOr(given, ms, zone)
  const local = from + shift(from)
  const timeOfDay = ((local % DAY) + DAY) % DAY
  const then = dateAfter(new Date(local), unit, count) + timeOfDay
  return then - shift(then - shift(from))
}

function dateAfter(date: Date, unit: 'days' | 'months', count: number): number {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
  if (unit === 'days') return Date.UTC(year, month, day + count)
  const last = new Date(Date.UTC(year, month + count + 1, 0)).getUTCDate()
  return Date.UTC(year, month + count, Math.min(day, last))
}

/** What is `given` where nobody knows the zone. */
function offsetOr(given: number, ms: number, zone: string): number {
  try {
    return offsetAt(ms, zone)
  } catch {
    return given
  }
}

/** The offset that a time was written with. */
function offsetIn(at: string): number {
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})$/.exec(at) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000
}
