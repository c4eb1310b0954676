import { charactersOf, columnsOf, KEPT_BLANK } from './columns.ts'

/** Marks that must not start a line in Japanese typesetting. */
const NO_START = new Set('、。，．）」』】〕］｝〉》ー々？！・：；…‥ぁぃぅぇぉっゃゅょァィゥェォッャュョ;,.)]}')
/** A command as it is typed, or a day with its time: kept in one line if it fits. */
const KEPT_TOGETHER = /`[ -_a-~]+`|\d{4}-\d\d-\d\d \d\d:\d\d/g
/** Opening brackets, which must not end a line. */
const OPENING = /[（「『【〔]+$/

/** Wraps a text to `columns`: between words, between wide characters, and within a word that is too long for a line. */
export function wrapText(text: string, columns: number): string[] {
  const kept = text.replaceAll(KEPT_TOGETHER, (part) =>
    part.length <= columns ? part.replaceAll(' ', KEPT_BLANK) : part,
  )
  return wrapUnits(units(kept), columns).map((line) => line.replaceAll(KEPT_BLANK, ' '))
}

function wrapUnits(all: readonly string[], columns: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const unit of all.flatMap((unit) => splitLongWord(unit, columns))) {
    if (columnsOf(line + unit.trimEnd()) <= columns || line === '') {
      line += unit
      continue
    }
    if (NO_START.has(unit)) {
      const last = lastWords(line, columns - columnsOf(unit))
      const [ended, begun] = breakLine(line.slice(0, line.length - last.length), last + unit, columns)
      lines.push(ended.trimEnd())
      line = begun
    } else {
      const [ended, begun] = breakLine(line, unit, columns)
      lines.push(ended.trimEnd())
      line = begun.trimStart()
    }
  }
  return [...lines, line.trimEnd()]
}

/** Wraps a text; lines after the first are indented by two more than the first. */
export function wrapIndented(text: string, columns: number): string[] {
  const indent = /^ */.exec(text)?.[0] ?? ''
  const [first = '', ...others] = wrapText(text, columns)
  if (others.length === 0) return [first]
  const rest = wrapText(text.slice(first.length).trimStart(), columns - indent.length - 2)
  return [first, ...rest.map((line) => `${indent}  ${line}`)]
}

/** Measures text in columns, and wraps lines for a terminal (`lineWrapperFor`), indenting all but the first further. */
export interface LineWrapper {
  readonly width: (text: string) => number
  readonly wrap: (line: string) => string[]
}

/** Fits lines to a terminal, after a mark in front of each; one column stays free for the cursor. */
export function lineWrapperFor(columns: number, mark = ''): LineWrapper {
  return { width: columnsOf, wrap: (line) => wrapIndented(line, columns - columnsOf(mark) - 1) }
}

/** Breaks a line before `next`. Opening brackets at the end of the line move to the next line if there is room. */
function breakLine(line: string, next: string, columns: number): [string, string] {
  const [opening = ''] = OPENING.exec(line) ?? []
  const isCarried = opening.length < line.length && columnsOf(opening + next.trimEnd()) <= columns
  return isCarried ? [line.slice(0, line.length - opening.length), opening + next] : [line, next]
}

/**
 * What moves from the end of a line to the next one together with a mark after it: a word or a wide character, with the marks
 * between. Empty if that is all of the line or too much for `columns`, since no word is broken.
 */
function lastWords(line: string, columns: number): string {
  const words = units(line)
  let from = words.length - 1
  while (from > 0 && NO_START.has(words[from] ?? '')) from -= 1
  const last = words.slice(from).join('')
  return from > 0 && columnsOf(last) <= columns ? last : ''
}

/** Splits a word that is too long for a line; leaves others whole. */
function splitLongWord(unit: string, columns: number): string[] {
  if (columnsOf(unit.trimEnd()) <= columns) return [unit]
  const pieces = ['']
  let width = 0
  for (const segment of charactersOf(unit)) {
    // Add up: measuring the piece for every character would be quadratic.
    const added = columnsOf(segment)
    if (width + added > columns && pieces.at(-1) !== '') {
      pieces.push('')
      width = 0
    }
    pieces[pieces.length - 1] += segment
    width += added
  }
  return pieces
}

/** Splits a text into words of narrow characters, each with the blank after it, and single wide characters. */
function units(text: string): string[] {
  const found: string[] = []
  let previous = ' '
  for (const segment of charactersOf(text)) {
    // Compare with the previous segment, not with the word: measuring that for every character would be quadratic.
    if (previous !== ' ' && isNarrow(previous) && isNarrow(segment)) found[found.length - 1] += segment
    else found.push(segment)
    previous = segment
  }
  return found
}

function isNarrow(segment: string): boolean {
  return segment === ' ' || columnsOf(segment) === 1
}

/** Truncates a text to `columns`; `..` marks the cut. */
export function clipToColumns(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text
  let cut = ''
  for (const segment of charactersOf(text)) {
    if (columnsOf(cut + segment) > columns - 2) break
    cut += segment
  }
  return `${cut}..`
}

/** Puts `left` and `right` at the two ends of a line. Truncates `left` to make room; if little were left, drops `right`. */
export function spreadOverLine(left: string, right: string, columns: number): string {
  const room = columns - columnsOf(right) - 2
  if (right === '' || room < 12) return clipToColumns(left, columns)
  const cut = clipToColumns(left, room)
  return `${cut}${' '.repeat(columns - columnsOf(cut) - columnsOf(right))}${right}`
}

/** Fills lines that are indented by two with short texts, with two blanks between texts. No text is broken. */
export function flowIntoLines(texts: readonly string[], columns: number): string[] {
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

/** Truncates a text to the lines that fit on the screen; `more` makes the last line of the number of those left out. */
export function clipToScreen(text: string, { columns, rows }: Size, more: (count: number) => string): string {
  const lines = text.split('\n')
  const ends: number[] = []
  for (const line of lines) ends.push((ends.at(-1) ?? 0) + rowsOf(line, columns))
  // One line stays free for the cursor.
  if ((ends.at(-1) ?? 0) < rows) return text
  const shown = ends.filter((end) => end < rows - 1).length
  return [...lines.slice(0, shown), more(lines.length - shown)].join('\n')
}

/** A line for the top of a cleared screen, with what scrolls it into the scrollback buffer: line feeds at the bottom. */
export function scrollOff(line: string, { columns, rows }: Size): string {
  return `${line}\u001b[${rows};1H${'\n'.repeat(rowsOf(line, columns))}`
}

function rowsOf(line: string, columns: number): number {
  return Math.max(1, Math.ceil(columnsOf(line) / columns))
}
