import type { IBuffer, IBufferCell } from '@xterm/headless'
import { escapeHtml } from '../src/view/html.ts'

/** What a picture shows: lines of a terminal's buffer, from `from` up to but not including `to`. */
export interface Shot {
  /** What can be seen, for those who cannot see it. */
  readonly title: string
  readonly columns: number
  readonly from: number
  readonly to: number
  /** Puts something of the same width in place of what differs in each run. */
  readonly stable?: (text: string) => string
}

/** Characters of one look, in neighbouring columns. */
interface Run {
  readonly column: number
  readonly columns: number
  readonly text: string
  readonly look: string
}

const CELL = 8.4
const LINE = 19
const PAD = 14
/** Where letters stand in a line. */
const BASE = 14

/** Names of the eight colours, in their order; bright ones are shown as these. */
const COLOURS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white']

const FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK JP', monospace"

/** Every colour of letters has a contrast of 4.5 to 1 at least, on both backgrounds. */
const STYLE = `text{font:14px ${FONT};white-space:pre;fill:#1f2328}
.ground{fill:#fff;stroke:#d1d9e0}
.bold{font-weight:700}.dim{fill:#59636e}.under{text-decoration:underline}
.red{fill:#c4161c}.green{fill:#116329}.yellow{fill:#7d4e00}.blue{fill:#0550ae}.magenta{fill:#8a3fb0}.cyan{fill:#0b6b74}
.inverse{fill:#fff}.bar{fill:#1f2328}
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.ground{fill:#0d1117;stroke:#3d444d}.dim{fill:#9198a1}
.red{fill:#ff7b72}.green{fill:#56d364}.yellow{fill:#e3b341}.blue{fill:#79c0ff}.magenta{fill:#d2a8ff}.cyan{fill:#76e3ea}
.inverse{fill:#0d1117}.bar{fill:#e6edf3}}`

/**
 * Lines of a terminal as an SVG, for light and dark pages. Each run of letters is stretched to its columns, so that they
 * align in any font, also those of kana and kanji.
 */
export function terminalPicture(buffer: IBuffer, shot: Shot): string {
  const { title, columns, from, to } = shot
  const lines = Array.from({ length: to - from }, (_, i) => lineOf(buffer, from + i, shot).join(''))
  const [width, height] = [columns * CELL + 2 * PAD, lines.length * LINE + 2 * PAD]
  const drawn = lines.flatMap((runs, i) =>
    runs === '' ? [] : `<g transform="translate(${PAD} ${PAD + i * LINE})">${runs}</g>`,
  )
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<title>${escapeHtml(title)}</title>`,
    `<style>${STYLE}</style>`,
    `<rect class="ground" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8"/>`,
    ...drawn,
    '</svg>',
  ].join('\n')}\n`
}

function lineOf(buffer: IBuffer, y: number, { columns, stable = (text) => text }: Shot): string[] {
  const cells = cellsOf(buffer, y, columns)
  const text = stable(cells.map(({ text }) => text).join(''))
  // What replaces characters has as many, one for each.
  const characters = [...text]
  let at = 0
  const replaced = cells.map((cell) => {
    const { length } = [...cell.text]
    at += length
    return { ...cell, text: characters.slice(at - length, at).join('') }
  })
  return runsOf(replaced).map(draw)
}

function cellsOf(buffer: IBuffer, y: number, columns: number): Run[] {
  const line = buffer.getLine(y)
  const cells: Run[] = []
  for (let column = 0; column < columns; ) {
    const cell = line?.getCell(column)
    const width = cell?.getWidth() || 1
    cells.push({ column, columns: width, text: cell?.getChars() || ' ', look: cell === undefined ? '' : lookOf(cell) })
    column += width
  }
  return cells
}

function lookOf(cell: IBufferCell): string {
  const isNamed = cell.isFgDefault() || (cell.isFgPalette() && cell.getFgColor() < 2 * COLOURS.length)
  if (!isNamed || !cell.isBgDefault()) throw new Error('a colour that is none of the eight of letters')
  const colour = cell.isFgDefault() ? undefined : COLOURS[cell.getFgColor() % COLOURS.length]
  const looks = { bold: cell.isBold(), dim: cell.isDim(), under: cell.isUnderline(), inverse: cell.isInverse() }
  const names = Object.entries(looks).flatMap(([name, has]) => (has ? name : []))
  return [...names, ...(colour === undefined ? [] : [colour])].join(' ')
}

/** Joins neighbours that look alike and are equally wide; more than one blank separates. */
function runsOf(cells: readonly Run[]): Run[] {
  const runs: Run[] = []
  for (const cell of cells) {
    const last = runs.at(-1)
    const joins = last !== undefined && touches(last, cell) && last.look === cell.look && isWide(last) === isWide(cell)
    const isBlank = cell.text === ' ' && !isInverse(cell)
    if (joins && !(isBlank && last.text.endsWith(' '))) runs[runs.length - 1] = joined(last, cell)
    else if (!isBlank) runs.push(cell)
  }
  return runs.map(withoutLastBlank)
}

const touches = (a: Run, b: Run) => a.column + a.columns === b.column

const joined = (a: Run, b: Run) => ({ ...a, columns: a.columns + b.columns, text: a.text + b.text })

const isInverse = ({ look }: Run) => look.split(' ').includes('inverse')

const isWide = ({ text, columns }: Run) => columns === 2 * [...text].length

function withoutLastBlank(run: Run): Run {
  const hasBlank = run.text.endsWith(' ') && !isInverse(run)
  return hasBlank ? { ...run, text: run.text.slice(0, -1), columns: run.columns - 1 } : run
}

function draw(run: Run): string {
  const { column, columns, text, look } = run
  const [x, width] = [round(column * CELL), round(columns * CELL)]
  const bar = isInverse(run) ? `<rect class="bar" x="${x}" width="${width}" height="${LINE}"/>` : ''
  const as = look === '' ? '' : ` class="${look}"`
  return `${bar}<text x="${x}" y="${BASE}" textLength="${width}" lengthAdjust="spacingAndGlyphs"${as}>${escapeHtml(text)}</text>`
}

const round = (n: number) => Math.round(n * 10) / 10
