import { type Pieces, separated } from '../platform/pieces.ts'
import type { Block, Inline, Item, Table } from './blocks.ts'
import { inert } from './inert.ts'

/** Blocks as Markdown, with an empty line between them. */
export function blocksMarkdown(blocks: readonly Block[]): string {
  return [...separated(blocks.map(blockMarkdown), '\n\n')].join('')
}

/** A block as Markdown (GitHub-flavoured); what people typed is inert in it. */
export function blockMarkdown(block: Block): Pieces {
  switch (block.kind) {
    case 'heading':
      return [`## ${typeof block.text === 'string' ? mdWithin(block.text) : inline(block.text)}`]
    case 'paragraph':
      return [inline(block.text)]
    case 'lines':
      return [block.lines.map(inline).join('  \n')]
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
  if ('tone' in text)
    return text.tone === 'alarm' || text.tone === 'strong' ? `**${inline(text.text)}**` : inline(text.text)
  return text.map(inline).join('')
}

/** Text of others as Markdown that says just that: no markup, no HTML, no line of its own. */
export function md(text: string): string {
  return mdWithin(text)
    .replace(/^(\s*)([-+=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2')
}

/** The same within a line, as in a heading or in a cell of a table, where nothing begins a list or a rule. */
export function mdWithin(text: string): string {
  return inert(text)
    .replace(/[\\`*_{}[\]#|~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('://', ':&#47;&#47;')
    .replace(/\b(www)\./gi, '$1&#46;')
}

/** Words to be copied exactly, in a code span that they cannot leave (CommonMark 6.1), or as inert text. */
export function codeSpan(text: string): string {
  const said = inert(text)
  return /[`|<>&]/.test(said) || said.trim() !== said ? md(text) : `\`${said}\``
}
