import { scaleTime } from 'd3-scale'
import type { TimeSpan } from '../../domain/incident/spans.ts'
import { noticeOutcomes } from '../../domain/report/impact.ts'
import type { TimelinePicture } from '../../domain/report/timeline-picture.ts'
import type { PictureContext } from './lanes.ts'

export interface Tick {
  /** The horizontal position, in the units of the axis: pixels, or columns of a terminal. */
  readonly x: number
  /** `22:05` */
  readonly time: string
  /** `11/24` on the first tick of a day; null on the others. */
  readonly day: string | null
}

/**
 * Maps times to `range`, with about `count` ticks at round times of the process's zone, which is the incident's. The start
 * gets a tick if `labelWidth` is free before the first round one. A span under a minute is drawn as a minute.
 */
export function timeAxis(
  span: { readonly from: number; readonly to: number },
  range: readonly [number, number],
  count: number,
  labelWidth = LABEL_WIDTH,
): { readonly x: (ms: number) => number; readonly ticks: readonly Tick[] } {
  const from = span.from
  const to = Math.max(span.to, from + 60_000)
  const scale = scaleTime()
    .domain([new Date(from), new Date(to)])
    .range(range)
    .clamp(true)
  const x = (ms: number) => Math.round(scale(new Date(ms)) * 10) / 10
  const roundTicks = scale.ticks(count).filter((date) => date.getMilliseconds() === 0 && date.getSeconds() === 0)
  const startTick =
    roundTicks[0] === undefined || x(roundTicks[0].getTime()) - range[0] >= labelWidth ? [new Date(from)] : []
  const shown = [...startTick, ...roundTicks]
  const ticks = shown.map((date, i) => ({
    x: x(date.getTime()),
    time: `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`,
    day: dayOf(shown[i - 1]) === dayOf(date) ? null : dayOf(date),
  }))
  return { x, ticks }
}

/** `11/24`; empty for no date. */
function dayOf(date: Date | undefined): string {
  return date === undefined ? '' : `${twoDigits(date.getMonth() + 1)}/${twoDigits(date.getDate())}`
}

function twoDigits(n: number): string {
  return String(n).padStart(2, '0')
}

export interface UnevenAxis {
  /** The horizontal position of a time, in pixels. */
  readonly x: (ms: number) => number
  readonly ticks: readonly Tick[]
  /** Ranges in which the same time takes less room. */
  readonly narrow: readonly (readonly [left: number, right: number])[]
}

/** The shares of the width for the time long before and long after the halt. */
const SHARE_BEFORE = 0.12
const SHARE_AFTER = 0.2
const TICKS = 8
/** Width of a tick label in pixels. */
const LABEL_WIDTH = 44

/** Maps times to positions between `left` and `right`; long stretches before and after the halt are compressed. */
export function unevenAxis(picture: TimelinePicture, [left, right]: readonly [number, number]): UnevenAxis {
  const { from, to } = picture
  const eventful = eventfulSpan(picture)
  const width = right - left
  const begin = eventful.from > from ? left + width * SHARE_BEFORE : left
  const end = eventful.to < to ? right - width * SHARE_AFTER : right
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
    ticks: withoutOverlaps(axes.flatMap(({ ticks }) => ticks)),
    narrow: [...(begin > left ? [[left, begin] as const] : []), ...(end < right ? [[end, right] as const] : [])],
  }
}

/** The picture in a sentence, for screen readers and above the lanes. */
export function pictureSummary(
  { from, to, notices, departments, unstated }: TimelinePicture,
  context: Omit<PictureContext, 'x'>,
): string {
  const counts = noticeOutcomes(notices.flatMap(({ sent }) => sent))
  const workCount = departments.flatMap(({ work }) => work).length
  const { said, formatTime, text, unstatedName } = context
  const unknown = unstated.length === 0 ? null : text.words.unstated(unstated.map(unstatedName))
  return said.summary(formatTime(from), formatTime(to), counts, workCount, unknown)
}

/** The longest spans, at most `count`, in their original order. */
export function longestSpans<T extends TimeSpan>(spans: readonly T[], count: number): readonly T[] {
  const kept = new Set([...spans].sort((a, b) => b.to - b.from - (a.to - a.from)).slice(0, count))
  return spans.filter((span) => kept.has(span))
}

function withoutOverlaps(ticks: readonly Tick[]): Tick[] {
  const kept: Tick[] = []
  for (const tick of ticks) if (tick.x - (kept.at(-1)?.x ?? Number.NEGATIVE_INFINITY) >= LABEL_WIDTH) kept.push(tick)
  return kept
}

const MIN_MARGIN_MS = 10 * 60_000
const MARGIN_SHARE = 0.15

/**
 * The span of most of the incident, in milliseconds: from shortly before the first restriction to shortly after the last.
 * It extends to the start or end of the picture if that side is no longer; without restrictions, it is the whole.
 */
export function eventfulSpan({ from, to, scope }: TimelinePicture): TimeSpan {
  const restricted = scope.flatMap(({ spans }) => spans.filter(({ state }) => state !== 'open'))
  if (restricted.length === 0) return { from, to }
  const first = Math.min(...restricted.map((span) => span.from))
  const last = Math.max(...restricted.map((span) => span.to))
  const margin = Math.max(MIN_MARGIN_MS, (last - first) * MARGIN_SHARE)
  const [begin, end] = [first - margin, last + margin]
  return { from: begin - from > end - begin ? begin : from, to: to - end > end - begin ? end : to }
}
