import { DAYS, type Day, type Hours } from './contacts.ts'

/** Milliseconds since the epoch; `to` belongs to it no more. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** Times of the week that nobody covers, the same on each of the days. Minutes since midnight, in the zone. */
export interface Unattended {
  /** The days on which it begins. */
  readonly days: readonly Day[]
  readonly from: number
  /** 1440 is the midnight at the end of the day. */
  readonly to: number
  /** How many days later it ends. */
  readonly later: number
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const WEEK = 7 * DAY

/**
 * When, in the week that begins at `now`, none of these people works, in the order of the week; each is given by the
 * hours they work, and works always without any. Clocks that are set forward or back that week count.
 */
export function unattendedIn(people: readonly (readonly Hours[])[], now: number, zone: string): Unattended[] {
  const offset = offsetsIn(zone)
  const from = Math.floor(now / MINUTE) * MINUTE
  const to = from + WEEK + offset(from) - offset(from + WEEK)
  const open = uncovered(people, { from, to })
  const [first, last] = [open[0], open.at(-1)]
  const wraps = first !== undefined && last !== undefined && first !== last && first.from === from && last.to === to
  const joined = wraps ? [...open.slice(1, -1), { from: last.from, to: last.to + first.to - first.from }] : open
  return inOrder(grouped(joined.map((span) => weekly(span, offset))))
}

/** Spans of `within` in which none of these people works. */
export function uncovered(people: readonly (readonly Hours[])[], within: Span): Span[] {
  if (people.some((hours) => hours.length === 0)) return []
  const covered = people.flat().flatMap((hours) => workedIn(hours, within))
  const open: Span[] = []
  let at = within.from
  for (const { from, to } of covered.sort((a, b) => a.from - b.from)) {
    if (from > at) open.push({ from: at, to: from })
    at = Math.max(at, to)
  }
  return at < within.to ? [...open, { from: at, to: within.to }] : open
}

function workedIn({ days, from, to, timezone }: Hours, within: Span): Span[] {
  const end = from < to ? to : to + DAY / MINUTE
  return stretchesOf(timezone, within).flatMap((stretch) => {
    const local = { from: stretch.from + stretch.offset, to: stretch.to + stretch.offset }
    const first = Math.floor(local.from / DAY) - 1
    const count = Math.floor(local.to / DAY) - first + 1
    return Array.from({ length: count }, (_, i) => first + i)
      .filter((day) => days.includes(dayOf(day)))
      .map((day) => ({
        from: Math.max(local.from, day * DAY + from * MINUTE) - stretch.offset,
        to: Math.min(local.to, day * DAY + end * MINUTE) - stretch.offset,
      }))
      .filter((span) => span.from < span.to)
  })
}

/** Parts of a span in which the clocks of a zone run evenly. */
function stretchesOf(zone: string, { from, to }: Span): (Span & { readonly offset: number })[] {
  const offset = offsetsIn(zone)
  const stretches = []
  let begun = from
  for (let at = from; at < to; ) {
    const next = Math.min(at + HOUR, to)
    if (offset(next) !== offset(at)) {
      const change = changeIn(offset, at, next)
      stretches.push({ from: begun, to: change, offset: offset(at) })
      begun = change
    }
    at = next
  }
  return [...stretches, { from: begun, to, offset: offset(begun) }]
}

/** The minute from which on the offset is that at `to`. */
function changeIn(offset: (ms: number) => number, from: number, to: number): number {
  let [before, after] = [from, to]
  while (after - before > MINUTE) {
    const middle = before + Math.floor((after - before) / 2 / MINUTE) * MINUTE
    if (offset(middle) === offset(from)) before = middle
    else after = middle
  }
  return after
}

/** How far the clocks of a zone are ahead of UTC at a moment, in milliseconds. */
function offsetsIn(timeZone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  })
  return (ms) => {
    const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = parts
    return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(ms / MINUTE) * MINUTE
  }
}

/** The day of the week of a day counted from 1970-01-01, a Thursday. */
function dayOf(day: number): Day {
  return DAYS[(((day + 3) % 7) + 7) % 7] as Day
}

function weekly({ from, to }: Span, offset: (ms: number) => number): Unattended {
  const [begin, end] = [from + offset(from), to + offset(to)]
  const [first, last] = [Math.floor(begin / DAY), Math.ceil(end / DAY) - 1]
  return {
    days: [dayOf(first)],
    from: (begin - first * DAY) / MINUTE,
    to: (end - last * DAY) / MINUTE,
    later: last - first,
  }
}

/** What is the same on several days, once; what goes over more than a night stands for itself. */
function grouped(all: readonly Unattended[]): Unattended[] {
  const groups = new Map<string, Unattended>()
  for (const one of all) {
    const key = [one.from, one.to, one.later, one.later > 1 ? one.days : ''].join()
    const days = [...(groups.get(key)?.days ?? []), ...one.days].sort((a, b) => DAYS.indexOf(a) - DAYS.indexOf(b))
    groups.set(key, { ...one, days })
  }
  return [...groups.values()]
}

function inOrder(all: readonly Unattended[]): Unattended[] {
  const place = ({ days, from }: Unattended) => DAYS.indexOf(days[0] as Day) * (DAY / MINUTE) + from
  return [...all].sort((a, b) => place(a) - place(b))
}

/** Whether somebody works at this moment, in milliseconds since the epoch; without hours they always do. */
export function isWithin(hours: readonly Hours[], now: number): boolean {
  return hours.length === 0 || hours.some((one) => covers(one, now))
}

function covers({ days, from, to, timezone }: Hours, now: number): boolean {
  const { day, minute } = localTime(now, timezone)
  if (from < to) return days.includes(day) && minute >= from && minute < to
  const before = DAYS[(DAYS.indexOf(day) + DAYS.length - 1) % DAYS.length] as Day
  return (days.includes(day) && minute >= from) || (days.includes(before) && minute < to)
}

function localTime(now: number, timeZone: string): { readonly day: Day; readonly minute: number } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]))
  const { weekday = '', hour = '', minute = '' } = parts
  return { day: weekday.toLowerCase() as Day, minute: Number(hour) * 60 + Number(minute) }
}
