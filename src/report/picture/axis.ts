import { scaleTime } from 'd3-scale'
import type { Span } from '../../domain/report/history.ts'
import type { Picture } from '../../domain/report/picture.ts'

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

export interface UnevenAxis {
  readonly x: (ms: number) => number
  readonly ticks: readonly Tick[]
  /** Places between which less room is given to the same time. */
  readonly narrow: readonly (readonly [left: number, right: number])[]
}

/** What part of the room is for what came long before, and long after. */
const BEFORE = 0.12
const AFTER = 0.2
const TICKS = 8
/** What a label takes. */
const LABEL = 44

/** Where times stand in a picture: what came long before the halt or after it, where much did, has less room. */
export function unevenAxis(picture: Picture, [left, right]: readonly [number, number]): UnevenAxis {
  const { from, to } = picture
  const eventful = eventfulSpan(picture)
  const width = right - left
  const begin = eventful.from > from ? left + width * BEFORE : left
  const end = eventful.to < to ? right - width * AFTER : right
  const parts = [
    { span: { from, to: eventful.from }, range: [left, begin] },
    { span: eventful, range: [begin, end] },
    { span: { from: eventful.to, to }, range: [end, right] },
  ] as const
  const axes = parts
    .filter(({ range: [a, b] }) => a < b)
    .map(({ span, range }) => {
      const count = Math.round((TICKS * (range[1] - range[0])) / width)
      return { until: span.to, ...timeAxis(span, range, count) }
    })
  return {
    x: (ms) => (axes.find(({ until }) => ms <= until) ?? axes.at(-1))?.x(ms) ?? left,
    ticks: spaced(axes.flatMap(({ ticks }) => ticks)),
    narrow: [...(begin > left ? [[left, begin] as const] : []), ...(end < right ? [[end, right] as const] : [])],
  }
}

/** Those whose labels touch none before; each day is said once. */
function spaced(ticks: readonly Tick[]): Tick[] {
  const kept: Tick[] = []
  for (const tick of ticks) if (tick.x - (kept.at(-1)?.x ?? Number.NEGATIVE_INFINITY) >= LABEL) kept.push(tick)
  return kept
}

const LEAST = 10 * 60_000
const MARGIN = 0.15

/**
 * When most of it happened: from a little before the first restriction to some time after the last one ended, in
 * milliseconds. Where no more time passed before it, or after it, than in it, that is a part of it.
 */
export function eventfulSpan({ from, to, scope }: Picture): Span {
  const restricted = scope.flatMap(({ spans }) => spans.filter(({ state }) => state !== 'open'))
  if (restricted.length === 0) return { from, to }
  const first = Math.min(...restricted.map((span) => span.from))
  const last = Math.max(...restricted.map((span) => span.to))
  const margin = Math.max(LEAST, (last - first) * MARGIN)
  const [begin, end] = [first - margin, last + margin]
  return {
    from: begin - from > end - begin ? begin : from,
    to: to - end > end - begin ? end : to,
  }
}
