import type { World } from '../world.ts'
import { type Block, type Inline, type Item, plainText, type Table, type Tone } from './blocks.ts'
import type { Fit } from './fold.ts'
import { inert } from './inert.ts'
import { drillMark, type Paint, paintFor } from './paint.ts'

export interface TerminalForm {
  readonly paint: Paint
  /** Stands before each line, as the mark of a drill does. */
  readonly mark?: string
  /** Missing where lines stay as long as they are. */
  readonly fit?: Fit | undefined
}

/** A line before it is broken and painted. */
interface Line {
  readonly indent: number
  readonly text: Inline
}

interface Span {
  readonly text: string
  readonly tone: Tone | null
}

const STEP = 2

/** Blocks as lines of a terminal: lists are indented under their heading, an empty line stands before each heading. */
export function terminalLines(blocks: readonly Block[], form: TerminalForm): string[] {
  const { mark = '' } = form
  const lines = blocks.flatMap((block, i) => {
    const isUnder = blocks[i - 1]?.kind === 'heading' && block.kind !== 'heading'
    const own = linesOf(block, isUnder ? STEP : 0, form).flatMap((line) => shown(line, form))
    return i === 0 || isUnder ? own : ['', ...own]
  })
  return lines.map((line) => (line === '' ? mark.trimEnd() : `${mark}${line}`))
}

function linesOf(block: Block, indent: number, form: TerminalForm): Line[] {
  switch (block.kind) {
    case 'heading':
      return [{ indent: 0, text: { tone: 'strong', text: block.text } }]
    case 'paragraph':
      return [{ indent: 0, text: block.text }]
    case 'lines':
      return block.lines.map((text) => ({ indent: 0, text }))
    case 'list':
      return itemLines(block.items, indent)
    case 'quoted':
      return [
        { indent: 0, text: { tone: 'strong', text: block.heading } },
        ...block.text.split('\n').map((text) => ({ indent: STEP, text })),
      ]
    case 'table':
      return tableLines(block, form)
  }
}

function itemLines(items: readonly Item[], indent: number): Line[] {
  return items.flatMap(({ text, items: inner = [] }) => [{ indent, text }, ...itemLines(inner, indent + STEP)])
}

/** Columns where all fit beside each other, else each row with its cells under it. */
function tableLines({ head, rows }: Table, { fit }: TerminalForm): Line[] {
  const cells = [head, ...[...rows].map((row) => row.map((cell) => inert(plainText(cell))))]
  const width = fit?.width ?? ((text: string) => text.length)
  const widths = head.map((_, i) => Math.max(...cells.map((row) => width(row[i] ?? ''))))
  const padded = (cell: string, i: number) => cell + ' '.repeat((widths[i] ?? 0) - width(cell))
  const lines = cells.map((row) => row.map(padded).join('  ').trimEnd())
  if (fit === undefined || lines.every((line) => fit.fold(line).length === 1))
    return lines.map((line) => ({ indent: 0, text: { code: line } }))
  return cells
    .slice(1)
    .flatMap(([first = '', ...rest]) => [
      { indent: 0, text: first },
      ...rest.map((cell, i) => ({ indent: STEP, text: `${head[i + 1]}: ${cell}` })),
    ])
}

function shown({ indent, text }: Line, { paint, fit }: TerminalForm): string[] {
  const painted = (spans: readonly Span[]) =>
    spans.map(({ tone, text }) => (tone === null ? text : paint[tone](text))).join('')
  const spans = [{ text: ' '.repeat(indent), tone: null }, ...spansOf(text, null)].filter(({ text }) => text !== '')
  if (fit === undefined || isCode(text)) return [painted(spans)]
  const folded = fit.fold(spans.map(({ text }) => text).join(''))
  return folded.length === 1 ? [painted(spans)] : spread(spans, folded).map(painted)
}

function isCode(text: Inline): boolean {
  return typeof text === 'object' && ('code' in text || ('tone' in text && isCode(text.text)))
}

function spansOf(text: Inline, tone: Tone | null): Span[] {
  if (typeof text === 'string') return [{ text: inert(text), tone }]
  if ('code' in text) return [{ text: inert(text.code), tone }]
  if ('struck' in text) return [{ text: `~${inert(plainText(text.struck))}~`, tone }]
  if ('tone' in text) return spansOf(text.text, text.tone)
  return text.flatMap((part) => spansOf(part, tone))
}

/** The spans over the lines that their text was broken into; blanks where it was broken are gone, and new ones indent. */
function spread(spans: readonly Span[], lines: readonly string[]): Span[][] {
  const left = spans.map((span) => ({ ...span }))
  return lines.map((line) => {
    const indent = /^ */.exec(line)?.[0] ?? ''
    const parts: Span[] = [{ text: indent, tone: null }]
    trim(left)
    for (let rest = line.slice(indent.length); rest !== ''; ) {
      const [span] = left
      if (span === undefined) return [...parts, { text: rest, tone: null }]
      const text = rest.slice(0, span.text.length)
      parts.push({ text, tone: span.tone })
      span.text = span.text.slice(text.length)
      rest = rest.slice(text.length)
      if (span.text === '') left.shift()
    }
    return parts
  })
}

/** Takes the blanks off that stand first. */
function trim(spans: { text: string; readonly tone: Tone | null }[]): void {
  for (let span = spans[0]; span !== undefined; span = spans[0]) {
    span.text = span.text.trimStart()
    if (span.text !== '') return
    spans.shift()
  }
}

interface Printing {
  /** Whether they are of a drill: each line is marked as one then. */
  readonly drill?: boolean
  /** Whether lines are broken to fit; where nothing is said, on a terminal only. */
  readonly folded?: boolean
}

/** Blocks as the lines of the terminal, painted where it has colour. */
export async function printed(
  { text, terminal }: World,
  blocks: readonly Block[],
  { drill = false, folded = terminal.output }: Printing = {},
): Promise<string[]> {
  const { color, columns } = terminal
  const paint = await paintFor(color)
  const mark = drill ? drillMark(text.words.drill, paint, columns) : ''
  const fit = folded ? (await import('./fold.ts')).fitTo(columns, mark) : undefined
  return terminalLines(blocks, { paint, mark, fit })
}
