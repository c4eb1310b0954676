import { fail, type TimeReading } from '../domain/problem.ts'
import { parseDuration } from '../domain/time.ts'

/**
 * A clock in the workspace's zone, with times in milliseconds since the epoch. What reads a text may throw `bad-time`; or
 * `time-unclear` for a bare time of day more than 12 hours away, for one that the zone has twice that day, and for a date
 * alone where a moment is asked for.
 */
export interface Clock {
  /** Throws `bad-clock` if the log cannot hold the time. */
  now(): number
  /** Milliseconds since the epoch as ISO 8601 with the zone's offset. */
  stamp(ms: number): string
  /** Reads when something happened: a bare time of day is the last one, `10m` was so long ago. Throws `future-time`. */
  past(text: string): number
  /** Reads a bound of a period, like `past`, but it may be in the future, and a bare date means the start of that day. */
  bound(text: string): number
  /** Reads when something will happen; a bare time of day is the next one. */
  future(text: string): number
  /** Reads when something is promised, like `future`, but to the minute. */
  promise(text: string): number
  /** Reads a deadline like `future`, but a bare date means the end of that day. */
  deadline(text: string): number
  /** Reads a time after `from`: a bare time of day is the next one, a duration counts from it, `in 2h` from now. */
  after(text: string, from: number): number
  /** The same clock, which tells `echo` how it reads each time that is given without its date. */
  echoing(echo: TimeEcho): Clock
}

/** Gets a time as it was given, without its date, and as it was read: ISO 8601 with the zone's offset. */
export type TimeEcho = (given: string, at: string) => void

/**
 * Makes the clock of a zone; `read` returns the time of the machine. Sets the zone for the whole process, so that the local
 * time of `Date` is the workspace's: building an `Intl` formatter instead would double the start-up time.
 */
export function clockOf(zone: string, read: () => number = Date.now, echo: TimeEcho = () => {}): Clock {
  enter(zone)
  function now(): number {
    const ms = read()
    return isLoggable(ms) ? ms : fail('bad-clock', { shown: stampHere(ms) })
  }
  /** Another clock may have set its zone since. */
  function stampHere(ms: number): string {
    enter(zone)
    return stamp(ms)
  }
  /** `from` is what a bare time or duration counts from, null for now; the time is cut to whole units of `unit` (ms). */
  function parse(text: string, tense: Tense, from: number | null = null, unit = 1): number {
    enter(zone)
    const current = now()
    const input = normalised(text)
    const dated = dateTime(input, current)
    const exact = dated ?? undated(input, { now: current, from: from ?? current, tense })
    if (exact === null || !isLoggable(exact)) return fail('bad-time', { given: text })
    const ms = exact - (exact % unit)
    if (dated === null) echo(text.trim(), stamp(ms))
    return ms
  }
  return {
    now,
    stamp: stampHere,
    past(text) {
      // `in 30m` is a time, though none that has passed.
      const ms = parse(asPassed(text), countsAhead(text) ? 'future' : 'past')
      if (ms > now()) fail('future-time', { given: text, at: stamp(ms) })
      return moment(text, ms)
    },
    bound: (text) => parse(asPassed(text), 'past'),
    future: (text) => moment(text, parse(text, 'future')),
    promise: (text) => moment(text, parse(text, 'future', null, 60_000)),
    deadline(text) {
      const ms = parse(text, 'future')
      return DATE.test(normalised(text)) ? endOfDay(ms) : ms
    },
    after: (text, from) => moment(text, parse(text, 'future', /^in /.test(text.trim()) ? null : from)),
    echoing: (listener) => clockOf(zone, read, listener),
  }
}

/** Sets the zone of the process, unless it is that already: setting it takes longer. */
function enter(zone: string): void {
  if (process.env.TZ !== zone) process.env.TZ = zone
}

/** A duration alone as so long ago, where what is read has passed. */
function asPassed(text: string): string {
  return isDuration(text) ? `${text} ago` : text
}

/** Returns the time that was read; a date alone is no moment, and midnight would be a guess. */
function moment(text: string, ms: number): number {
  return DATE.test(normalised(text)) ? fail('time-unclear', { given: text.trim(), why: 'day', readings: [] }) : ms
}

/** Today in the zone where the day starts first (UTC+14): any later date is in the future everywhere. */
export function latestToday(now: number): string {
  return new Date(now + 14 * 3_600_000).toISOString().slice(0, 10)
}

