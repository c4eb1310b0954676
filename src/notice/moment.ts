/** A moment as the clocks of a zone show it. */
export interface Moment {
  readonly year: number
  readonly month: number
  readonly day: number
  /** 0 is Sunday. */
  readonly weekday: number
  readonly hour: number
  readonly minute: number
  /** Minutes that the zone is ahead of UTC. */
  readonly offset: number
  readonly zone: string
}

/** Takes milliseconds since the epoch. */
export function momentOf(ms: number, zone: string): Moment {
  const offset = offsetAt(ms, zone)
  const local = new Date(ms + offset * MINUTE)
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    weekday: local.getUTCDay(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    offset,
    zone,
  }
}

/** Takes ISO 8601 with an offset, whose clock it shows; Japan is the one zone that an offset names here. */
export function momentIn(iso: string): Moment {
  const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)$/.exec(iso) ?? []
  const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
  if (offset === TOKYO_OFFSET) return momentOf(Date.parse(iso), TOKYO)
  return { ...momentOf(Date.parse(iso) + offset * MINUTE, 'UTC'), offset, zone: utcName(offset) }
}

/** ISO 8601 with the zone's offset. */
export function isoOf(ms: number, zone: string): string {
  const offset = offsetAt(ms, zone)
  const [h, m] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60]
  const local = new Date(ms + offset * MINUTE).toISOString().slice(0, -1)
  return `${local}${offset < 0 ? '-' : '+'}${two(h)}:${two(m)}`
}

export function sameDay(a: Moment, b: Moment): boolean {
  return a.year === b.year && a.month === b.month && a.day === b.day && a.offset === b.offset
}

/** `22:05` */
export function timeOfDay({ hour, minute }: Moment): string {
  return `${two(hour)}:${two(minute)}`
}

/** `JST` in Japan, elsewhere `UTC+1`. */
export function zoneName({ zone, offset }: Moment): string {
  return zone === TOKYO ? 'JST' : utcName(offset)
}

export function utcName(offset: number): string {
  if (offset === 0) return 'UTC'
  const [h, m] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60]
  return `UTC${offset < 0 ? '-' : '+'}${h}${m === 0 ? '' : `:${two(m)}`}`
}

export const TOKYO = 'Asia/Tokyo'
const TOKYO_OFFSET = 9 * 60
const MINUTE = 60_000

/** Japan has had one offset since 1951: no formatter, which is slow to make, is needed for it. */
function offsetAt(ms: number, zone: string): number {
  if (zone === TOKYO) return TOKYO_OFFSET
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(ms)
  const at = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  const shown = Date.UTC(at('year'), at('month') - 1, at('day'), at('hour'), at('minute'))
  return Math.round((shown - Math.floor(ms / MINUTE) * MINUTE) / MINUTE)
}

export function two(n: number): string {
  return String(n).padStart(2, '0')
}
