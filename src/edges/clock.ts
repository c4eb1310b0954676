import { durationOf } from '../domain/duration.ts'
import { fail } from '../domain/outcome.ts'

/** The clock of a workspace: what time it is, and times as the operator writes them, in the workspace's zone. */
export interface Clock {
  now(): number
  /** Milliseconds since the epoch as ISO 8601 with the zone's offset. */
  stamp(ms: number): string
  /** What the operator says of when something happened: never in the future. */
  past(text: string): number
  /** What the operator says of when something will be; a bare time of day is the next one to come. */
  future(text: string): number
  /** A time to come after `from`, in milliseconds; a bare time of day is the next one after it. */
  after(text: string, from: number): number
}

/**
 * Makes the clock of a zone. The zone is set for the whole process, so that the local time of `Date` is the
 * workspace's and never the machine's; building an `Intl` formatter instead would double the start-up time.
 */
export function clockOf(zone: string, now: () => number = Date.now): Clock {
  process.env.TZ = zone
  return {
    now,
    stamp,
    past(text) {
      const ms = parse(text, now(), 'past')
      if (ms > now()) fail('future-time', { given: text, at: stamp(ms) })
      return ms
    },
    future: (text) => parse(text, now(), 'future'),
    after: (text, from) => parse(text, from, 'future'),
  }
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
const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?)?(Z|[+-]\d{2}:?\d{2})?$/
const RELATIVE = /^(?:in )?((?:\d+[smhd] ?)+)( ago)?$/

function parse(text: string, now: number, tense: 'past' | 'future'): number {
  const given = text.trim()
  const ms = given === 'now' ? now : (timeOfDay(given, now, tense) ?? relative(given, now, tense) ?? dateTime(given))
  return ms ?? fail('bad-time', { given: text })
}

function timeOfDay(given: string, now: number, tense: 'past' | 'future'): number | null {
  const match = TIME_OF_DAY.exec(given)
  if (match === null) return null
  const [h, m, s] = match.slice(1).map((part) => Number(part ?? 0)) as [number, number, number]
  if (h > 23 || m > 59 || s > 59) return null
  const on = (days: number) => {
    const d = new Date(now)
    return new Date(d.getFullYear(), d.getMonth(), d.getDate() + days, h, m, s).getTime()
  }
  if (tense === 'past') return on(0) <= now ? on(0) : on(-1)
  return on(0) >= now ? on(0) : on(1)
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
  const local = new Date(y, mo - 1, d, h, mi, s, milliseconds)
  const real = new Date(Date.UTC(y, mo - 1, d, h, mi, s))
  if (real.getUTCMonth() !== mo - 1 || real.getUTCDate() !== d || h > 23 || mi > 59 || s > 59) return null
  const zone = match[8]
  if (zone === undefined) return local.getTime()
  return Date.UTC(y, mo - 1, d, h, mi, s, milliseconds) - offsetOf(zone)
}

function offsetOf(zone: string): number {
  if (zone === 'Z') return 0
  const [h, m] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))]
  return (zone.startsWith('-') ? -1 : 1) * (h * 60 + m) * 60_000
}
