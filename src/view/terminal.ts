import type { World } from '../world.ts'
import { type Block, type Inline, type Item, plainText, type Table, type Tone } from './blocks.ts'
import { inertLine, shortLine } from './inert.ts'
import { drillMark, type Paint, paintFor } from './paint.ts'
import { webAddress, withLinks } from './web-address.ts'
import type { LineWrapper } from './wrap.ts'

/** How blocks become terminal lines. */
export interface TerminalOptions {
  readonly paint: Paint
  /** Prefix of each line, such as the mark of a drill. */
  readonly mark?: string
  /** What wraps lines; undefined if they are not wrapped. */
  readonly wrapper?: LineWrapper | undefined
  /** How many columns of a text are shown in one line at most; not of code and quotations, which are for copying. */
  readonly longest?: number | undefined
  /** Whether web addresses become hyperlinks. */
  readonly hyperlinks?: boolean
}

/** A line before wrapping and colouring. */
interface Line {
  readonly indent: number
  readonly text: Inline
  /** Whether it is shown in full, however long it is. */
  readonly isWhole?: boolean
}

interface Span {
  readonly text: string
  readonly tone: Tone | null
  /** The web address that it leads to. */
  readonly leadsTo?: string
}

const INDENT = 2

/** Writes blocks as terminal lines. A blank line separates them, except after a heading; a list under it is indented. */
export function terminalLines(blocks: readonly Block[], form: TerminalOptions): string[] {
  const { mark = '' } = form
  const lines = blocks.flatMap((block, i) => {
    const isUnder = blocks[i - 1]?.kind === 'heading' && block.kind !== 'heading'
    const blockLines = linesOf(block, isUnder ? INDENT : 0, form).flatMap((line) => drawLine(line, form))
    return i === 0 || isUnder ? blockLines : ['', ...blockLines]
  })
  // A marked blank line does not end in a blank.
  return lines.map((line) => (line === '' ? mark.trimEnd() : `${mark}${line}`))
}

function linesOf(block: Block, indent: number, form: TerminalOptions): Line[] {
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
        ...block.text.split('\n').map((text) => ({ indent: INDENT, text, isWhole: true })),
      ]
    case 'table':
      return tableLines(block, form)
  }
}

function itemLines(items: readonly Item[], indent: number): Line[] {
  return items.flatMap(({ text, items: inner = [] }) => [{ indent, text }, ...itemLines(inner, indent + INDENT)])
}

/** A table in columns if every row fits on a line; else each row with its cells listed below it, but for empty ones. */
function tableLines({ head, rows }: Table, { wrapper }: TerminalOptions): Line[] {
  const cells = [head, ...[...rows].map((row) => row.map((cell) => inertLine(plainText(cell))))]
  const width = wrapper?.width ?? ((text: string) => text.length)
  const widths = head.map((_, i) => cells.reduce((widest, row) => Math.max(widest, width(row[i] ?? '')), 0))
  const padded = (cell: string, i: number) => cell + ' '.repeat((widths[i] ?? 0) - width(cell))
  const lines = cells.map((row) => row.map(padded).join('  ').trimEnd())
  if (wrapper === undefined || lines.every((line) => wrapper.wrap(line).length === 1))
    return lines.map((line) => ({ indent: 0, text: { code: line } }))
  return cells
    .slice(1)
    .flatMap(([first = '', ...rest]) => [
      { indent: 0, text: first },
      ...rest.flatMap((cell, i) => (cell === '' ? [] : [{ indent: INDENT, text: `${head[i + 1]}: ${cell}` }])),
    ])
}

/** Wraps and colours a line; code is not wrapped. */
function drawLine({ indent, text, isWhole = false }: Line, form: TerminalOptions): string[] {
  const { paint, wrapper, longest, hyperlinks = false } = form
  const painted = (spans: readonly Span[]) =>
    spans.map(({ tone, text, leadsTo }) => linked(tone === null ? text : paint[tone](text), leadsTo)).join('')
  const inLine = spansOf(text, null, isWhole ? undefined : longest)
  const spans = [
    { text: ' '.repeat(indent), tone: null },
    ...(hyperlinks ? inLine.flatMap(partsOfSpan) : inLine),
  ].filter(({ text }) => text !== '')
  if (wrapper === undefined || isCode(text)) return [painted(spans)]
  const folded = wrapper.wrap(spans.map(({ text }) => text).join(''))
  return folded.length === 1 ? [painted(spans)] : spansByLine(spans, folded).map(painted)
}