/** A time in milliseconds since the epoch as ISO 8601, with the offset of the zone that `clockOf` set. */
export function stamp(ms: number): string {
  const d = new Date(ms)
  const offset = -d.getTimezoneOffset()
  const sign = offset < 0 ? '-' : '+'
  const [h, m] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60]
  const date = `${pad(d.getFullYear(), 4)}-${pad(d.getMonth() + 1)}-${pad(d.getDate())}`
  const time = `${pad(d.getHours())}:${pad(d.getMinutes())}:${pad(d.getSeconds())}.${pad(d.getMilliseconds(), 3)}`
  return `${date}T${time}${sign}${pad(h)}:${pad(m)}`
}

function pad(n: number, width = 2): string {
  return String(n).padStart(width, '0')
}

const TIME_OF_DAY = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/
const DAY_AND_TIME = /^(yesterday|today|tomorrow|昨日|今日|本日|明日)\s*(\d.*)$/i
const DATE = /^\d{4}-\d{2}-\d{2}$/
const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?)?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?$/
const RELATIVE = /^(?:in )?((?:\d+[smhd] ?)+)( ago)?$/

/** Times outside this range are typos, and the log cannot hold them. */
const EARLIEST = Date.UTC(1970, 0, 2)
const LATEST = Date.UTC(9999, 0, 1)

/** Whether the log can hold a time. */
export function isLoggable(ms: number): boolean {
  return ms >= EARLIEST && ms < LATEST
}

type Tense = 'past' | 'future'

/** What a time without its date depends on: now, what it counts from, and whether it lies before or after that. */
interface Reference {
  readonly now: number
  readonly from: number
  readonly tense: Tense
}

/** Reads a time that has no date; null if the text is none. */
function undated(input: string, reference: Reference): number | null {
  if (input === 'now') return reference.now
  return timeOfDay(input, reference) ?? timeOfNamedDay(input, reference) ?? relative(input, reference)
}

const UNIT_WORDS: readonly (readonly [RegExp, string])[] = [
  [/(\d+)\s*(?:時間|hours?|hrs?)/g, '$1h'],
  [/(\d+)\s*(?:分|minutes?|mins?)/g, '$1m'],
  [/(\d+)\s*(?:秒|seconds?|secs?)/g, '$1s'],
  [/(\d+)\s*(?:日|days?)/g, '$1d'],
  [/\s*前$/, ' ago'],
  [/\s*後$/, ''],
]

/** Normalises full-width digits and signs and spelled-out units (`5 min ago`, `5分前`) to the one form that is parsed. */
function normalised(text: string): string {
  return UNIT_WORDS.reduce((result, [words, unit]) => result.replace(words, unit), text.normalize('NFKC').trim())
}

/** Whether a time says that it is counted from now on, as `in 30m` and `30分後` do. */
function countsAhead(text: string): boolean {
  return /^in |後$/.test(text.trim()) && isSpan(text)
}

/** Whether a text is a duration, in any of its forms: `30m`, `in 30m`, `30分後`, `30m ago`. */
export function isSpan(text: string): boolean {
  return RELATIVE.test(normalised(text))
}

/** Whether a text is a duration in short units, such as `1h30m`: `10日` may be a day of the month. */
export function isDuration(text: string): boolean {
  return parseDuration(text.normalize('NFKC').trim()) !== null
}

/** A bare time of day that would lie further away is not read: it may mean another day (`22:50` at 22:44). */
const FARTHEST = 12 * 3_600_000

/** The last or next moment with this time of day; null if the text is not a time of day. */
function timeOfDay(text: string, { now, from, tense }: Reference): number | null {
  const time = hoursIn(text)
  if (time === null) return null
  const d = new Date(from)
  // Two days each way: the zone may skip this time of day once, so that there always is a last and a next one.
  const times = [-2, -1, 0, 1, 2].flatMap((days) =>
    localTimes(d.getFullYear(), d.getMonth(), d.getDate() + days, ...time),
  )
  const last = times.findLast((ms) => ms <= from) as number
  const next = times.find((ms) => (tense === 'past' ? ms > from : ms >= from)) as number
  const meant = tense === 'past' ? last : next
  if (Math.abs(meant - from) <= FARTHEST) return onlyReading(text, meant, now)
  return fail('time-unclear', {
    given: text,
    why: 'far',
    readings: [last, next].flatMap(twinsOf).map((ms) => readingOf(ms, now)),
  })
}

/** Hours, minutes and seconds; null if the text is not a time of day. */
function hoursIn(text: string): [h: number, mi: number, s: number] | null {
  const [h = 24, mi = 0, s = 0] = (TIME_OF_DAY.exec(text) ?? []).slice(1).map((part) => Number(part ?? 0))
  return h > 23 || mi > 59 || s > 59 ? null : [h, mi, s]
}

/** How many days from today the words for a day mean. */
const DAYS_FROM_TODAY: Readonly<Record<string, number>> = { yesterday: -1, 昨日: -1, tomorrow: 1, 明日: 1 }

