import type { StepMark } from '../../../domain/incident/incident.ts'
import type { TimeSpan } from '../../../domain/incident/spans.ts'
import type { ScopeState } from '../../../domain/log/event.ts'
import type { TimelinePicture } from '../../../domain/report/timeline-picture.ts'
import type { Stage } from '../../../domain/runbook/runbook.ts'
import type { Paint } from '../../../view/paint.ts'
import { type Tick, timeAxis } from '../axis.ts'

/** Columns of a tick label and a blank. */
const LABEL_COLUMNS = 6
/** Columns that a tick at the start needs: its label begins at the edge instead of being centred, so it takes more room. */
const START_COLUMNS = LABEL_COLUMNS + 3

export interface Scale {
  readonly width: number
  readonly columnAt: (ms: number) => number
  /** The first and last column of a span, which covers at least one. */
  readonly columnsOfSpan: (span: TimeSpan) => readonly [first: number, last: number]
  readonly ticks: readonly (Tick & { readonly column: number })[]
}

/** Scales a span to `width` columns, with as many ticks as have room for their labels, but at least one. */
export function scaleOf(span: TimeSpan, width: number): Scale {
  const column = (x: number) => Math.min(width - 1, Math.floor(x))
  let count = Math.max(1, Math.floor(width / LABEL_COLUMNS))
  let axis = timeAxis(span, [0, width], count, START_COLUMNS)
  const isCrowded = () => axis.ticks.some(({ x }, i) => x - (axis.ticks[i - 1]?.x ?? -LABEL_COLUMNS) < LABEL_COLUMNS)
  while (count > 1 && isCrowded()) {
    count -= 1
    axis = timeAxis(span, [0, width], count, START_COLUMNS)
  }
  const shown = isCrowded() ? axis.ticks.slice(0, 1) : axis.ticks
  return {
    width,
    columnAt: (ms) => column(axis.x(ms)),
    columnsOfSpan: ({ from, to }) => {
      const first = column(axis.x(from))
      return [first, Math.max(first, Math.ceil(axis.x(to)) - 1)]
    },
    ticks: shown.map((tick) => ({ ...tick, column: column(tick.x) })),
  }
}

/** Two lines with the days and times of the ticks, each label centred on its tick if edges and neighbours allow. */
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

export type Charset = 'unicode' | 'ascii'

type Glyph = Readonly<Record<Charset, string>>

/** What a mark stands for: a state of the scope, a step, a notice, a promised report, a call. */
export type MarkKind =
  | `scope-${ScopeState}`
  | `step-${StepMark['state']}`
  | `notice-${Stage | 'failed' | 'unknown'}`
  | `promise-${'kept' | 'missed'}`
  | `call-${TimelinePicture['calls'][number]['kind']}`

interface Mark extends Glyph {
  readonly tint: keyof Paint | null
}

/**
 * The mark of each kind; colours only add to the shapes. Each character takes one column on every terminal: none has
 * ambiguous width (UAX #11) or is rendered as an emoji. Within a lane, kinds listed earlier here cover later ones.
 */
export const MARKS: Readonly<Record<MarkKind, Mark>> = {
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
  'notice-retraction': { unicode: '⌀', ascii: 'r', tint: 'alarm' },
  'notice-correction': { unicode: '✎', ascii: 'c', tint: 'strong' },
  'notice-scheduled': { unicode: '◌', ascii: '<', tint: null },
  'notice-update': { unicode: '◦', ascii: 'o', tint: null },
  'promise-missed': { unicode: '✗', ascii: 'X', tint: 'alarm' },
  'promise-kept': { unicode: '✓', ascii: 'v', tint: 'good' },
  'call-raised': { unicode: '▴', ascii: '^', tint: 'alarm' },
  'call-reached': { unicode: '✦', ascii: '*', tint: 'good' },
  'call-tried': { unicode: '✧', ascii: ',', tint: null },
}

/** All kinds, the most important first. */
export const MARK_KINDS = Object.keys(MARKS) as readonly MarkKind[]

/** Kinds that are shown as a count if several share a column. */
export const COUNTED_KINDS: ReadonlySet<MarkKind> = new Set(['notice-update', 'promise-kept', 'call-tried'])

/** Kinds that move to a free neighbouring column if another mark covers them. */
export const MOVABLE_KINDS: ReadonlySet<MarkKind> = new Set([
  'notice-unknown',
  'notice-resumption',
  'notice-first',
  'notice-final',
  'call-reached',
])

/** The characters of the time axis, and of the lines below its ticks. */
export const TICK: Glyph = { unicode: '╷', ascii: '+' }
export const AXIS: Glyph = { unicode: '╌', ascii: '-' }
export const GRID: Glyph = { unicode: '╎', ascii: "'" }
