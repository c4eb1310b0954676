import type { Language } from '../domain/runbook/runbook.ts'
import type { TextPieces } from '../platform/pieces.ts'
import { type Block, type Inline, type Item, type Link, plainText, type Table } from './blocks.ts'
import { columnsOf } from './columns.ts'
import { withForeignWords } from './foreign-words.ts'
import { inertOutput } from './inert.ts'
import { webAddress, withLinks } from './web-address.ts'

const ENTITY: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const CHARACTERS = new Map(Object.entries(ENTITY).map(([char, entity]) => [entity, char]))

/**
 * Escapes text for somebody to read in HTML: characters that change how others are shown, or hide them, become visible escapes,
 * as on a terminal. What is copied from the page is what stands there.
 */
export function escapeHtml(text: string): string {
  return escapeMarkup(inertOutput(text))
}

/** Escapes text for HTML and XML as it is, but for the control characters that XML 1.0 does not allow. */
export function escapeMarkup(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, (char) => ENTITY[char] ?? char)
}

/** Replaces the entities that `escapeMarkup` writes by their characters. */
export function unescapeHtml(markup: string): string {
  return markup.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => CHARACTERS.get(entity) ?? entity)
}

/** Writes a block of a page in a language as HTML; all text is escaped. A table is labelled with `title`, that of its section. */
export function blockHtml(block: Block, title: string, language: Language): TextPieces {
  const prose = (text: string) => proseHtml(text, language)
  switch (block.kind) {
    case 'heading':
      return [`<h${block.level + 2}>${inline(block.text, prose)}</h${block.level + 2}>`]
    case 'lines':
      return [`<p>${block.lines.map((line) => inline(line, prose)).join('<br>\n')}</p>`]
    case 'paragraph':
      return [`<p>${inline(block.text, prose)}</p>`]
    case 'list':
      return [items(block.items, prose)]
    case 'quoted':
      return [
        `<figure><figcaption>${escapeHtml(block.heading)}</figcaption><blockquote>${running(block.text, language, escapeHtml)}</blockquote></figure>`,
      ]
    case 'table':
      return tableHtml(block, title, language)
  }
}

function* tableHtml(table: Table, title: string, language: Language): Generator<string> {
  const head = table.head
    .map((cell) => `<th scope="col"${isLongHead(cell) ? LONG : ''}>${escapeHtml(cell)}</th>`)
    .join('')
  yield `<div class="table" tabindex="0" role="group" aria-label="${escapeHtml(title)}"><table><thead><tr>${head}</tr></thead><tbody>\n`
  const classes = classesOf(table)
  // In a cell, where room is scarce, a line may end between a date and its time.
  const write = (text: string) => running(text, language, (part) => unbroken(part, CELL_UNITS))
  for (const row of table.rows)
    yield `<tr>${row.map((cell, i) => `<td${classes[i] ?? ''}>${inline(cell, write)}</td>`).join('')}</tr>\n`
  yield '</tbody></table></div>'
}

/** Table cells and code up to this width, such as a time or an id, are not wrapped. */
const SHORT_COLUMNS = 24
const SHORT = ' class="short"'

/** The head of a column that is wider than this is given room of its own in print, which cells of few characters do not ask for. */
const LONG_HEAD_COLUMNS = 16
const LONG = ' class="long"'

function isLongHead(cell: string): boolean {
  return columnsOf(cell) > LONG_HEAD_COLUMNS
}

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

function items(list: readonly Item[], write: (text: string) => string): string {
  const lines = list.map(
    ({ text, items: inner = [] }) => `<li>${inline(text, write)}${inner.length === 0 ? '' : items(inner, write)}</li>`,
  )
  return `<ul>\n${lines.join('\n')}\n</ul>`
}

/** `write` writes what is only text. */
function inline(text: Inline, write: (text: string) => string): string {
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
function running(text: string, language: Language, write: (text: string) => string): string {
  return withLinks(text)
    .map((part) => (typeof part === 'string' ? withForeignWords(part, language, write) : linkHtml(part)))
    .join('')
}

/** The same in which no line ends within a date and its time, a number and its unit, or after a single letter and a hyphen. */
export function proseHtml(text: string, language: Language): string {
  return running(text, language, (part) => unbroken(part, PROSE_UNITS))
}

function unbroken(text: string, units: RegExp): string {
  return escapeHtml(text).replace(units, `<span${SHORT}>$&</span>`)
}

const DATE = String.raw`\d{4}-\d\d-\d\d`
/** Among them the number of a notice in Japanese, by its code points: the code of the package is ASCII. */
const UNITS = String.raw`T[-+]\d+:\d\d:\d\d|\b\d+ (?:d|h|min|s)\b|\bno\. \d+|\u7b2c\d+\u5831|\b[a-z]-[a-z]{1,12}\b`
/** A number with the counter behind it, such as 2,140 people, 31 minutes or 7 o'clock; by code points, as above. */
const COUNTED = String.raw`\d[\d,.]{0,20}(?:\u6642\u9593|[\u4e07\u5104]?[\u5e74\u6708\u65e5\u6642\u5206\u79d2\u540d\u4ef6\u5186\u56de\u679a\u4eba\u5272\u5831])`
const CELL_UNITS = new RegExp(`${DATE}|${UNITS}`, 'gi')
const PROSE_UNITS = new RegExp(String.raw`${DATE}(?: \d\d:\d\d(?::\d\d)?)?|${COUNTED}|${UNITS}`, 'gi')

function linkHtml({ link, label }: Link): string {
  const href = webAddress(link)
  if (href === null) return escapeHtml(label === undefined ? link : `${label} ${link}`)
  return `<a href="${escapeHtml(href)}" rel="noreferrer">${escapeHtml(label ?? link)}</a>`
}
