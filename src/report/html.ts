import { type Pieces, separated } from '../platform/pieces.ts'
import { blockHtml, escaped } from '../view/html.ts'
import type { ReportDocument, Section } from './document.ts'
import { PAGE_STYLE } from './page-style.ts'

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
export function* reportHtml(page: Page): Generator<string> {
  yield* separated(linesOf(page), '\n')
  yield '\n'
}

function* linesOf({ document, picture, pictureStyle, digest, contents }: Page): Generator<Pieces> {
  const { title, language, partial, marks, sections } = document
  const style = `${PAGE_STYLE}\n${pictureStyle}`
  const policy = `default-src 'none'; style-src 'sha256-${digest(style)}'; base-uri 'none'; form-action 'none'`
  const [first, ...rest] = sections
  const head = [
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
  ]
  yield [head.join('\n')]
  if (first !== undefined) yield sectionHtml(first)
  if (picture !== null) yield [pictureHtml(picture)]
  for (const section of rest) yield sectionHtml(section)
  yield ['</main>\n</body>\n</html>']
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

export function* sectionHtml({ id, title, blocks }: Section): Generator<string> {
  yield `<section id="${id}" aria-labelledby="${id}-title">\n<h2 id="${id}-title">${escaped(title)}</h2>\n`
  yield* separated(
    blocks.map((block) => blockHtml(block, title)),
    '\n',
  )
  yield '\n</section>'
}
