import { charactersOf, columnsOf, KEPT_BLANK } from './columns.ts'

/** Marks and small letters that must not start a line (JIS X 4051), and the sign in a statement. */
const NO_START = new Set(
  '、。，．）」』】〕］｝〉》〗〙’”ー〜～々〻ゝゞヽヾ？！・：；…‥％℃ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ;,.)]}=＝',
)
/** Those of them at which a clause ends. */
const STOPS = new Set('、。，．？！・：；…‥;,.')
/** Opening brackets and the like, which must not end a line. */
const NO_END = new Set('（「『【〔［｛〈《〖〘‘“￥=＝')
/** A command as it is typed, also at the end, a day with its time, or a length of time: kept in one line if it fits. */
const KEPT_TOGETHER =
  /`[ -_a-~]+`|(?<=: )\/[a-z]+(?: [a-z-]+)+$|\d{4}-\d\d-\d\d \d\d:\d\d|\b\d+ (?:d|h|min|s)\b(?: \d+ (?:h|min|s)\b)*/g

/**
 * Wraps a text to `columns`: between words, between phrases in Japanese, and within a word that is too long for a line.
 * The letters tell where a Japanese phrase begins; `Intl.Segmenter` takes longer to load than a command to run, and splits
 * endings (い|た|し|ます).
 */
export function wrapText(text: string, columns: number): string[] {
  if (columnsOf(text) <= columns) return [text.trimEnd()]
  const kept = text.replaceAll(KEPT_TOGETHER, (part) =>
    part.length <= columns ? part.replaceAll(' ', KEPT_BLANK) : part,
  )
  const lines: string[] = []
  let [line, width] = ['', 0]
  for (const unit of unitsOf(kept, columns)) {
    // Add up: measuring the line for every unit would be quadratic.
    if (line !== '' && width + columnsOf(unit.trimEnd()) > columns) {
      lines.push(line.trimEnd())
      line = unit.trimStart()
      width = columnsOf(line)
    } else {
      line += unit
      width += columnsOf(unit)
    }
  }
  return [...lines, line.trimEnd()].map((wrapped) => wrapped.replaceAll(KEPT_BLANK, ' '))
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

/** Whether there is no line break between two characters; `after` is the one after them, empty at the end. */
type Joins = (before: string, next: string, after: string) => boolean

/** The columns of a phrase that is kept together in any line; a longer one is only if it takes half of the line at most. */
const PHRASE = 16

/** What is kept in one line, most of it first; a piece that is too long is split by the rule after it. */
const RULES: readonly Joins[] = [
  (before, next, after) => joinsCompound(before, next) || joinsEnding(before, next, after),
  joinsCompound,
  (before, next) => joinsWord(before, next) || joinsMark(before, next),
  joinsWord,
]

/** Splits a text into pieces between which a line may be broken; each ends with the blanks after it. */
function unitsOf(text: string, columns: number, level = 0): string[] {
  const joins = RULES[level]
  if (joins === undefined) return splitLongWord(text, columns)
  const room = level === 0 ? Math.min(columns, Math.max(columns / 2, PHRASE)) : columns
  return piecesOf(text, joins).flatMap((piece) =>
    columnsOf(piece.trimEnd()) <= room ? [piece] : unitsOf(piece, columns, level + 1),
  )
}

/** A slash that begins a word begins the name of a command. */
function piecesOf(text: string, joins: Joins): string[] {
  const pieces: string[] = []
  const characters = charactersOf(text)
  for (const [i, next] of characters.entries()) {
    const before = characters[i - 1]
    // Compare characters, not pieces: measuring a piece for every character would be quadratic.
    const isInCommand = before === '/' && (characters[i - 2] ?? ' ') === ' '
    const isJoined = before !== undefined && (isInCommand || joins(before, next, characters[i + 1] ?? ''))
    if (isJoined) pieces[pieces.length - 1] += next
    else pieces.push(next)
  }
  return pieces
}

/** Blanks join what is before them, and narrow characters each other. */
function joinsWord(before: string, next: string): boolean {
  return next === ' ' || (before !== ' ' && isNarrow(before) && isNarrow(next))
}

/** A mark that must not start a line joins what is before it, one that must not end a line what is after it. */
function joinsMark(before: string, next: string): boolean {
  return NO_START.has(next) || NO_END.has(before)
}

const KANJI = /^[\p{Script=Han}々]$/u
const HIRAGANA = /^\p{Script=Hiragana}$/u
const KATAKANA = /^[\p{Script=Katakana}ー]$/u
const WIDE_LATIN = /^[０-９Ａ-Ｚａ-ｚ]$/
const COURTESY = /^[おご]$/
const DIGIT = /^[0-9０-９]$/

/** What a number follows in a length of time, such as 1日14時間50分. */
const UNIT_OF_TIME = /^[日間]$/

/** Words of one kind of letters are one, a number with its counter (第1報, 30分), and a word of courtesy (お客様). */
function joinsCompound(before: string, next: string): boolean {
  if (joinsWord(before, next) || joinsMark(before, next)) return true
  if (DIGIT.test(before) && KANJI.test(next)) return true
  if ((/^[第約]$/.test(before) || UNIT_OF_TIME.test(before)) && DIGIT.test(next)) return true
  if (COURTESY.test(before) && KANJI.test(next)) return true
  return [KANJI, KATAKANA, WIDE_LATIN].some((letters) => letters.test(before) && letters.test(next))
}

/** Hiragana, such as particles and endings, belongs to what is before it. */
function joinsEnding(before: string, next: string, after: string): boolean {
  const beginsWord = COURTESY.test(next) && KANJI.test(after) && before !== 'な'
  return before !== ' ' && !STOPS.has(before) && HIRAGANA.test(next) && !beginsWord
}

/** Splits a word that is too long for a line. */
function splitLongWord(unit: string, columns: number): string[] {
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

function isNarrow(segment: string): boolean {
  return segment === ' ' || columnsOf(segment) === 1
}

/** Truncates a text to `columns`; `..` marks the cut. */
export function clipToColumns(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text
  let [cut, width] = ['', 0]
  for (const segment of charactersOf(text)) {
    width += columnsOf(segment)
    if (width > columns - 2) break
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

/** Fills lines that are indented by two with short texts, with two blanks between them; a longer one goes on further in. */
export function flowIntoLines(texts: readonly string[], columns: number): string[] {
  const lines: string[] = []
  for (const text of texts) {
    const last = lines.at(-1)
    if (last !== undefined && columnsOf(last) + columnsOf(text) + 2 <= columns)
      lines[lines.length - 1] = `${last}  ${text}`
    else if (columnsOf(text) + 2 <= columns) lines.push(`  ${text}`)
    else lines.push(...wrapText(text, columns - 4).map((part, i) => `${i === 0 ? '  ' : '    '}${part}`))
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
