import { columnsOf } from '../fold.ts'
import { escaped } from '../markup.ts'
import { type Block, type Inline, type Item, plainText, type ReportDocument, type Section } from './blocks.ts'
import { PAGE_STYLE } from './pagestyle.ts'

/** The picture of the timeline, as SVG without a style of its own. */
export interface Picture {
  readonly svg: string
  readonly title: string
}

export interface Page {
  readonly document: ReportDocument
  /** Null where none belongs to it. */
  readonly picture: Picture | null
  /** Style of the picture. */
  readonly pictureStyle: string
  /** Base64 of the SHA-256 of the style, as a content security policy names it (CSP Level 3, 6.7.3.3). */
  readonly digest: (style: string) => string
  readonly contents: string
}

/** The report as one HTML file: no script, nothing from outside, and a policy that allows neither. */
export function reportHtml({ document, picture, pictureStyle, digest, contents }: Page): string {
  const { title, language, partial, marks, sections } = document
  const style = `${PAGE_STYLE}\n${pictureStyle}`
  const policy = `default-src 'none'; style-src 'sha256-${digest(style)}'; base-uri 'none'; form-action 'none'`
  const [first, ...rest] = sections
  return [
    '<!DOCTYPE html>',
    `<html lang="${language}">`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    ...partialHtml(partial),
    '<header>',
    `<h1>${escaped(title)}</h1>`,
    ...markHtml(marks),
    '</header>',
    `<nav aria-label="${escaped(contents)}"><ol>${sections.map(({ id, title }) => `<li><a href="#${id}">${escaped(title)}</a></li>`).join('')}</ol></nav>`,
    '<main>',
    ...(first === undefined ? [] : [sectionHtml(first)]),
    ...(picture === null ? [] : [pictureHtml(picture)]),
    ...rest.map(sectionHtml),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

/** What is missing, where it stays in sight. */
export function partialHtml(partial: string | null): string[] {
  return partial === null ? [] : [`<p class="partial" role="alert">${escaped(partial)}</p>`]
}

export function markHtml(marks: readonly string[]): string[] {
  return marks.map((mark) => `<p class="mark"><strong>${escaped(mark)}</strong></p>`)
}

export function pictureHtml({ svg, title }: Picture): string {
  return `<figure class="picture" tabindex="0" role="group" aria-label="${escaped(title)}">${svg}</figure>`
}

export function sectionHtml({ id, title, blocks }: Section): string {
  return `<section id="${id}" aria-labelledby="${id}-title">\n<h2 id="${id}-title">${escaped(title)}</h2>\n${blocks
    .map((block) => blockHtml(block, title))
    .join('\n')}\n</section>`
}

function blockHtml(block: Block, title: string): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${inline(block.text)}</p>`
    case 'list':
      return items(block.items)
    case 'quoted':
      return `<figure><figcaption>${escaped(block.heading)}</figcaption><blockquote>${escaped(block.text)}</blockquote></figure>`
    case 'table': {
      const head = block.head.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join('')
      const kinds = block.head.map((_, i) => classOf(block.rows.map((row) => row[i] ?? '')))
      const cells = (row: readonly Inline[]) => row.map((cell, i) => `<td${kinds[i] ?? ''}>${inline(cell)}</td>`)
      const rows = block.rows.map((row) => `<tr>${cells(row).join('')}</tr>`)
      return `<div class="table" tabindex="0" role="group" aria-label="${escaped(title)}"><table><thead><tr>${head}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table></div>`
    }
  }
}

/** What one line has room for, such as a time: where there is nothing longer, it is not broken. */
const LINE = 24

function classOf(cells: readonly Inline[]): string {
  return cells.every((cell) => columnsOf(plainText(cell)) <= LINE) ? ' class="short"' : ''
}

function items(list: readonly Item[]): string {
  const lines = list.map(
    ({ text, items: inner = [] }) => `<li>${inline(text)}${inner.length === 0 ? '' : items(inner)}</li>`,
  )
  return `<ul>\n${lines.join('\n')}\n</ul>`
}

function inline(text: Inline): string {
  if (typeof text === 'string') return escaped(text)
  if ('code' in text) return `<code${classOf([text])}>${escaped(text.code)}</code>`
  if ('struck' in text) return `<del>${inline(text.struck)}</del>`
  return text.map(inline).join('')
}
