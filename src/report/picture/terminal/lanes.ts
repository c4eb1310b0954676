import type { TimeSpan } from '../../../domain/incident/spans.ts'
import type { Audience } from '../../../domain/report/audience.ts'
import type { TimelinePicture } from '../../../domain/report/timeline-picture.ts'
import { columnsOf } from '../../../view/columns.ts'
import type { Paint } from '../../../view/paint.ts'
import { deadlineKind } from '../lanes.ts'
import { decisionKind, longestSpans, type PictureWords } from '../mark-words.ts'
import {
  type Charset,
  COUNTED_KINDS,
  GRID,
  MARK_KINDS,
  MARKS,
  type MarkKind,
  MOVABLE_KINDS,
  type Scale,
} from './scale.ts'

export interface LaneContext extends PictureWords {
  readonly audience: Audience
}

/** One line of the timeline: what is drawn in it, and the cell shown in each column (null: nothing). */
export interface TerminalLane {
  readonly label: string
  readonly pieces: readonly Piece[]
  readonly cells: readonly (Cell | null)[]
}

/** If an operation has more assets than this, they share one lane. */
const MAX_ASSET_LANES = 3

type UndrawnLane = Omit<TerminalLane, 'cells'>

/** The lanes that have marks, top to bottom. */
export function terminalLanes(picture: TimelinePicture, scale: Scale, context: LaneContext): TerminalLane[] {
  const { said } = context
  const calls = picture.calls.map(({ at, kind }) => momentPiece(`call-${kind}`, at))
  const decisions = picture.decisions.map((one) => momentPiece(`decision-${decisionKind(one)}`, one.at))
  const undrawn: UndrawnLane[] = [
    { label: said.plan, pieces: planPieces(picture) },
    ...scopeLanes(picture.scope, context),
    { label: said.moments, pieces: picture.moments.map(({ at }) => momentPiece('moment', at)) },
    { label: said.decisions, pieces: decisions },
    { label: said.authorities, pieces: filingPieces(picture) },
    { label: said.notices, pieces: noticePieces(picture) },
    { label: said.promises, pieces: promisePieces(picture) },
    { label: said.calls, pieces: calls },
    ...picture.departments.map((department) => workLane(department, context)),
  ]
  return undrawn
    .filter(({ pieces }) => pieces.length > 0)
    .map((lane) => ({ ...lane, cells: withWorkInProgress(cellsOf(lane.pieces, scale), lane.pieces) }))
}

/** Shows work in progress in the last column, even if other marks share it. */
function withWorkInProgress(cells: readonly (Cell | null)[], pieces: readonly Piece[]): readonly (Cell | null)[] {
  const count = pieces.filter(({ kind }) => kind === 'step-in-progress').length
  return count === 0 ? cells : [...cells.slice(0, -1), { kind: 'step-in-progress', count }]
}

/** A lane for each operation, and for each of its assets, or for all of them if they are many. */
function scopeLanes(
  scope: TimelinePicture['scope'],
  { said, audience, targetName, nameAmong }: LaneContext,
): UndrawnLane[] {
  const stated = scope.map((one) => {
    const [operation = '', asset] = one.target.split(':')
    const pieces = one.spans.map(({ state, from, to }): Piece => ({ kind: `scope-${state}`, from, to }))
    return { operation, asset, pieces }
  })
  const targets = scope.map(({ target }) => target)
  return [...new Set(stated.map(({ operation }) => operation))].flatMap((operation) => {
    const name = targetName(operation)
    // The asset comes first, so that it is seen first; for customers the name is that in notices.
    const assetName = (asset: string) =>
      audience === 'customer' ? targetName(`${operation}:${asset}`) : `${asset} ${name}`
    const own = stated.filter((one) => one.operation === operation)
    const whole = own.filter(({ asset }) => asset === undefined)
    const assets = own.filter(({ asset }) => asset !== undefined)
    const lanes =
      assets.length > MAX_ASSET_LANES
        ? [{ label: said.assets(name, assets.length), pieces: assets.flatMap(({ pieces }) => pieces) }]
        : assets.map(({ asset, pieces }) => ({ label: assetName(asset as string), pieces }))
    return [{ label: nameAmong(operation, targets), pieces: whole.flatMap(({ pieces }) => pieces) }, ...lanes]
  })
}

function workLane(
  { department, work }: TimelinePicture['departments'][number],
  { runbook, text }: LaneContext,
): UndrawnLane {
  const label = runbook.departments[department]?.[text.language] ?? department
  const pieces = work.map(({ state, from, to }): Piece => {
    const kind = `step-${state}` as const
    return state === 'skipped' ? momentPiece(kind, to) : { kind, from, to }
  })
  return { label, pieces }
}

/** The planned time as far as it is in the picture, and how long the halt went on after it. */
function planPieces({ plan, from, to }: TimelinePicture): Piece[] {
  if (plan === null) return []
  const planned = { from: Math.max(from, plan.from), to: Math.min(to, plan.to ?? to) }
  const overrun: Piece[] = plan.overrun === null ? [] : [{ kind: 'overrun', ...plan.overrun }]
  return planned.from < planned.to ? [{ kind: 'planned', ...planned }, ...overrun] : overrun
}

function filingPieces({ filings, to }: TimelinePicture): Piece[] {
  return filings.flatMap(({ submissions, dueAt, kept }) => [
    ...submissions.map(({ at }) => momentPiece('filing-filed', at)),
    ...(dueAt === null || dueAt > to ? [] : [momentPiece(`filing-${deadlineKind(kept, dueAt < to)}`, dueAt)]),
  ])
}

