import type { TextPieces } from '../platform/pieces.ts'
import { type Block, type Inline, type Item, type Link, plainText, type Table } from './blocks.ts'
import { columnsOf } from './columns.ts'
import { webAddress, withLinks } from './web-address.ts'

const ENTITY: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const CHARACTERS = new Map(Object.entries(ENTITY).map(([char, entity]) => [entity, char]))

/** Escapes text for HTML and XML, and replaces the control characters that XML 1.0 does not allow. */
export function escapeHtml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, (char) => ENTITY[char] ?? char)
}

/** Replaces the entities that `escapeHtml` writes by their characters. */
export function unescapeHtml(markup: string): string {
  return markup.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => CHARACTERS.get(entity) ?? entity)
}

/** Writes a block as HTML; all text is escaped. A table is labelled with `title`, that of its section. */
export function blockHtml(block: Block, title: string): TextPieces {
  switch (block.kind) {
    case 'heading':
      return [`<h${block.level + 2}>${inline(block.text)}</h${block.level + 2}>`]
    case 'lines':
      return [`<p>${block.lines.map((line) => inline(line, prose)).join('<br>\n')}</p>`]
    case 'paragraph':
      return [`<p>${inline(block.text, prose)}</p>`]
    case 'list':
      return [items(block.items)]
    case 'quoted':
      return [
        `<figure><figcaption>${escapeHtml(block.heading)}</figcaption><blockquote>${running(block.text)}</blockquote></figure>`,
      ]
    case 'table':
      return tableHtml(block, title)
  }
}

function* tableHtml(table: Table, title: string): Generator<string> {
  const head = table.head.map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`).join('')
  yield `<div class="table" tabindex="0" role="group" aria-label="${escapeHtml(title)}"><table><thead><tr>${head}</tr></thead><tbody>\n`
  const classes = classesOf(table)
  for (const row of table.rows)
    yield `<tr>${row.map((cell, i) => `<td${classes[i] ?? ''}>${inline(cell)}</td>`).join('')}</tr>\n`
  yield '</tbody></table></div>'
}

/** Table cells and code up to this width, such as a time or an id, are not wrapped. */
const SHORT_COLUMNS = 24
const SHORT = ' class="short"'

/** The class of each table column: short if all of its cells are. */
function classesOf({ head, rows }: Table): string[] {
  const short = new Set(head.keys())
  for (const row of rows) {
    for (const i of short) if (!isShort(row[i] ?? '')) short.delete(i)
    if (short.size === 0) break
  }
  return head.map((_, i) => (short.has(i) ? SHORT : ''))
}

function isShort(cell: Inline): boolean {
  return columnsOf(plainText(cell)) <= SHORT_COLUMNS
}

function items(list: readonly Item[]): string {
  const lines = list.map(
    ({ text, items: inner = [] }) => `<li>${inline(text, prose)}${inner.length === 0 ? '' : items(inner)}</li>`,
  )
  return `<ul>\n${lines.join('\n')}\n</ul>`
}

/** `write` writes what is only text. */
function inline(text: Inline, write: (text: string) => string = (words) => running(words)): string {
  if (typeof text === 'string') return write(text)
  if ('code' in text) return `<code${isShort(text) ? SHORT : ''}>${escapeHtml(text.code)}</code>`
  if ('link' in text) return linkHtml(text)
  if ('place' in text) return `<span id="${escapeHtml(text.place)}">${escapeHtml(text.words)}</span>`
  if ('leadsTo' in text) return `<a href="#${escapeHtml(text.leadsTo)}">${escapeHtml(text.words)}</a>`
  if ('struck' in text) return `<del>${inline(text.struck, write)}</del>`
  if ('tone' in text) {
    const element = text.tone === 'alarm' || text.tone === 'strong' ? 'strong' : 'span'
    return `<${element} class="${text.tone}">${inline(text.text, write)}</${element}>`
  }
  return text.map((part) => inline(part, write)).join('')
}

/** Untrusted text with its web addresses as links, which show where they lead; nothing else in it is markup. */
function running(text: string, write = escapeHtml): string {
  return withLinks(text)
    .map((part) => (typeof part === 'string' ? write(part) : linkHtml(part)))
    .join('')
}

/** The same where lines may end: none ends within a date and its time, as browsers would end it after a hyphen. */
function prose(text: string): string {
  return running(text, (part) => escapeHtml(part).replace(TIME, `<span${SHORT}>$&</span>`))
}

const TIME = /\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)?/g

function linkHtml({ link, label }: Link): string {
  const href = webAddress(link)
  if (href === null) return escapeHtml(label === undefined ? link : `${label} ${link}`)
  return `<a href="${escapeHtml(href)}" rel="noreferrer">${escapeHtml(label ?? link)}</a>`
}
