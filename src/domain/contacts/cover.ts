import type { TimeSpan } from '../incident/spans.ts'
import { MINUTE, utcOffsetAt, wholeMinute } from '../time.ts'
import { DAYS_OF_WEEK, type DayOfWeek, type WorkingHours } from './contacts.ts'

/** A weekly gap in cover, at the same time on each of its days. `from` and `to` are minutes since midnight. */
export interface CoverageGap {
  /** The days on which it begins. */
  readonly days: readonly DayOfWeek[]
  readonly from: number
  /** 1440 at most: the midnight at the end of the day. */
  readonly to: number
  readonly endsDaysLater: number
}

const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const WEEK = 7 * DAY

/** Returns when nobody works in the week from `now` (ms), with its DST changes, in times of the zone from Monday on. */
export function weeklyGaps(hoursOf: readonly (readonly WorkingHours[])[], now: number, zone: string): CoverageGap[] {
  const offset = (ms: number) => utcOffsetAt(ms, zone)
  const from = wholeMinute(now)
  const to = from + WEEK + offset(from) - offset(from + WEEK)
  const gaps = uncoveredSpans(hoursOf, { from, to })
  const [first, last] = [gaps[0], gaps.at(-1)]
  // A gap at the end of the week goes on at its beginning, since every week is taken to be like this one.
  const wraps = first !== undefined && last !== undefined && first !== last && first.from === from && last.to === to
  const joined = wraps ? [...gaps.slice(1, -1), { from: last.from, to: last.to + first.to - first.from }] : gaps
  return inOrder(grouped(joined.map((span) => toWeeklyGap(span, offset))))
}

/** Returns the spans of `within` in which nobody works, given the working hours of each person; `to` is exclusive. */
export function uncoveredSpans(hoursOf: readonly (readonly WorkingHours[])[], within: TimeSpan): TimeSpan[] {
  if (hoursOf.some((hours) => hours.length === 0)) return []
  const covered = hoursOf.flat().flatMap((hours) => workedIn(hours, within))
  const gaps: TimeSpan[] = []
  let coveredTo = within.from
  for (const { from, to } of covered.sort((a, b) => a.from - b.from)) {
    if (from > coveredTo) gaps.push({ from: coveredTo, to: from })
    coveredTo = Math.max(coveredTo, to)
  }
  return coveredTo < within.to ? [...gaps, { from: coveredTo, to: within.to }] : gaps
}

function workedIn({ days, from, to, timezone }: WorkingHours, within: TimeSpan): TimeSpan[] {
  const end = from < to ? to : to + DAY / MINUTE
  return partsByOffset(timezone, within).flatMap((part) => {
    const local = { from: part.from + part.offset, to: part.to + part.offset }
    const first = Math.floor(local.from / DAY) - 1
    const count = Math.floor(local.to / DAY) - first + 1
    return Array.from({ length: count }, (_, i) => first + i)
      .filter((day) => days.includes(weekdayOf(day)))
      .map((day) => ({
        from: Math.max(local.from, day * DAY + from * MINUTE) - part.offset,
        to: Math.min(local.to, day * DAY + end * MINUTE) - part.offset,
      }))
      .filter((span) => span.from < span.to)
  })
}

function partsByOffset(zone: string, { from, to }: TimeSpan): (TimeSpan & { readonly offset: number })[] {
  const offset = (ms: number) => utcOffsetAt(ms, zone)
  const parts = []
  let partFrom = from
  for (let at = from; at < to; ) {
    const next = Math.min(at + HOUR, to)
    if (offset(next) !== offset(at)) {
      const change = changeIn(offset, at, next)
      parts.push({ from: partFrom, to: change, offset: offset(at) })
      partFrom = change
    }
    at = next
  }
  return [...parts, { from: partFrom, to, offset: offset(partFrom) }]
}

/** Finds the minute between `from` and `to` at which the offset changes, by binary search. */
function changeIn(offset: (ms: number) => number, from: number, to: number): number {
  let [before, after] = [from, to]
  while (after - before > MINUTE) {
    const middle = before + Math.floor((after - before) / 2 / MINUTE) * MINUTE
    if (offset(middle) === offset(from)) before = middle
    else after = middle
  }
  return after
}

/** Returns the day of the week of a day counted from 1970-01-01, a Thursday. */
function weekdayOf(day: number): DayOfWeek {
  return DAYS_OF_WEEK[(((day + 3) % 7) + 7) % 7] as DayOfWeek
}

function toWeeklyGap({ from, to }: TimeSpan, offset: (ms: number) => number): CoverageGap {
  const [begin, end] = [from + offset(from), to + offset(to)]
  const [first, last] = [Math.floor(begin / DAY), Math.ceil(end / DAY) - 1]
  return {
    days: [weekdayOf(first)],
    from: (begin - first * DAY) / MINUTE,
    to: (end - last * DAY) / MINUTE,
    endsDaysLater: last - first,
  }
}

/** Groups gaps that are the same on several days. A gap that ends two or more days later is not grouped. */
function grouped(gaps: readonly CoverageGap[]): CoverageGap[] {
  const groups = new Map<string, CoverageGap>()
  for (const gap of gaps) {
    const key = [gap.from, gap.to, gap.endsDaysLater, gap.endsDaysLater > 1 ? gap.days : ''].join()
    const days = [...(groups.get(key)?.days ?? []), ...gap.days].sort(
      (a, b) => DAYS_OF_WEEK.indexOf(a) - DAYS_OF_WEEK.indexOf(b),
    )
    groups.set(key, { ...gap, days })
  }
  return [...groups.values()]
}

function inOrder(gaps: readonly CoverageGap[]): CoverageGap[] {
  const minuteOfWeek = ({ days, from }: CoverageGap) =>
    DAYS_OF_WEEK.indexOf(days[0] as DayOfWeek) * (DAY / MINUTE) + from
  return [...gaps].sort((a, b) => minuteOfWeek(a) - minuteOfWeek(b))
}

/** Returns whether a person works at `now`, in milliseconds since the epoch; without hours they always do. */
export function isWorking(hours: readonly WorkingHours[], now: number): boolean {
  return hours.length === 0 || hours.some((shift) => covers(shift, now))
}

function covers({ days, from, to, timezone }: WorkingHours, now: number): boolean {
  const local = now + utcOffsetAt(now, timezone)
  const day = Math.floor(local / DAY)
  const minute = (local - day * DAY) / MINUTE
  const isOn = days.includes(weekdayOf(day))
  if (from < to) return isOn && minute >= from && minute < to
  return (isOn && minute >= from) || (days.includes(weekdayOf(day - 1)) && minute < to)
}
