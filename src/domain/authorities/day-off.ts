import type { Holiday } from '../settings.ts'
import { MINUTE, offsetIn } from '../time.ts'
import type { DayOffRule } from './authority.ts'
import { zoneOffset } from './period.ts'

const DAY = 86_400_000
/** How many days ahead a working day is looked for: a calendar without any must not go on for ever. */
const MOST_DAYS = 366

/**
 * Returns the deadline as a rule about days off moves it: to a time of the next working day, if it falls on a weekend or a
 * holiday in the zone. `at` is a time as written (ISO 8601), for its offset where the zone is unknown.
 */
export function afterDaysOff(
  due: number,
  { at: clock }: DayOffRule,
  { zone, holidays, at }: { readonly zone: string; readonly holidays: readonly Holiday[]; readonly at: string },
): number {
  const offset = (ms: number) => zoneOffset(ms, zone, offsetIn(at))
  const local = due + offset(due)
  const today = Math.floor(local / DAY) * DAY
  let day = today
  while (isDayOff(day, holidays) && day < today + MOST_DAYS * DAY) day += DAY
  if (day === today) return due
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  const moved = day + (hours * 60 + minutes) * MINUTE
  return moved - offset(moved - offset(due))
}

/** Whether a day, given by its midnight as if in UTC, is a Saturday, a Sunday or a holiday. */
function isDayOff(midnight: number, holidays: readonly Holiday[]): boolean {
  const date = new Date(midnight)
  if ([0, 6].includes(date.getUTCDay())) return true
  const day = date.toISOString().slice(0, 10)
  return holidays.some(({ date, yearly }) => date === day || (yearly && date < day && date.slice(4) === day.slice(4)))
}
