import type { StepMark } from '../../../domain/incident/incident.ts'
import type { ScopeState } from '../../../domain/log/event.ts'
import type { Span } from '../../../domain/report/history.ts'
import type { Picture } from '../../../domain/report/picture.ts'
import type { Stage } from '../../../domain/runbook/runbook.ts'
import type { Paint } from '../../../view/paint.ts'
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

/** Which characters a terminal can show. */
export type Charset = 'unicode' | 'ascii'

type Glyph = Readonly<Record<Charset, string>>

export type Kind =
  | `scope-${ScopeState}`
  | `step-${StepMark['state']}`
  | `notice-${Stage | 'failed' | 'unknown'}`
  | `promise-${'kept' | 'missed'}`
  | `call-${Picture['calls'][number]['kind']}`

interface Mark extends Glyph {
  readonly tint: keyof Paint | null
}

/**
 * What stands for what. Shapes tell kinds apart, colours say it once more. Each character takes one column on every
 * terminal: none is of ambiguous width (UAX #11), and none is drawn as an emoji. Within a lane, what stands earlier here
 * covers what stands later.
 */
export const MARKS: Readonly<Record<Kind, Mark>> = {
  'scope-stopped': { unicode: '⣿', ascii: '#', tint: 'alarm' },
  'scope-cancel-only': { unicode: '░', ascii: '%', tint: 'strong' },
  'scope-post-only': { unicode: '╍', ascii: '&', tint: 'strong' },
  'scope-limited': { unicode: '⠶', ascii: ':', tint: 'strong' },
  'scope-open': { unicode: '.', ascii: '.', tint: 'good' },
  'step-skipped': { unicode: '⊘', ascii: '/', tint: 'alarm' },
  'step-done': { unicode: '▰', ascii: '=', tint: 'good' },
  'step-declined': { unicode: '▭', ascii: '_', tint: null },
  'step-in-progress': { unicode: '▱', ascii: '~', tint: null },
  'notice-failed': { unicode: '!', ascii: '!', tint: 'alarm' },
  'notice-unknown': { unicode: '?', ascii: '?', tint: 'alarm' },
  'notice-resumption': { unicode: '▸', ascii: '>', tint: 'good' },
  'notice-first': { unicode: '◉', ascii: '@', tint: 'strong' },
  'notice-final': { unicode: '▮', ascii: ']', tint: 'strong' },
  'notice-scheduled': { unicode: '◌', ascii: '<', tint: null },
  'notice-update': { unicode: '◦', ascii: 'o', tint: null },
  'promise-missed': { unicode: '✗', ascii: 'X', tint: 'alarm' },
  'promise-kept': { unicode: '✓', ascii: 'v', tint: 'good' },
  'call-raised': { unicode: '▴', ascii: '^', tint: 'alarm' },
  'call-reached': { unicode: '✦', ascii: '*', tint: 'good' },
  'call-tried': { unicode: '✧', ascii: ',', tint: null },
}

export const KINDS = Object.keys(MARKS) as readonly Kind[]

/** Where several of these and nothing else share a column, their number stands there. */
export const COUNTED: ReadonlySet<Kind> = new Set(['notice-update', 'promise-kept', 'call-tried'])

/** What moves to the next column where it is free, and something else covers it. */
export const MOVABLE: ReadonlySet<Kind> = new Set([
  'notice-unknown',
  'notice-resumption',
  'notice-first',
  'notice-final',
  'call-reached',
])

export const TICK: Glyph = { unicode: '╷', ascii: '+' }
export const AXIS: Glyph = { unicode: '╌', ascii: '-' }
export const GRID: Glyph = { unicode: '╎', ascii: "'" }
