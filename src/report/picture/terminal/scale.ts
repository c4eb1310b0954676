import type { Span } from '../../../domain/report/spans.ts'
import { type Tick, timeAxis } from '../axis.ts'

/** A label of a tick and a blank. */
const LABEL = 6

/** Where times lie in columns. */
export interface Scale {
  readonly width: number
  /** The column that a moment lies in. */
  readonly at: (ms: number) => number
  /** The first and the last column that a span lies in; one at least. */
  readonly over: (span: Span) => readonly [first: number, last: number]
  readonly ticks: readonly (Tick & { readonly column: number })[]
}

/** Times on `width` columns, with as many ticks as leave room for the label of each. */
export function scaleOf(span: Span, width: number): Scale {
  const column = (x: number) => Math.min(width - 1, Math.floor(x))
  let count = Math.max(1, Math.floor(width / LABEL))
  let axis = timeAxis(span, [0, width], count, LABEL + 3)
  const isCrowded = () => axis.ticks.some(({ x }, i) => x - (axis.ticks[i - 1]?.x ?? -LABEL) < LABEL)
  while (count > 1 && isCrowded()) {
    count -= 1
    axis = timeAxis(span, [0, width], count, LABEL + 3)
  }
  const shown = isCrowded() ? axis.ticks.slice(0, 1) : axis.ticks
  return {
    width,
    at: (ms) => column(axis.x(ms)),
    over: ({ from, to }) => {
      const first = column(axis.x(from))
      return [first, Math.max(first, Math.ceil(axis.x(to)) - 1)]
    },
    ticks: shown.map((tick) => ({ ...tick, column: column(tick.x) })),
  }
}

/** The days and times of the ticks, each over its tick as far as the edges and its neighbours let it be. */
export function tickLabels({ ticks, width }: Scale): readonly [days: string, times: string] {
  let [days, times] = ['', '']
  const put = (line: string, label: string, column: number) => {
    const start = Math.max(0, Math.min(column - 2, width - label.length))
    const free = line === '' ? start : Math.max(start, line.length + 1)
    return line !== '' && free + label.length > width ? line : line.padEnd(free) + label
  }
  for (const { column, day, time } of ticks) {
    if (day !== null) days = put(days, day, column)
    times = put(times, time, column)
  }
  return [days, times]
}
