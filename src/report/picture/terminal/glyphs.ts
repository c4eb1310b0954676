import type { StepMark } from '../../../domain/incident/incident.ts'
import type { ScopeState } from '../../../domain/log/event.ts'
import type { Picture } from '../../../domain/report/picture.ts'
import type { Stage } from '../../../domain/runbook/runbook.ts'
import type { Paint } from '../../../view/paint.ts'

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
