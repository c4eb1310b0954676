import type { Span } from '../../../domain/report/spans.ts'
import type { Paint } from '../../../view/paint.ts'
import { type Charset, COUNTED, GRID, KINDS, type Kind, MARKS, MOVABLE } from './glyphs.ts'
import type { Scale } from './scale.ts'

export interface Piece extends Span {
  readonly kind: Kind
}

/** What is seen in a column: the most important of what lies in it, and how many of that kind there are. */
export interface Cell {
  readonly kind: Kind
  readonly count: number
}

export function cellsOf(pieces: readonly Piece[], scale: Scale): readonly (Cell | null)[] {
  const columns = Array.from({ length: scale.width }, () => new Map<Kind, number>())
  for (const { kind, ...span } of pieces) {
    const [first, last] = scale.over(span)
    for (const column of columns.slice(first, last + 1)) column.set(kind, (column.get(kind) ?? 0) + 1)
  }
  return apart(columns.map((column) => KINDS.flatMap((kind) => cellOf(kind, column.get(kind)))))
}

function cellOf(kind: Kind, count = 0): Cell[] {
  return count === 0 ? [] : [{ kind, count }]
}

/** The first cell of each column; what it covers moves to the next column, or the one before, where that is free. */
function apart(columns: readonly (readonly Cell[])[]): (Cell | null)[] {
  const seen = columns.map(([cell]) => cell ?? null)
  for (const [column, [, ...covered]] of columns.entries())
    for (const cell of covered.filter(({ kind }) => MOVABLE.has(kind))) {
      const free = [column + 1, column - 1].find((place) => seen[place] === null)
      if (free !== undefined) seen[free] = cell
    }
  return seen
}

/** Whether a number stands in a column. */
export function isCounted(cell: Cell): boolean {
  return cell.count > 1 && COUNTED.has(cell.kind)
}

function glyphOf(cell: Cell, charset: Charset): string {
  if (!isCounted(cell)) return MARKS[cell.kind][charset]
  return cell.count > 9 ? '+' : String(cell.count)
}

/** A lane as it is drawn, without blanks at its end; between its marks the ticks go on. */
export function drawn(cells: readonly (Cell | null)[], scale: Scale, charset: Charset, paint: Paint): string {
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