/** Reads `yesterday 22:05`; null if the text is no such time. */
function timeOfNamedDay(text: string, { now }: Reference): number | null {
  const [, day = '', rest = ''] = DAY_AND_TIME.exec(text) ?? []
  const time = hoursIn(rest)
  if (time === null) return null
  const d = new Date(now)
  const days = DAYS_FROM_TODAY[day.toLowerCase()] ?? 0
  const [first] = localTimes(d.getFullYear(), d.getMonth(), d.getDate() + days, ...time)
  return first === undefined ? null : onlyReading(text, first, now)
}

/** Returns the time if the zone's clocks show it once on that day. Throws `time-unclear` if they show it twice. */
function onlyReading(given: string, ms: number, now: number): number {
  const times = twinsOf(ms)
  if (times.length < 2) return ms
  return fail('time-unclear', { given, why: 'twice', readings: times.map((time) => readingOf(time, now)) })
}

/** The offset of a time in ISO 8601 if the zone's clocks show it twice that day, so that it says which is meant; else ''. */
export function offsetIfTwice(at: string): string {
  return twinsOf(Date.parse(at)).length > 1 ? at.slice(-6) : ''
}

/** Every moment at which the zone's clocks show the date and time that they show at `ms`. */
function twinsOf(ms: number): number[] {
  const d = new Date(ms)
  const [y, mo, day] = [d.getFullYear(), d.getMonth(), d.getDate()]
  return localTimes(y, mo, day, d.getHours(), d.getMinutes(), d.getSeconds(), d.getMilliseconds())
}

const NAMED_DAYS: Readonly<Record<number, TimeReading['day']>> = { [-1]: 'yesterday', 0: 'today', 1: 'tomorrow' }

/** A reading of an unclear time, with its date, and its offset if the zone has the time twice that day. */
function readingOf(ms: number, now: number): TimeReading {
  const full = stamp(ms)
  const offset = twinsOf(ms).length > 1 ? full.slice(-6) : ''
  const midnight = (time: number) => Date.parse(stamp(time).slice(0, 10))
  const day = NAMED_DAYS[(midnight(ms) - midnight(now)) / 86_400_000] ?? null
  return { at: full.slice(0, full.slice(17, 19) === '00' ? 16 : 19) + offset, day, isAhead: ms > now }
}

/** The moments at which the zone's clocks show this time: none if they skip it, two if they are set back over it. */
function localTimes(y: number, mo: number, d: number, h: number, mi: number, s: number, ms = 0): number[] {
  const first = new Date(y, mo, d, h, mi, s, ms)
  const times = [0, 30, 60].map((later) => new Date(first.getTime() + later * 60_000))
  return times.filter((time) => time.getHours() === h && time.getMinutes() === mi).map((time) => time.getTime())
}

/** A duration before or after `from`; null if the text is none. Of the past only with `ago`. */
function relative(text: string, { from, tense }: Reference): number | null {
  const match = RELATIVE.exec(text)
  if (match === null) return null
  const ago = match[2] !== undefined
  if (tense === 'past' && !ago) return null
  const span = parseDuration(match[1] ?? '')
  return span === null ? null : ago ? from - span : from + span
}

/** A date, or a date and time with or without an offset; null if the text is none, or one that does not exist. */
function dateTime(text: string, now: number): number | null {
  const match = DATE_TIME.exec(text)
  if (match === null) return null
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = match.slice(1, 7).map((part) => Number(part ?? 0))
  const milliseconds = Number((match[7] ?? '0').padEnd(3, '0'))
  // `Date` turns 31 February into 3 March.
  const asUtc = new Date(Date.UTC(y, mo - 1, d, h, mi, s))
  if (asUtc.getUTCMonth() !== mo - 1 || asUtc.getUTCDate() !== d || h > 23 || mi > 59 || s > 59) return null
  const zone = match[8]
  if (match[4] === undefined) return new Date(y, mo - 1, d).getTime()
  const [first] = localTimes(y, mo - 1, d, h, mi, s, milliseconds)
  if (zone === undefined) return first === undefined ? null : onlyReading(text, first, now)
  return Date.UTC(y, mo - 1, d, h, mi, s, milliseconds) - offsetOf(zone)
}

/** The last second of the day that starts at `ms`. */
function endOfDay(ms: number): number {
  const d = new Date(ms)
  return new Date(d.getFullYear(), d.getMonth(), d.getDate() + 1).getTime() - 1000
}

/** The milliseconds of an offset such as `+09:00`. */
function offsetOf(zone: string): number {
  if (zone === 'Z') return 0
  const [h, m] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))]
  return (zone.startsWith('-') ? -1 : 1) * (h * 60 + m) * 60_000
}
