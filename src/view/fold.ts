import { charactersOf, columnsOf } from './columns.ts'

/** Closing marks that begin no line in Japanese typesetting. */
const NO_START = new Set('、。，．）」』】〕ー？！・：;,.)]}')
/** Opening marks that end none. */
const OPENING = /[（「『【〔]+$/

/** Breaks a text into lines of at most `columns`: between words, between any two wide characters, and where it must. */
export function fold(text: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const unit of units(text).flatMap((unit) => cutUp(unit, columns))) {
    if (columnsOf(line + unit.trimEnd()) <= columns || line === '') {
      line += unit
      continue
    }
    if (NO_START.has(unit)) {
      const last = lastWord(line)
      const [ended, begun] = broken(line.slice(0, -last.length), last + unit, columns)
      lines.push(ended)
      line = begun
    } else {
      const [ended, begun] = broken(line, unit, columns)
      lines.push(ended.trimEnd())
      line = begun.trimStart()
    }
  }
  return [...lines, line.trimEnd()]
}

/** The lines of a text; those after the first are indented by two more than it. */
export function folded(text: string, columns: number): string[] {
  const indent = /^ */.exec(text)?.[0] ?? ''
  const [first = '', ...rest] = fold(text, columns)
  const left = fold(rest.length === 0 ? '' : text.slice(first.length).trimStart(), columns - indent.length - 2)
  return rest.length === 0 ? [first] : [first, ...left.map((line) => `${indent}  ${line}`)]
}

/** How text fits on the terminal (`fitTo`). */
export interface Fit {
  /** Columns that a text takes. */
  readonly width: (text: string) => number
  /** A line in lines that fit; those after the first are indented further. */
  readonly fold: (line: string) => string[]
}

/** Lines that fit on a terminal so wide, beside a mark of their own; one column stays free for the cursor. */
export function fitTo(columns: number, mark = ''): Fit {
  return { width: columnsOf, fold: (line) => folded(line, columns - columnsOf(mark) - 1) }
}

/** Where a line ends and the next begins: what opens a bracket goes with what stands in it, where there is room. */
function broken(line: string, next: string, columns: number): [string, string] {
  const [opening = ''] = OPENING.exec(line) ?? []
  const isCarried = opening.length < line.length && columnsOf(opening + next.trimEnd()) <= columns
  return isCarried ? [line.slice(0, line.length - opening.length), opening + next] : [line, next]
}

/** What a closing mark takes along to the next line: the wide character, or the word, before it. */
function lastWord(line: string): string {
  const segments = charactersOf(line)
  const before = segments.findLastIndex((segment) => segment === ' ' || !isNarrow(segment))
  return segments.slice(before < 1 || before === segments.length - 1 ? -1 : before + 1).join('')
}

/** A word too long for any line, in pieces. */
function cutUp(unit: string, columns: number): string[] {
  if (columnsOf(unit.trimEnd()) <= columns) return [unit]
  const pieces = ['']
  for (const segment of charactersOf(unit)) {
    if (columnsOf(`${pieces.at(-1)}${segment}`) > columns) pieces.push('')
    pieces[pieces.length - 1] += segment
  }
  return pieces
}

/** Words with the blank after them; each wide character by itself. */
function units(text: string): string[] {
  const found: string[] = []
  let before = ' '
  for (const segment of charactersOf(text)) {
    // The word itself is not looked at: it would be put together anew for each character.
    if (before !== ' ' && isNarrow(before) && isNarrow(segment)) found[found.length - 1] += segment
    else found.push(segment)
    before = segment
  }
  return found
}

function isNarrow(segment: string): boolean {
  return segment === ' ' || columnsOf(segment) === 1
}

/** Cuts a text to `columns`, with two dots where something is cut. */
export function clip(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text
  let cut = ''
  for (const segment of charactersOf(text)) {
    if (columnsOf(cut + segment) > columns - 2) break
    cut += segment
  }
  return `${cut}..`
}

/** Left and right on one line; the right one goes, or the left is cut, where there is no room. */
export function spread(left: string, right: string, columns: number): string {
  const room = columns - columnsOf(right) - 2
  if (right === '' || room < 12) return clip(left, columns)
  const cut = clip(left, room)
  return `${cut}${' '.repeat(columns - columnsOf(cut) - columnsOf(right))}${right}`
}

/** Short texts with two blanks between them, in lines that fit and are indented by two; none is broken. */
export function flow(texts: readonly string[], columns: number): string[] {
  const lines: string[] = []
  for (const text of texts) {
    const last = lines.at(-1)
    if (last !== undefined && columnsOf(last) + columnsOf(text) + 2 <= columns)
      lines[lines.length - 1] = `${last}  ${text}`
    else lines.push(`  ${text}`)
  }
  return lines
}

interface Size {
  readonly columns: number
  readonly rows: number
}

/** The first lines of a text, as many as a screen has room for; `more` says how many follow. */
export function fitted(text: string, { columns, rows }: Size, more: (count: number) => string): string {
  const lines = text.split('\n')
  const ends: number[] = []
  for (const line of lines) ends.push((ends.at(-1) ?? 0) + rowsOf(line, columns))
  // The line after the last one stays free for the cursor.
  if ((ends.at(-1) ?? 0) < rows) return text
  const shown = ends.filter((end) => end < rows - 1).length
  return [...lines.slice(0, shown), more(lines.length - shown)].join('\n')
}

/** A line at the top of an empty screen, and what moves it off the top, into what can be scrolled back to. */
export function scrolledOff(line: string, { columns, rows }: Size): string {
  return `${line}\u001b[${rows};1H${'\n'.repeat(rowsOf(line, columns))}`
}

function rowsOf(line: string, columns: number): number {
  return Math.max(1, Math.ceil(columnsOf(line) / columns))
}
