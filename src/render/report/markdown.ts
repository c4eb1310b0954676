import type { Block, Inline, Item, ReportDocument, Section } from './blocks.ts'
import { codeSpan, md, mdWithin } from './markup.ts'

/** The report in GitHub-flavoured Markdown, with a Mermaid chart of the timeline; what people typed is inert in it. */
export function reportMarkdown(document: ReportDocument, mermaid: string | null): string {
  const { title, partial, sections } = document
  const [first = [], ...rest] = sections.map((section) => sectionMarkdown(section, partial))
  const chart = mermaid === null ? [] : [chartMarkdown(mermaid)]
  return `${[`# ${mdWithin(title)}`, ...marksMarkdown(document), ...first, ...chart, ...rest.flat()].join('\n\n')}\n`
}

/** What has to be seen first, a damaged log before all. */
export function marksMarkdown({ partial, marks }: ReportDocument): string[] {
  return [...banner(partial), ...marks.map((mark) => `> **${md(mark)}**`)]
}

/** A section, which says as well what is missing of the whole. */
export function sectionMarkdown({ title, blocks }: Section, partial: string | null): string[] {
  return [`## ${mdWithin(title)}`, ...banner(partial), ...blocks.map(blockText)]
}

export function chartMarkdown(mermaid: string): string {
  return `\`\`\`mermaid\n${mermaid}\n\`\`\``
}

function banner(partial: string | null): string[] {
  return partial === null ? [] : [`> **${md(partial)}**`]
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return inline(block.text)
    case 'list':
      return items(block.items, '').join('\n')
    case 'quoted':
      return [`**${md(block.heading)}**`, '', ...block.text.split('\n').map((line) => `> ${md(line)}`.trimEnd())].join(
        '  \n',
      )
    case 'table':
      return [block.head.map(mdWithin), block.head.map(() => '---'), ...block.rows.map((row) => row.map(cell))]
        .map((cells) => `| ${cells.join(' | ')} |`)
        .join('\n')
  }
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
