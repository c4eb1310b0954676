import { columnsOf } from '../../view/columns.ts'
import { clipToColumns } from '../../view/wrap.ts'
import { type Shape, textElement, titled } from './shapes.ts'

/** Something at one moment, drawn as a shape with a few words beside it. */
export interface Point {
  readonly x: number
  /** Points of one kind can be drawn as one. */
  readonly kind: string
  readonly shape: Shape
  /** Empty if the shape says enough. */
  readonly words: string
  readonly meaning: () => string
  readonly isKey: boolean
}

interface PlacedPoint {
  readonly first: Point
  readonly row: number
  readonly words: string
  /** Whether the words stand to the left of the shape. */
  readonly isLeft: boolean
  readonly meanings: string[]
  count: number
  isKey: boolean
}

/** Height of a row of points. */
const ROW = 16
const HALF = 7
/** Between a shape and its words. */
const SPACE = 2
/** About the width of a column of text beside a shape, at the 13.5 pixels that it has in print. */
export const COLUMN = 7.5
/** How long the words are at most, in columns: as long as there is room in some row, else shorter. */
const MAX_WORDS = [100, 60, 48, 36]
/** How far from a point another of its kind can be drawn as one with it, in pixels. */
const NEAR = 24
/** How many of the points that are drawn as one are named. */
const NAMED = 3

/** How many rows a lane has as long as words can be left out, and points of one kind drawn as one. */
const MAX_ROWS = 4

/**
 * Puts points into rows so that none hides another. Where there is no room for the words, the shape stands alone; where there is
 * none for the shape either, it is drawn as one with the last of its kind, with their number.
 */
export function drawPoints(
  points: readonly Point[],
  width: number,
  more: (count: number) => string,
  rows = MAX_ROWS,
): { readonly height: number; readonly hasKey: boolean; readonly content: string } {
  const placed: PlacedPoint[] = []
  const ends: number[] = []
  const last: PlacedPoint[] = []
  for (const point of [...points].sort((a, b) => a.x - b.x)) {
    const spot = spotFor(point, ends, width)
    if (spot === null) {
      const near = last.find(isNear(point)) as PlacedPoint
      near.count += 1
      near.isKey ||= point.isKey
      if (near.meanings.length < NAMED) near.meanings.push(point.meaning())
      ends[near.row] = Math.max(ends[near.row] as number, near.first.x + HALF + 3 * COLUMN)
      continue
    }
    const { row, end, words, isLeft } = spot
    const one = { first: point, row, words, isLeft, meanings: [point.meaning()], count: 1, isKey: point.isKey }
    placed.push(one)
    ends[row] = end
    last[row] = one
  }
  return {
    height: 6 + ROW * Math.max(1, ends.length),
    hasKey: placed.some(({ isKey }) => isKey),
    content: placed.map((one) => drawPoint(one, more)).join(''),
  }

  /** Where a point fits, with its words if possible; null if only in the place of one of its kind. */
  function spotFor(point: Point, taken: readonly number[], within: number) {
    const lengths = point.words === '' ? [] : MAX_WORDS.map((most) => clipToColumns(point.words, most))
    const options = [
      ...lengths.map(withWords).filter(isInside),
      { words: '', isLeft: false, left: point.x - HALF, end: point.x + HALF },
    ]
    for (const { left, ...option } of options)
      for (let row = 0; row < rows; row++)
        if ((taken[row] ?? Number.NEGATIVE_INFINITY) <= left) return { row, ...option }
    if (last.some(isNear(point))) return null
    const free = taken.findIndex((end) => end <= point.x - HALF)
    return { row: free < 0 ? taken.length : free, words: '', isLeft: false, end: point.x + HALF }

    function isInside({ isLeft, left }: ReturnType<typeof withWords>): boolean {
      return !isLeft || left >= 0
    }

    function withWords(words: string) {
      const room = columnsOf(words) * COLUMN + 2 * SPACE + 2
      const isLeft = point.x + HALF + room > within
      return { words, isLeft, left: point.x - HALF - (isLeft ? room : 0), end: point.x + HALF + (isLeft ? 0 : room) }
    }
  }
}

/** Whether one is of the same kind, and near enough that both can be drawn in its place. */
function isNear({ kind, x }: Point): (one: PlacedPoint) => boolean {
  return ({ first }) => first.kind === kind && x - first.x < NEAR
}

function drawPoint(
  { first, row, words, isLeft, meanings, count, isKey }: PlacedPoint,
  more: (count: number) => string,
) {
  const { x, shape } = first
  const y = 11 + row * ROW
  const beside = count > 1 ? `×${count}` : words
  const label =
    beside === ''
      ? ''
      : isLeft
        ? textElement(x - HALF - SPACE, y + 4, 'beside', beside, 'end')
        : textElement(x + HALF + SPACE, y + 4, 'beside', beside)
  const rest = count > meanings.length ? [more(count - meanings.length)] : []
  return titled(shape(x, y) + label, [...meanings, ...rest].join('; '), isKey ? 'key' : 'minor')
}
