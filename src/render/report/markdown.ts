import type { Block, Inline, Item, ReportDocument } from './blocks.ts'
import { codeSpan, md } from './markup.ts'

/** The report in GitHub-flavoured Markdown, with a Mermaid chart of the timeline; what people typed is inert in it. */
export function reportMarkdown({ title, partial, marks, sections }: ReportDocument, mermaid: string | null): string {
  const banner = partial === null ? [] : [`> **${md(partial)}**`]
  const head = [`# ${md(title)}`, ...banner, ...marks.map((mark) => `> **${md(mark)}**`)]
  const [first = [], ...rest] = sections.map((section) => [
    `## ${md(section.title)}`,
    ...banner,
    ...section.blocks.map(blockText),
  ])
  const chart = mermaid === null ? [] : [`\`\`\`mermaid\n${mermaid}\n\`\`\``]
  return `${[...head, ...first, ...chart, ...rest.flat()].join('\n\n')}\n`
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
      return [block.head.map(md), block.head.map(() => '---'), ...block.rows.map((row) => row.map(inline))]
        .map((cells) => `| ${cells.join(' | ')} |`)
        .join('\n')
  }
}

function items(list: readonly Item[], indent: string): string[] {
  return list.flatMap(({ text, items: inner = [] }) => [`${indent}- ${inline(text)}`, ...items(inner, `${indent}  `)])
}

function inline(text: Inline): string {
  if (typeof text === 'string') return md(text)
  if ('code' in text) return codeSpan(text.code)
  if ('struck' in text) return `~~${inline(text.struck)}~~`
  if ('kind' in text) return '<br>'
  return text.map(inline).join('')
}
