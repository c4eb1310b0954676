import type { StepMark } from '../../../domain/incident/incident.ts'
import type { TimeSpan } from '../../../domain/incident/spans.ts'
import type { ScopeState } from '../../../domain/log/event.ts'
import type { TimelinePicture } from '../../../domain/report/timeline-picture.ts'
import type { Stage } from '../../../domain/runbook/runbook.ts'
import type { Paint } from '../../../view/paint.ts'
import type { PictureText } from '../../words.en.ts'
import type { DecisionKind } from '../mark-words.ts'
import { COLUMNS, type QuietStretch, type Tick, timeScale } from '../time-scale.ts'

export interface Scale {
  readonly width: number
  readonly columnAt: (ms: number) => number
  /** The first and last column of a span, which covers at least one. */
  readonly columnsOfSpan: (span: TimeSpan) => readonly [first: number, last: number]
  readonly ticks: readonly (Tick & { readonly column: number })[]
  readonly quiet: readonly QuietStretch[]
}

/** The scale of a picture in `width` columns. */
export function scaleOf(picture: TimelinePicture, width: number): Scale {
  const { x, ticks, quiet } = timeScale(picture, width, COLUMNS)
  const columnAt = (ms: number) => Math.min(width - 1, Math.floor(x(ms)))
  return {
    width,
    columnAt,
    columnsOfSpan: ({ from, to }) => [columnAt(from), Math.max(columnAt(from), Math.ceil(x(to)) - 1)],
    ticks: ticks.map((tick) => ({ ...tick, column: Math.min(width - 1, Math.floor(tick.x)) })),
    quiet,
  }
}

/** Two lines with the days and times of the ticks, each label centred on its tick if edges and neighbours allow. */
export function tickLabels({ ticks, width }: Scale, said: PictureText): readonly [days: string, times: string] {
  let [days, times] = ['', '']
  const put = (line: string, label: string, column: number) => {
    const start = Math.max(0, Math.min(column - 2, width - label.length))
    const free = line === '' ? start : Math.max(start, line.length + 1)
    return line !== '' && free + label.length > width ? line : line.padEnd(free) + label
  }
  for (const { column, day, time } of ticks) {
    if (day !== null) days = put(days, said.day(day), column)
    times = put(times, time, column)
  }
  return [days, times]
}

export type Charset = 'unicode' | 'ascii'

type Glyph = Readonly<Record<Charset, string>>

/** What a mark stands for: the plan, a state of the scope, a decision, a report to an authority, a step, a notice, … */
export type MarkKind =
  | 'planned'
  | 'overrun'
  | `scope-${ScopeState}`
  | 'moment'
  | `decision-${DecisionKind}`
  | `filing-${'filed' | 'kept' | 'missed' | 'open'}`
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
  overrun: { unicode: '⣤', ascii: '$', tint: 'alarm' },
  planned: { unicode: '⠤', ascii: '-', tint: null },
  'scope-stopped': { unicode: '⣿', ascii: '#', tint: 'alarm' },
  'scope-cancel-only': { unicode: '░', ascii: '%', tint: 'strong' },
  'scope-post-only': { unicode: '╍', ascii: '&', tint: 'strong' },
  'scope-limited': { unicode: '⠶', ascii: ':', tint: 'strong' },
  'scope-open': { unicode: '.', ascii: '.', tint: 'good' },
  moment: { unicode: '❖', ascii: 'K', tint: 'strong' },
  'decision-reopened': { unicode: '⇣', ascii: 'n', tint: 'alarm' },
  'decision-closed': { unicode: '∎', ascii: 'e', tint: 'strong' },
  'decision-declared': { unicode: '⚑', ascii: 'd', tint: 'strong' },
  'decision-planned': { unicode: '⚐', ascii: 'P', tint: 'strong' },
  'decision-begun': { unicode: '▹', ascii: 'b', tint: 'strong' },
  'decision-lifted': { unicode: '⇡', ascii: 'l', tint: 'good' },
  'decision-type': { unicode: '⇄', ascii: 't', tint: 'strong' },
  'decision-severity': { unicode: '⇅', ascii: 's', tint: 'strong' },
  'decision-scope': { unicode: '◧', ascii: 'p', tint: 'strong' },
  'filing-missed': { unicode: '⊠', ascii: 'm', tint: 'alarm' },
  'filing-filed': { unicode: '⊞', ascii: 'f', tint: 'strong' },
  'filing-kept': { unicode: '⊡', ascii: 'k', tint: 'good' },
  'filing-open': { unicode: '⊟', ascii: 'u', tint: null },
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
export const COUNTED_KINDS: ReadonlySet<MarkKind> = new Set([
  'moment',
  'decision-scope',
  'notice-update',
  'promise-kept',
  'call-tried',
])

/** Kinds that move to a free neighbouring column if another mark covers them. */
export const MOVABLE_KINDS: ReadonlySet<MarkKind> = new Set([
  'decision-declared',
  'decision-planned',
  'decision-begun',
  'decision-lifted',
  'decision-closed',
  'decision-type',
  'decision-severity',
  'decision-scope',
  'filing-filed',
  'notice-unknown',
  'notice-resumption',
  'notice-first',
  'notice-final',
  'call-reached',
])

/** The characters of the time axis, of its quiet stretches, and of the lines below its ticks. */
export const TICK: Glyph = { unicode: '╷', ascii: '+' }
export const AXIS: Glyph = { unicode: '╌', ascii: '-' }
export const QUIET = '/'
export const GRID: Glyph = { unicode: '╎', ascii: "'" }
