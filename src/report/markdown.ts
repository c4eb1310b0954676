import { type Pieces, separated } from '../platform/pieces.ts'
import { codeSpan, md, mdWithin } from '../view/markup.ts'
import type { Block, Inline, Item, ReportDocument, Section, Table } from './blocks.ts'

/** The report in GitHub-flavoured Markdown, with a Mermaid chart of the timeline; what people typed is inert in it. */
export function* reportMarkdown(document: ReportDocument, mermaid: string | null): Generator<string> {
  yield* separated(partsOf(document, mermaid), '\n\n')
  yield '\n'
}

function* partsOf(document: ReportDocument, mermaid: string | null): Generator<Pieces> {
  const { title, partial, sections } = document
  const [first, ...rest] = sections
  yield [`# ${mdWithin(title)}`]
  yield* marksMarkdown(document)
  if (first !== undefined) yield* sectionMarkdown(first, partial)
  if (mermaid !== null) yield [chartMarkdown(mermaid)]
  for (const section of rest) yield* sectionMarkdown(section, partial)
}

/** What has to be seen first, a damaged log before all; each is a paragraph. */
export function marksMarkdown({ partial, marks }: ReportDocument): Pieces[] {
  return [...banner(partial), ...marks.map((mark) => [`> **${md(mark)}**`])]
}

/** A section by paragraphs, which says as well what is missing of the whole. */
export function* sectionMarkdown({ title, blocks }: Section, partial: string | null): Generator<Pieces> {
  yield [`## ${mdWithin(title)}`]
  yield* banner(partial)
  for (const block of blocks) yield blockText(block)
}

export function chartMarkdown(mermaid: string): string {
  return `\`\`\`mermaid\n${mermaid}\n\`\`\``
}

function banner(partial: string | null): Pieces[] {
  return partial === null ? [] : [[`> **${md(partial)}**`]]
}

function blockText(block: Block): Pieces {
  switch (block.kind) {
    case 'paragraph':
      return [inline(block.text)]
    case 'list':
      return [items(block.items, '').join('\n')]
    case 'quoted':
      return [
        [`**${md(block.heading)}**`, '', ...block.text.split('\n').map((line) => `> ${md(line)}`.trimEnd())].join(
          '  \n',
        ),
      ]
    case 'table':
      return tableText(block)
  }
}

function* tableText({ head, rows }: Table): Generator<string> {
  yield `| ${head.map(mdWithin).join(' | ')} |\n| ${head.map(() => '---').join(' | ')} |`
  for (const row of rows) yield `\n| ${row.map(cell).join(' | ')} |`
}

function items(list: readonly Item[], indent: string): string[] {
  return list.flatMap(({ text, items: inner = [] }) => [`${indent}- ${inline(text)}`, ...items(inner, `${indent}  `)])
}

function cell(text: Inline): string {
  return typeof text === 'string' ? mdWithin(text) : inline(text)
}

function inline(text: Inline): string {
  if (typeof text === 'string') return md(text)
  if ('code' in text) return codeSpan(text.code)
  if ('struck' in text) return `~~${inline(text.struck)}~~`
  return text.map(inline).join('')
}
