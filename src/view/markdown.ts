import { joinPieces, type TextPieces } from '../platform/pieces.ts'
import type { Block, Inline, Item, Link, Table } from './blocks.ts'
import { inertLine } from './inert.ts'
import { webAddress, withLinks } from './web-address.ts'

/** Writes blocks as Markdown, separated by blank lines. */
export function blocksMarkdown(blocks: readonly Block[]): string {
  return [...joinPieces(blocks.map(blockMarkdown), '\n\n')].join('')
}

/** Writes a block as GitHub-flavoured Markdown; all text is escaped. */
export function blockMarkdown(block: Block): TextPieces {
  switch (block.kind) {
    case 'heading':
      return [`${'#'.repeat(block.level + 1)} ${midLine(block.text)}`]
    case 'paragraph':
      return [inline(block.text)]
    case 'lines':
      return [block.lines.map(inline).join('  \n')]
    case 'list':
      return [items(block.items, '').join('\n')]
    case 'quoted': {
      const lines = block.text.split('\n').map((line) => `> ${running(line, escapeMarkdown)}`.trimEnd())
      return [[`**${escapeMarkdown(block.heading)}**`, '', ...lines].join('  \n')]
    }
    case 'table':
      return tableText(block)
  }
}

function* tableText({ head, rows }: Table): Generator<string> {
  yield `| ${head.map(escapeMarkdownInline).join(' | ')} |\n| ${head.map(() => '---').join(' | ')} |`
  for (const row of rows) yield `\n| ${row.map(midLine).join(' | ')} |`
}

function items(list: readonly Item[], indent: string): string[] {
  return list.flatMap(({ text, items: inner = [] }) => [`${indent}- ${inline(text)}`, ...items(inner, `${indent}  `)])
}

function midLine(text: Inline): string {
  return typeof text === 'string' ? running(text, escapeMarkdownInline) : inline(text)
}

/** Untrusted text with its web addresses as links, which show where they lead; nothing else in it is markup. */
function running(text: string, escapeStart: (text: string) => string): string {
  return withLinks(text)
    .map((part, i) => {
      if (typeof part !== 'string') return linkMarkdown(part)
      return i === 0 ? escapeStart(part) : escapeMarkdownInline(part)
    })
    .join('')
}

function inline(text: Inline): string {
  if (typeof text === 'string') return running(text, escapeMarkdown)
  if ('code' in text) return codeSpan(text.code)
  if ('link' in text) return linkMarkdown(text)
  if ('place' in text) return `<a id="${text.place}"></a>${escapeMarkdownInline(text.words)}`
  if ('leadsTo' in text) return `[${escapeMarkdownInline(text.words).replaceAll('\\#', '#')}](#${text.leadsTo})`
  if ('struck' in text) return `~~${inline(text.struck)}~~`
  if ('tone' in text)
    return text.tone === 'alarm' || text.tone === 'strong' ? `**${inline(text.text)}**` : inline(text.text)
  return text.map(inline).join('')
}

/** Escapes untrusted text at the start of a line: no markup, no HTML, no links and no line breaks remain in it. */
export function escapeMarkdown(text: string): string {
  return escapeMarkdownInline(text)
    .replace(/^(\s*)([-+=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2')
}

/** Escapes text in the middle of a line, such as in a heading or table cell, where no list or rule can start. */
export function escapeMarkdownInline(text: string): string {
  return inertLine(text)
    .replace(/[\\`*_{}[\]#|~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('://', ':&#47;&#47;')
    .replace(/\b(www)\./gi, '$1&#46;')
}

/** A link or an autolink (CommonMark 6.3, 6.5), or escaped text if it does not lead to the web. */
function linkMarkdown({ link, label }: Link): string {
  const href = webAddress(link)
  if (href === null) return escapeMarkdown(label === undefined ? link : `${label} ${link}`)
  return label === undefined ? `<${href}>` : `[${escapeMarkdownInline(label)}](<${href}>)`
}

/** A code span (CommonMark 6.1), or escaped text if a code span could not hold it exactly. */
export function codeSpan(text: string): string {
  const safe = inertLine(text)
  return /[`|<>&]/.test(safe) || safe.trim() !== safe ? escapeMarkdown(text) : `\`${safe}\``
}
