import { MINUTE, TOKYO, utcOffsetAt } from '../domain/time.ts'

/** A moment as local date and time in a zone. */
export interface Moment {
  readonly year: number
  readonly month: number
  readonly day: number
  /** 0 is Sunday. */
  readonly weekday: number
  readonly hour: number
  readonly minute: number
  /** Minutes ahead of UTC. */
  readonly offsetMinutes: number
  readonly zone: string
}

/** A moment, in milliseconds since the epoch, as local date and time in a zone. */
export function momentOf(ms: number, zone: string): Moment {
  const offset = minutesAt(ms, zone)
  const local = new Date(ms + offset * MINUTE)
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    weekday: local.getUTCDay(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    offsetMinutes: offset,
    zone,
  }
}

/** A moment, in ISO 8601 with an offset, as local date and time at that offset; +09:00 counts as Japan. */
export function momentFromIso(iso: string): Moment {
  const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)$/.exec(iso) ?? []
  const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
  if (offset === TOKYO_OFFSET) return momentOf(Date.parse(iso), TOKYO)
  return { ...momentOf(Date.parse(iso) + offset * MINUTE, 'UTC'), offsetMinutes: offset, zone: utcOffsetName(offset) }
}

/** A moment, in milliseconds since the epoch, as ISO 8601 with the zone's offset. */
export function isoOf(ms: number, zone: string): string {
  const offset = minutesAt(ms, zone)
  const [h, m] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60]
  const local = new Date(ms + offset * MINUTE).toISOString().slice(0, -1)
  return `${local}${offset < 0 ? '-' : '+'}${padTwo(h)}:${padTwo(m)}`
}

/** Whether two moments have the same date and the same offset from UTC. */
export function isSameDay(a: Moment, b: Moment): boolean {
  return a.year === b.year && a.month === b.month && a.day === b.day && a.offsetMinutes === b.offsetMinutes
}

/** `22:05` */
export function timeOfDay({ hour, minute }: Moment): string {
  return `${padTwo(hour)}:${padTwo(minute)}`
}

/** `JST` in Japan, elsewhere `UTC+1`. */
export function zoneName({ zone, offsetMinutes }: Moment): string {
  return zone === TOKYO ? 'JST' : utcOffsetName(offsetMinutes)
}

/** Names an offset in minutes: `UTC`, `UTC+9` or `UTC+5:30`. */
export function utcOffsetName(offset: number): string {
  if (offset === 0) return 'UTC'
  const [h, m] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60]
  return `UTC${offset < 0 ? '-' : '+'}${h}${m === 0 ? '' : `:${padTwo(m)}`}`
}

const TOKYO_OFFSET = 9 * 60
/** The zone's offset in minutes. */
function minutesAt(ms: number, zone: string): number {
  return Math.round(utcOffsetAt(ms, zone) / MINUTE)
}

function padTwo(n: number): string {
  return String(n).padStart(2, '0')
}
