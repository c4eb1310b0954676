import { scaleTime } from 'd3-scale'

export interface Tick {
  readonly x: number
  /** `22:05` */
  readonly time: string
  /** `11/24` where a day is first seen; null elsewhere. */
  readonly day: string | null
}

/**
 * Where times stand between two places, and about `count` ticks at round times of the zone. The beginning is marked as
 * well where `room`, what a label takes, is free before the first of them.
 */
export function timeAxis(
  span: { readonly from: number; readonly to: number },
  range: readonly [number, number],
  count: number,
  room = 44,
): { readonly x: (ms: number) => number; readonly ticks: readonly Tick[] } {
  const from = span.from
  const to = Math.max(span.to, from + 60_000)
  const scale = scaleTime()
    .domain([new Date(from), new Date(to)])
    .range(range)
    .clamp(true)
  const x = (ms: number) => Math.round(scale(new Date(ms)) * 10) / 10
  const whole = scale.ticks(count).filter((date) => date.getMilliseconds() === 0 && date.getSeconds() === 0)
  const begins = whole[0] === undefined || x(whole[0].getTime()) - range[0] >= room ? [new Date(from)] : []
  const shown = [...begins, ...whole]
  const ticks = shown.map((date, i) => ({
    x: x(date.getTime()),
    time: `${two(date.getHours())}:${two(date.getMinutes())}`,
    day: dayOf(shown[i - 1]) === dayOf(date) ? null : dayOf(date),
  }))
  return { x, ticks }
}

function dayOf(date: Date | undefined): string {
  return date === undefined ? '' : `${two(date.getMonth() + 1)}/${two(date.getDate())}`
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}
