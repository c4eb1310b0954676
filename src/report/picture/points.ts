import { columnsOf } from '../../view/columns.ts'
import { clipToColumns, wrapText } from '../../view/wrap.ts'
import type { PictureWords } from './mark-words.ts'
import { type Shape, textIn, titled } from './shapes.ts'

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

interface PlacedPoint extends Spot {
  readonly first: Point
  readonly meanings: string[]
  count: number
  isKey: boolean
}

/** Where a point is drawn, and its words beside it. */
interface Spot {
  /** The first row that it takes, one for each line of its words. */
  readonly row: number
  readonly lines: readonly string[]
  /** Whether the words stand to the left of the shape. */
  readonly isLeft: boolean
}

/** What a point takes: its words in some lines, and from where to where, in pixels. */
interface Option extends Omit<Spot, 'row'> {
  readonly left: number
  readonly end: number
}

/** Height of a row of points. */
const ROW = 16
const HALF = 7
/** Between a shape and its words. */
const SPACE = 2
/** About the width of a column of text beside a shape, at the 13.5 pixels that it has in print. */
export const COLUMN = 7.5
/** The same of key moments, whose words are bold. */
const BOLD_COLUMN = 8.7
/** How long a line of words is at most, in columns: as long as there is room in some row, else shorter, in more lines. */
const LONGEST_LINE = 100
const LINE_COLUMNS = [LONGEST_LINE, 60, 48, 36]
/** What needs more lines than these is cut. */
const MOST_LINES = 5
/** What a cut leaves of a character. */
const HALF_A_PAIR = /[\ud800-\udbff]$/
/** How far from a point another of its kind can be drawn as one with it, in pixels. */
const NEAR = 24
/** What the number of points that are drawn as one takes beside their shape, in pixels. */
const COUNT = 3 * COLUMN
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
  words: Pick<PictureWords, 'said' | 'text'>,
  rows = MAX_ROWS,
): { readonly height: number; readonly hasKey: boolean; readonly content: string } {
  const placed: PlacedPoint[] = []
  const ends: number[] = []
  const last: PlacedPoint[] = []
  for (const point of [...points].sort((a, b) => a.x - b.x)) {
    const spot = spotFor(point)
    if (spot === null) {
      const near = last.find(isNear(point)) as PlacedPoint
      near.count += 1
      near.isKey ||= point.isKey
      if (near.meanings.length < NAMED) near.meanings.push(point.meaning())
      ends[near.row] = Math.max(ends[near.row] as number, near.first.x + HALF + COUNT)
      continue
    }
    const { end, ...place } = spot
    const one = { first: point, ...place, meanings: [point.meaning()], count: 1, isKey: point.isKey }
    placed.push(one)
    for (let row = place.row; row < place.row + heightOf(place); row++) {
      ends[row] = end
      last[row] = one
    }
  }
  return {
    height: 6 + ROW * Math.max(1, ends.length),
    hasKey: placed.some(({ isKey }) => isKey),
    content: placed.map((one) => drawPoint(one, words)).join(''),
  }

  /** Where a point fits, with its words if possible; null if only in the place of one of its kind. */
  function spotFor(point: Point): (Spot & { readonly end: number }) | null {
    const bare = bareOption(point, width)
    // Where there is no room for the shape, there is none for words, and to wrap them takes long.
    const options = rowFor(1, point.x - HALF) === null ? [] : optionsFor(point, width)
    for (const { left, ...option } of options) {
      const row = rowFor(heightOf(option), left)
      if (row !== null) return { row, ...option }
    }
    const row = rowFor(1, bare.left)
    if (row !== null) return { row, lines: [], isLeft: bare.isLeft, end: bare.end }
    if (last.some(isNear(point))) return null
    const free = ends.findIndex((end) => end <= bare.left)
    return { row: free < 0 ? ends.length : free, lines: [], isLeft: bare.isLeft, end: bare.end }
  }

  /** The first row from which so many are free there; null if there is none. */
  function rowFor(height: number, left: number): number | null {
    const most = Math.min(ends.length, rows - height)
    for (let row = 0; row <= most; row++) if (isFree(row, height, left)) return row
    return null
  }

  function isFree(first: number, height: number, left: number): boolean {
    for (let row = first; row < first + height; row++) if ((ends[row] ?? Number.NEGATIVE_INFINITY) > left) return false
    return true
  }
}

function heightOf({ lines }: Pick<Spot, 'lines'>): number {
  return Math.max(1, lines.length)
}

/** The words of a point in ever shorter lines, to its right or its left, as far as that is inside the picture. */
function* optionsFor({ x, words, isKey }: Point, width: number): Generator<Option> {
  if (words === '') return
  for (const [i, columns] of LINE_COLUMNS.entries()) {
    // What needs no more lines than before is no narrower either.
    if (i > 0 && columnsOf(words) <= columns) continue
    const lines = linesOf(words, columns)
    const room = Math.max(...lines.map(columnsOf)) * (isKey ? BOLD_COLUMN : COLUMN) + 2 * SPACE + 2
    const [left, end] = [x - HALF, x + HALF]
    const right = { lines, isLeft: false, left, end: end + room }
    const before = { lines, isLeft: true, left: left - room, end }
    if (right.end <= width) yield right
    if (before.left >= 0) yield before
  }
}

/** A point without words; its number would stand to its left where the picture ends. */
function bareOption({ x }: Point, width: number): Option {
  const isLeft = x + HALF + COUNT > width
  return { lines: [], isLeft, left: x - HALF - (isLeft ? COUNT : 0), end: x + HALF }
}

/** Wraps words; what needs too many lines is cut. */
export function linesOf(words: string, columns: number): string[] {
  const lines = wrapText(beginningOf(words, columns), columns)
  if (lines.length <= MOST_LINES) return lines
  return [...lines.slice(0, MOST_LINES - 1), clipToColumns(lines.slice(MOST_LINES - 1).join(' '), columns)]
}

/** As much of a text as fills more lines than there are: to wrap all of a long one takes long. */
function beginningOf(words: string, columns: number): string {
  const most = columns * (MOST_LINES + 1)
  return words.length > most ? `${words.slice(0, most).replace(HALF_A_PAIR, '')}…` : words
}

/** Whether one is of the same kind, and near enough that both can be drawn in its place. */
function isNear({ kind, x }: Point): (one: PlacedPoint) => boolean {
  return ({ first }) => first.kind === kind && x - first.x < NEAR
}

function drawPoint(
  { first, row, lines, isLeft, meanings, count, isKey }: PlacedPoint,
  { said, text }: Pick<PictureWords, 'said' | 'text'>,
) {
  const { x, shape } = first
  const y = 11 + row * ROW
  const side = isLeft ? ({ x: x - HALF - SPACE, anchor: 'end' } as const) : { x: x + HALF + SPACE }
  const beside = (words: string, i: number) =>
    textIn(text.language, { ...side, y: y + 4 + i * ROW, kind: 'beside' }, words)
  const label = count > 1 ? beside(`×${count}`, 0) : lines.map(beside).join('')
  const rest = count > meanings.length ? [said.more(count - meanings.length)] : []
  return titled(shape(x, y) + label, [...meanings, ...rest].join('; '), isKey ? 'key' : 'minor')
}
