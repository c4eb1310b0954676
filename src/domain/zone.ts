/** One zone that needs no formatter, which takes as long to make as the rest of a start; UTC is the other. */
export const TOKYO = 'Asia/Tokyo'
const TOKYO_OFFSET = 9 * 3_600_000
/** Japan has had one offset from here on. */
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

const formats = new Map<string, Intl.DateTimeFormat>()

/** How far the clocks of a zone are ahead of UTC at a moment, in milliseconds. Throws `RangeError` where none is known. */
export function offsetAt(ms: number, zone: string): number {
  if (zone === 'UTC') return 0
  if (zone === TOKYO && ms >= TOKYO_SINCE) return TOKYO_OFFSET
  const parts = formatOf(zone).formatToParts(ms)
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  const shown = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
  return shown - Math.floor(ms / 1000) * 1000
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-GB', { ...FIELDS, timeZone })
  formats.set(timeZone, format)
  return format
}
