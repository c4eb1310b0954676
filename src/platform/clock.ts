import { fail } from '../domain/problem.ts'
import { parseDuration } from '../domain/time.ts'

/** A clock in the workspace's zone, with times in milliseconds since the epoch. What reads a text may throw `bad-time`. */
export interface Clock {
  /** Throws `bad-clock` if the log cannot hold the time. */
  now(): number
  /** Milliseconds since the epoch as ISO 8601 with the zone's offset. */
  stamp(ms: number): string
  /** Reads when something happened; a bare time of day is the last one. Throws `future-time` if it is in the future. */
  past(text: string): number
  /** Reads a bound of a period, like `past`, but it may be in the future. */
  bound(text: string): number
  /** Reads when something will happen; a bare time of day is the next one. */
  future(text: string): number
  /** Reads a deadline like `future`, but a bare date means the end of that day. */
  deadline(text: string): number
  /** Reads a time after `from`: a bare time of day is the next one, a bare duration counts from it, `in 2h` from now. */
  after(text: string, from: number): number
}

/**
 * Makes the clock of a zone; `read` returns the time of the machine. Sets the zone for the whole process, so that the local
 * time of `Date` is the workspace's: building an `Intl` formatter instead would double the start-up time.
 */
export function clockOf(zone: string, read: () => number = Date.now): Clock {
  process.env.TZ = zone
  function now(): number {
    const ms = read()
    return isLoggable(ms) ? ms : fail('bad-clock', { shown: stamp(ms) })
  }
  return {
    now,
    stamp,
    past(text) {
      const ms = parse(text, now(), 'past')
      if (ms > now()) fail('future-time', { given: text, at: stamp(ms) })
      return ms
    },
    bound: (text) => parse(text, now(), 'past'),
    future: (text) => parse(text, now(), 'future'),
    deadline(text) {
      const ms = parse(text, now(), 'future')
      return DATE.test(normalised(text)) ? endOfDay(ms) : ms
    },
    after: (text, from) => parse(text, /^in /.test(text.trim()) ? now() : from, 'future'),
  }
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
const DATE = /^\d{4}-\d{2}-\d{2}$/
const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?)?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?$/
const RELATIVE = /^(?:in )?((?:\d+[smhd] ?)+)( ago)?$/

/** Times outside this range are typos, and the log cannot hold them. */
const EARLIEST = Date.UTC(1970, 0, 2)
const LATEST = Date.UTC(9999, 0, 1)

function isLoggable(ms: number): boolean {
  return ms >= EARLIEST && ms < LATEST
}

function parse(text: string, now: number, tense: 'past' | 'future'): number {
  const input = normalised(text)
  const ms = input === 'now' ? now : (timeOfDay(input, now, tense) ?? relative(input, now, tense) ?? dateTime(input))
  return ms === null || !isLoggable(ms) ? fail('bad-time', { given: text }) : ms
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

/** The last or next moment with this time of day; null if the text is not a time of day. */
function timeOfDay(text: string, now: number, tense: 'past' | 'future'): number | null {
  const match = TIME_OF_DAY.exec(text)
  if (match === null) return null
  const [h, m, s] = match.slice(1).map((part) => Number(part ?? 0)) as [number, number, number]
  if (h > 23 || m > 59 || s > 59) return null
  const d = new Date(now)
  // Two days each way: the zone may skip this time of day once.
  const times = [-2, -1, 0, 1, 2].flatMap((days) =>
    localTimes(d.getFullYear(), d.getMonth(), d.getDate() + days, h, m, s),
  )
  return (tense === 'past' ? times.findLast((ms) => ms <= now) : times.find((ms) => ms >= now)) ?? null
}

/** The moments at which the zone's clocks show this time: none if they skip it, two if they are set back over it. */
function localTimes(y: number, mo: number, d: number, h: number, mi: number, s: number, ms = 0): number[] {
  const first = new Date(y, mo, d, h, mi, s, ms)
  const times = [0, 30, 60].map((later) => new Date(first.getTime() + later * 60_000))
  return times.filter((time) => time.getHours() === h && time.getMinutes() === mi).map((time) => time.getTime())
}

/** A duration before or after `now`; null if the text is none. Of the past only with `ago`. */
function relative(text: string, now: number, tense: 'past' | 'future'): number | null {
  const match = RELATIVE.exec(text)
  if (match === null) return null
  const ago = match[2] !== undefined
  if (tense === 'past' && !ago) return null
  const span = parseDuration(match[1] ?? '')
  return span === null ? null : ago ? now - span : now + span
}

/** A date, or a date and time with or without an offset; null if the text is none, or one that does not exist. */
function dateTime(text: string): number | null {
  const match = DATE_TIME.exec(text)
  if (match === null) return null
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = match.slice(1, 7).map((part) => Number(part ?? 0))
  const milliseconds = Number((match[7] ?? '0').padEnd(3, '0'))
  // `Date` turns 31 February into 3 March.
  const asUtc = new Date(Date.UTC(y, mo - 1, d, h, mi, s))
  if (asUtc.getUTCMonth() !== mo - 1 || asUtc.getUTCDate() !== d || h > 23 || mi > 59 || s > 59) return null
  const zone = match[8]
  if (match[4] === undefined) return new Date(y, mo - 1, d).getTime()
  if (zone === undefined) return localTimes(y, mo - 1, d, h, mi, s, milliseconds)[0] ?? null
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
