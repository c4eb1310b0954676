import { offsetIn, utcOffsetAt } from '../time.ts'
import type { Period } from './authority.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Returns when a period from `at` (ISO 8601) ends, in ms; days and months end at the same time of day in the zone. */
export function periodEnd(at: string, { unit, count }: Period, zone: string): number {
  const from = Date.parse(at)
  if (unit === 'hours') return from + count * HOUR
  const offset = (ms: number) => zoneOffset(ms, zone, offsetIn(at))
  const local = from + offset(from)
  const timeOfDay = ((local % DAY) + DAY) % DAY
  const localEnd = dateAfter(new Date(local), unit, count) + timeOfDay
  // The offset at the end may differ from that at the beginning, because of DST.
  return localEnd - offset(localEnd - offset(from))
}

/** Returns the midnight, as if in UTC, so many days or months later; at most that of the last day of the month. */
function dateAfter(date: Date, unit: 'days' | 'months', count: number): number {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
  if (unit === 'days') return Date.UTC(year, month, day + count)
  const last = new Date(Date.UTC(year, month + count + 1, 0)).getUTCDate()
  return Date.UTC(year, month + count, Math.min(day, last))
}

/** Returns the UTC offset of a zone; the fallback, that of the time as written, if the zone is unknown. */
export function zoneOffset(ms: number, zone: string, fallback: number): number {
  try {
    return utcOffsetAt(ms, zone)
  } catch {
    return fallback
  }
}