/** The span, with the web addresses in it as spans of their own. */
function partsOfSpan({ text, tone }: Span): Span[] {
  return withLinks(text).map((part) => {
    if (typeof part === 'string') return { text: part, tone }
    const leadsTo = webAddress(part.link)
    return { text: part.link, tone, ...(leadsTo !== null && { leadsTo }) }
  })
}

/** A text as a hyperlink of a terminal (OSC 8). The address is in URL syntax, without control characters. */
function linked(text: string, address: string | undefined): string {
  return address === undefined ? text : `\u001b]8;;${address}\u001b\\${text}\u001b]8;;\u001b\\`
}

function isCode(text: Inline): boolean {
  return typeof text === 'object' && ('code' in text || ('tone' in text && isCode(text.text)))
}

function spansOf(text: Inline, tone: Tone | null, longest?: number): Span[] {
  if (typeof text === 'string')
    return [{ text: longest === undefined ? inertLine(text) : shortLine(text, longest), tone }]
  if ('code' in text) return [{ text: inertLine(text.code), tone }]
  if ('link' in text) return [{ text: inertLine([text.label, text.link].filter(Boolean).join(' ')), tone }]
  if ('place' in text || 'leadsTo' in text) return [{ text: inertLine(text.words), tone }]
  if ('struck' in text) return [{ text: `~${inertLine(plainText(text.struck))}~`, tone }]
  if ('tone' in text) return spansOf(text.text, text.tone, longest)
  return text.flatMap((part) => spansOf(part, tone, longest))
}

/** Distributes spans over the lines their text was wrapped to; wrapping drops blanks at breaks and adds indentation. */
function spansByLine(spans: readonly Span[], lines: readonly string[]): Span[][] {
  const remaining = spans.map((span) => ({ ...span }))
  return lines.map((line) => {
    const indent = /^ */.exec(line)?.[0] ?? ''
    const parts: Span[] = [{ text: indent, tone: null }]
    trimStart(remaining)
    for (let rest = line.slice(indent.length); rest !== ''; ) {
      const [span] = remaining
      if (span === undefined) return [...parts, { text: rest, tone: null }]
      const text = rest.slice(0, span.text.length)
      parts.push({ ...span, text })
      span.text = span.text.slice(text.length)
      rest = rest.slice(text.length)
      if (span.text === '') remaining.shift()
    }
    return parts
  })
}

/** Removes leading blanks, in place, and spans that are empty then. */
function trimStart(spans: { text: string; readonly tone: Tone | null }[]): void {
  for (let span = spans[0]; span !== undefined; span = spans[0]) {
    span.text = span.text.trimStart()
    if (span.text !== '') return
    spans.shift()
  }
}

/** Writes blocks as lines for a command's terminal, in colour if the terminal has colours. `drill` marks each line, `folded` wraps them. */
export async function terminalLinesFor(
  { text, terminal }: World,
  blocks: readonly Block[],
  { drill = false, folded = terminal.isOutputTerminal, longest }: LinesOptions = {},
): Promise<string[]> {
  const paint = await paintFor(terminal.hasColor)
  const mark = drill ? drillMark(text.words.drill, paint, terminal.columns) : ''
  const hyperlinks = await terminal.hasHyperlinks()
  const wrapper = folded ? (await import('./wrap.ts')).lineWrapperFor(terminal.columns, mark) : undefined
  return terminalLines(blocks, { paint, mark, wrapper, longest, hyperlinks })
}

interface LinesOptions extends Pick<TerminalOptions, 'longest'> {
  readonly drill?: boolean
  readonly folded?: boolean
}
