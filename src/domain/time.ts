/** The default zone. It needs no `Intl.DateTimeFormat`, which takes as long to create as the rest of start-up. */
export const TOKYO = 'Asia/Tokyo'
const TOKYO_OFFSET = 9 * 3_600_000
/** The offset of Japan has not changed since then. */
const TOKYO_SINCE = Date.UTC(1952, 0, 1)

const FIELDS = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
} as const

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Returns a zone's offset from UTC at a time, in milliseconds. Throws `RangeError` if the zone is unknown. */
export function utcOffsetAt(ms: number, zone: string): number {
  if (zone === 'UTC') return 0
  if (zone === TOKYO && ms >= TOKYO_SINCE) return TOKYO_OFFSET
  const parts = formatterOf(zone).formatToParts(ms)
  const field = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  const [year, month, day] = [field('year'), field('month'), field('day')]
  const local = Date.UTC(year, month - 1, day, field('hour'), field('minute'), field('second'))
  return local - Math.floor(ms / 1000) * 1000
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const cached = formatters.get(timeZone)
  if (cached !== undefined) return cached
  const formatter = new Intl.DateTimeFormat('en-GB', { ...FIELDS, timeZone })
  formatters.set(timeZone, formatter)
  return formatter
}

export const MINUTE = 60_000

/** Rounds a time in milliseconds down to the minute, as people read it. */
export function wholeMinute(ms: number): number {
  return Math.floor(ms / MINUTE) * MINUTE
}

/** The last millisecond of the minute that a time (milliseconds) is in: what was said to the minute holds until then. */
export function endOfMinute(ms: number): number {
  return wholeMinute(ms) + MINUTE - 1
}

/** The whole seconds between two times (ms) as people read them, to the second. */
export function secondsBetween(from: number, to: number): number {
  return Math.floor(to / 1000) - Math.floor(from / 1000)
}

const MS_PER_UNIT: Readonly<Record<string, number>> = { s: 1000, m: MINUTE, h: 3_600_000, d: 86_400_000 }

/** Parses a duration such as `90s`, `1h30m` or `2d` to milliseconds; null if the text is not one. */
export function parseDuration(text: string): number | null {
  const compact = text.replaceAll(' ', '')
  const parts = compact.match(/\d+[smhd]/g)
  if (parts === null || parts.join('') !== compact) return null
  return parts.reduce((sum, part) => sum + Number(part.slice(0, -1)) * (MS_PER_UNIT[part.slice(-1)] as number), 0)
}

/** Returns the UTC offset that a time was written with, in milliseconds. */
export function offsetIn(at: string): number {
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})$/.exec(at) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000
}

/** Formats a time as in the log: ISO 8601, with the UTC offset of `sample`. */
export function formatWithOffsetOf(ms: number, sample: string): string {
  const zone = /(?:Z|[+-]\d{2}:\d{2})$/.exec(sample)?.[0] ?? 'Z'
  return new Date(ms + offsetIn(sample)).toISOString().replace('Z', zone)
}

/** Returns a time zone without DST that has the UTC offset of `sample`; UTC if that is not a whole number of hours. */
export function zoneWithOffsetOf(sample: string): string {
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})$/.exec(sample) ?? []
  // The sign is inverted, as in POSIX: Etc/GMT-9 is UTC+9.
  return hours === undefined || minutes !== '00' ? 'UTC' : `Etc/GMT${sign === '-' ? '+' : '-'}${Number(hours)}`
}