/** How many operations were restricted, in each column the most; blank where nobody knows. */
export function curveLine({ impact: { curve } }: TimelinePicture, scale: Scale): string {
  const most = Array.from({ length: scale.width }, () => -1)
  for (const { restricted, ...span } of curve) {
    const [first, last] = scale.columnsOfSpan(span)
    for (let column = first; column <= last; column++) most[column] = Math.max(most[column] as number, restricted)
  }
  return most.map((count) => (count < 0 ? ' ' : count > 9 ? '+' : String(count))).join('')
}

function noticePieces({ notices }: TimelinePicture): Piece[] {
  return notices.flatMap(({ sent }) =>
    sent.map(({ at, stage, state }) =>
      momentPiece(`notice-${state === 'failed' || state === 'unknown' ? state : stage}`, at),
    ),
  )
}

function promisePieces({ notices }: TimelinePicture): Piece[] {
  return notices.flatMap(({ promised }) =>
    promised.map(({ dueAt, kept }) => momentPiece(kept ? 'promise-kept' : 'promise-missed', dueAt)),
  )
}

function momentPiece(kind: Piece['kind'], at: number): Piece {
  return { kind, from: at, to: at }
}

/** A span with a name; the name of a gap is empty. */
export interface NamedSpan extends TimeSpan {
  readonly name: string
}

/** Abbreviates names that do not fit to letters, from A on; the same name gets the same letter each time. */
export class Letters {
  private readonly letterOf = new Map<string, string>()

  of(name: string): string {
    const letter = this.letterOf.get(name) ?? String.fromCharCode(65 + (this.letterOf.size % 26))
    this.letterOf.set(name, letter)
    return letter
  }

  meanings(): string[] {
    return [...this.letterOf].map(([name, letter]) => `${letter} ${name}`)
  }
}

/** Draws spans as `|name`; a name that does not fit becomes a letter. */
export function namedLine(spans: readonly NamedSpan[], scale: Scale, letters: Letters, paint: Paint): string {
  const shown = longestSpans(spans, scale.width)
  const starts = startsOf(shown, scale)
  const parts = shown.map(({ name }, i) => {
    const room = (starts[i + 1] ?? scale.width) - (starts[i] ?? 0)
    const columns = columnsOf(name)
    if (columns === 0) return '|'.padEnd(room)
    if (room === 1) return paint.strong(columns === 1 ? name : letters.of(name))
    const words = columns < room ? name : letters.of(name)
    return `|${paint.strong(words)}${' '.repeat(room - 1 - columnsOf(words))}`
  })
  return `${' '.repeat(starts[0] ?? 0)}${parts.join('')}`.trimEnd()
}

/** Gives each span a start column of its own, however short it is: later spans move right; at the end, earlier ones left. */
function startsOf(spans: readonly NamedSpan[], { columnAt, width }: Scale): number[] {
  let next = 0
  return spans.map(({ from }, i) => {
    const start = Math.min(Math.max(columnAt(from), next), width - (spans.length - i))
    next = start + 1
    return start
  })
}

/** Something to draw in a lane. A moment is a span that ends when it begins. */
export interface Piece extends TimeSpan {
  readonly kind: MarkKind
}

/** What a column shows: the most important kind in it, and how many pieces of that kind there are. */
export interface Cell {
  readonly kind: MarkKind
  readonly count: number
}

/** The cell of each column; null where there is nothing to show. */
export function cellsOf(pieces: readonly Piece[], scale: Scale): readonly (Cell | null)[] {
  const columns = Array.from({ length: scale.width }, () => new Map<MarkKind, number>())
  for (const { kind, ...span } of pieces) {
    const [first, last] = scale.columnsOfSpan(span)
    for (const column of columns.slice(first, last + 1)) column.set(kind, (column.get(kind) ?? 0) + 1)
  }
  return spreadCovered(columns.map((column) => MARK_KINDS.flatMap((kind) => cellOf(kind, column.get(kind)))))
}

function cellOf(kind: MarkKind, count = 0): Cell[] {
  return count === 0 ? [] : [{ kind, count }]
}

/** The top cell of each column. A movable cell that it covers moves to the next or previous column if that is free. */
function spreadCovered(columns: readonly (readonly Cell[])[]): (Cell | null)[] {
  const shown = columns.map(([cell]) => cell ?? null)
  for (const [column, [, ...covered]] of columns.entries())
    for (const cell of covered.filter(({ kind }) => MOVABLE_KINDS.has(kind))) {
      const free = [column + 1, column - 1].find((place) => shown[place] === null)
      if (free !== undefined) shown[free] = cell
    }
  return shown
}

/** Whether the column shows a count instead of a mark. */
export function isCounted(cell: Cell): boolean {
  return cell.count > 1 && COUNTED_KINDS.has(cell.kind)
}

/** The mark of a cell, or how many pieces share it; `+` for ten and more. */
function glyphOf(cell: Cell, charset: Charset): string {
  if (!isCounted(cell)) return MARKS[cell.kind][charset]
  return cell.count > 9 ? '+' : String(cell.count)
}

/** Draws a lane without trailing blanks; grid lines show between its marks. */
export function drawLane(cells: readonly (Cell | null)[], scale: Scale, charset: Charset, paint: Paint): string {
  const ticks = new Set(scale.ticks.map(({ column }) => column))
  const parts: { tint: keyof Paint | null; text: string }[] = []
  for (const [column, cell] of cells.entries()) {
    const isTick = cell === null && ticks.has(column)
    const tint = cell === null ? (isTick ? 'faint' : null) : MARKS[cell.kind].tint
    const text = cell === null ? (isTick ? GRID[charset] : ' ') : glyphOf(cell, charset)
    const last = parts.at(-1)
    if (last?.tint === tint) last.text += text
    else parts.push({ tint, text })
  }
  return parts
    .map(({ tint, text }) => (tint === null ? text : paint[tint](text)))
    .join('')
    .trimEnd()
}
