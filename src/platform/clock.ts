import { durationOf } from '../domain/duration.ts'
import { fail } from '../domain/outcome.ts'

/** The clock of a workspace: what time it is, and times as the operator writes them, in the workspace's zone. */
export interface Clock {
  now(): number
  /** Milliseconds since the epoch as ISO 8601 with the zone's offset. */
  stamp(ms: number): string
  /** What the operator says of when something happened: never in the future. */
  past(text: string): number
  /** A bound of a period, read like `past`, but the time may lie ahead. */
  bound(text: string): number
  /** What the operator says of when something will be; a bare time of day is the next one to come. */
  future(text: string): number
  /** Until when something is to be done: as `future`, but a date alone lasts until its end. */
  deadline(text: string): number
  /**
   * A time to come after `from`, in milliseconds; a bare time of day is the next one after it, a bare duration is counted
   * from it, `in 2h` from now.
   */
  after(text: string, from: number): number
}

/**
 * Makes the clock of a zone. Throws `bad-clock` where it is read and shows a time that no log could hold. The zone is set for the whole process, so that the local time of `Date` is the
 * workspace's and never the machine's; building an `Intl` formatter instead would double the start-up time.
 */
export function clockOf(zone: string, read: () => number = Date.now): Clock {
  process.env.TZ = zone
  function now(): number {
    const ms = read()
    return isWritable(ms) ? ms : fail('bad-clock', { shown: stamp(ms) })
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
      return DATE.test(plain(text)) ? endOfDay(ms) : ms
    },
    after: (text, from) => parse(text, /^in /.test(text.trim()) ? now() : from, 'future'),
  }
}

/** The day where it begins first (UTC+14): what is later lies in the future everywhere. */
export function latestToday(now: number): string {
  return new Date(now + 14 * 3_600_000).toISOString().slice(0, 10)
}

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

/** Times outside are slips of the finger, and the log could not even write them. */
const EARLIEST = Date.UTC(1970, 0, 2)
const LATEST = Date.UTC(9999, 0, 1)

function isWritable(ms: number): boolean {
  return ms >= EARLIEST && ms < LATEST
}

function parse(text: string, now: number, tense: 'past' | 'future'): number {
  const given = plain(text)
  const ms = given === 'now' ? now : (timeOfDay(given, now, tense) ?? relative(given, now, tense) ?? dateTime(given))
  return ms === null || !isWritable(ms) ? fail('bad-time', { given: text }) : ms
}

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/(\d+)\s*(?:時間|hours?|hrs?)/g, '$1h'],
  [/(\d+)\s*(?:分|minutes?|mins?)/g, '$1m'],
  [/(\d+)\s*(?:秒|seconds?|secs?)/g, '$1s'],
  [/(\d+)\s*(?:日|days?)/g, '$1d'],
  [/\s*前$/, ' ago'],
  [/\s*後$/, ''],
]

/** Full-width digits and signs, and units written out (`5 min ago`, `5分前`), in the one form that is read. */
function plain(text: string): string {
  return WORDS.reduce((given, [from, to]) => given.replace(from, to), text.normalize('NFKC').trim())
}

function timeOfDay(given: string, now: number, tense: 'past' | 'future'): number | null {
  const match = TIME_OF_DAY.exec(given)
  if (match === null) return null
  const [h, m, s] = match.slice(1).map((part) => Number(part ?? 0)) as [number, number, number]
  if (h > 23 || m > 59 || s > 59) return null
  const d = new Date(now)
  const times = [-2, -1, 0, 1, 2].flatMap((days) =>
    localTimes(d.getFullYear(), d.getMonth(), d.getDate() + days, h, m, s),
  )
  return (tense === 'past' ? times.findLast((ms) => ms <= now) : times.find((ms) => ms >= now)) ?? null
}

/** Moments at which clocks in the zone show this: none where they skip it, two where they are set back over it. */
function localTimes(y: number, mo: number, d: number, h: number, mi: number, s: number, ms = 0): number[] {
  const first = new Date(y, mo, d, h, mi, s, ms)
  const shown = (time: Date) => time.getHours() === h && time.getMinutes() === mi
  return [0, 30, 60]
    .map((later) => new Date(first.getTime() + later * 60_000))
    .filter(shown)
    .map((time) => time.getTime())
}

function relative(given: string, now: number, tense: 'past' | 'future'): number | null {
  const match = RELATIVE.exec(given)
  if (match === null) return null
  const ago = match[2] !== undefined
  if (tense === 'past' && !ago) return null
  const span = durationOf(match[1] ?? '')
  return span === null ? null : ago ? now - span : now + span
}

function dateTime(given: string): number | null {
  const match = DATE_TIME.exec(given)
  if (match === null) return null
  const [y, mo, d, h, mi, s] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const milliseconds = Number((match[7] ?? '0').padEnd(3, '0'))
  const real = new Date(Date.UTC(y, mo - 1, d, h, mi, s))
  if (real.getUTCMonth() !== mo - 1 || real.getUTCDate() !== d || h > 23 || mi > 59 || s > 59) return null
  const zone = match[8]
  if (match[4] === undefined) return new Date(y, mo - 1, d).getTime()
  if (zone === undefined) return localTimes(y, mo - 1, d, h, mi, s, milliseconds)[0] ?? null
  return Date.UTC(y, mo - 1, d, h, mi, s, milliseconds) - offsetOf(zone)
}

/** The last second of a day, by when it begins. */
function endOfDay(ms: number): number {
  const d = new Date(ms)
  return new Date(d.getFullYear(), d.getMonth(), d.getDate() + 1).getTime() - 1000
}

function offsetOf(zone: string): number {
  if (zone === 'Z') return 0
  const [h, m] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))]
  return (zone.startsWith('-') ? -1 : 1) * (h * 60 + m) * 60_000
}
