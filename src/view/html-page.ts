import { createHash } from 'node:crypto'
import type { Language } from '../domain/runbook/runbook.ts'
import { joinPieces, type TextPieces } from '../platform/pieces.ts'
import type { Block } from './blocks.ts'
import { blockHtml, escapeHtml, proseHtml } from './html.ts'
import { shortLine } from './inert.ts'

/** A picture as markup, which the page styles; `title` is its caption. */
export interface EmbeddedPicture {
  readonly html: string
  readonly title: string
}

interface PageSection {
  readonly id: string
  readonly title: string
  readonly blocks: readonly Block[]
}

/** What follows the body of a page, for reference. */
export interface Annex {
  readonly title: string
  /** Empty if it was left out. */
  readonly sections: readonly PageSection[]
  /** Says that it was left out; null if it was not. */
  readonly leftOut: string | null
}

/** What stands at the edges of each printed page, beside its number. */
export interface PageEdges {
  readonly title: string
  /** Who may read it. */
  readonly readers: string
  /** When it was made. */
  readonly made: string
}

export interface HtmlPage {
  readonly title: string
  readonly language: Language
  /** A warning that stays visible; null if there is none. */
  readonly partial: string | null
  /** Notes above everything else. */
  readonly marks: readonly string[]
  /** A note below the first section; null if there is none. */
  readonly reservation: string | null
  readonly sections: readonly PageSection[]
  /** Begins on a new page in print; null for a page without one. */
  readonly annex: Annex | null
  /** Follows the first section; null for a page without a picture. */
  readonly picture: EmbeddedPicture | null
  readonly pictureStyle: string
  /** Label of the table of contents. */
  readonly contents: string
  /** Null if printed pages have none. */
  readonly edges: PageEdges | null
}

/** Writes a page as one HTML file without scripts or external resources, and a policy that forbids both. */
export function* htmlPage(page: HtmlPage): Generator<string> {
  yield* joinPieces(pageHtml(page), '\n')
  yield '\n'
}

function* pageHtml(page: HtmlPage): Generator<TextPieces> {
  const { title, language, partial, marks, reservation, sections, annex, picture, pictureStyle, contents, edges } = page
  const style = [PAGE_STYLE, pictureStyle, ...(edges === null ? [] : [edgeStyle(edges)])].join('\n')
  const policy = `default-src 'none'; style-src 'sha256-${styleDigest(style)}'; base-uri 'none'; form-action 'none'`
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
    `<title>${escapeHtml(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    ...partialHtml(partial),
    '<header>',
    `<h1>${proseHtml(title, language)}</h1>`,
    ...marksHtml(marks, language),
    '</header>',
    '<main>',
  ]
  yield [head.join('\n')]
  if (first !== undefined) yield sectionHtml(first, language)
  if (reservation !== null) yield marksHtml([reservation], language)
  if (picture !== null) yield [pictureHtml(picture, language)]
  for (const section of rest) yield sectionHtml(section, language)
  if (annex !== null) yield annexHtml(annex, language)
  const linked = [...sections, ...(annex === null || annex.sections.length === 0 ? [] : [{ id: ANNEX, ...annex }])]
  const links = [...linked, ...(annex?.sections ?? [])].map(
    ({ id, title }) => `<li><a href="#${id}">${escapeHtml(title)}</a></li>`,
  )
  // The answers come first; who wants more finds its place at the end.
  yield [`</main>\n<nav aria-label="${escapeHtml(contents)}"><ol>${links.join('')}</ol></nav>\n</body>\n</html>`]
}

const ANNEX = 'annex'

function* annexHtml({ title, sections, leftOut }: Annex, language: Language): Generator<string> {
  if (leftOut !== null) yield `<p>${escapeHtml(leftOut)}</p>`
  if (sections.length === 0) return
  yield `<section id="${ANNEX}" class="annex" aria-labelledby="${ANNEX}-title">\n<h2 id="${ANNEX}-title">${escapeHtml(title)}</h2>\n`
  yield* joinPieces(
    sections.map((section) => sectionHtml(section, language, 3)),
    '\n',
  )
  yield '\n</section>'
}

/** For the `style-src` of the content security policy (CSP Level 3, 6.7.3.3). */
function styleDigest(style: string): string {
  return createHash('sha256').update(style).digest('base64')
}

/** The warning about a damaged log, which stays visible when the page is scrolled. */
export function partialHtml(partial: string | null): string[] {
  return partial === null ? [] : [`<p class="partial" role="alert">${escapeHtml(partial)}</p>`]
}

export function marksHtml(marks: readonly string[], language: Language): string[] {
  return marks.map((mark) => `<p class="mark"><strong>${proseHtml(mark, language)}</strong></p>`)
}

export function pictureHtml({ html, title }: EmbeddedPicture, language: Language): string {
  return `<figure class="picture"><figcaption>${proseHtml(title, language)}</figcaption>\n${html}\n</figure>`
}

export function* sectionHtml(
  { id, title, blocks }: PageSection,
  language: Language,
  level: 2 | 3 = 2,
): Generator<string> {
  yield `<section id="${id}" aria-labelledby="${id}-title">\n<h${level} id="${id}-title">${proseHtml(title, language)}</h${level}>\n`
  const parts = blocks.map((block) => blockHtml(block, title, language))
  yield* joinPieces(parts, '\n')
  yield '\n</section>'
}

/**
 * Style of printed pages: their edges are margin boxes (CSS Paged Media 3), which Chromium prints since version 131, and
 * other browsers leave out.
 */
export function edgeStyle({ title, readers, made }: PageEdges): string {
  const pages = 'counter(page) " / " counter(pages)'
  const boxes = [
    ['top-left', cssString(shortLine(title, EDGE_COLUMNS))],
    ['top-right', cssString(readers)],
    ['bottom-left', cssString(made)],
    ['bottom-right', pages],
  ].map(([box, content]) => `@${box}{content:${content};${EDGE}}`)
  return `@page{${boxes.join('')}}`
}

/** How much of a title fits beside who may read it. */
const EDGE_COLUMNS = 72
const EDGE =
  'font:8pt/1.4 system-ui,-apple-system,"Segoe UI","Hiragino Sans","Noto Sans JP","Noto Sans CJK JP",sans-serif;color:#444;white-space:nowrap'

/** A string in CSS (CSS Syntax 3, 4.3.5) that also is inert in a `<style>` element. */
function cssString(text: string): string {
  return `"${text.replace(/["\\<>&\p{Cc}]/gu, (char) => `\\${char.charCodeAt(0).toString(16)} `)}"`
}

/**
 * Style of the marks and the damage warning, independent of the rest of the page. The warning is sticky, and repeats on
 * each printed page in room that the body reserves: in the page margin, it would land on the page before.
 */
export const MARK_STYLE = `
.mark{padding:.6rem .9rem;background:var(--warn-ground,#fff1e6);color:var(--warn,#9a3412);border-left:.3rem solid var(--warn,#9a3412);border-radius:.2rem}
.partial{position:sticky;top:0;z-index:1;margin:0 0 1rem;padding:.6rem .9rem;background:#7a0012;color:#fff;font-weight:700}
@media print{
.mark{break-inside:avoid}
.partial{position:fixed;top:0;left:0;right:0;max-height:17mm;overflow:hidden;margin:0;padding:1mm 2mm;font-size:8.5pt;line-height:1.4}
body:has(.partial){padding-top:20mm!important;-webkit-box-decoration-break:clone;box-decoration-break:clone}
}
`.trim()

export const PAGE_STYLE = `
:root{color-scheme:light dark;--ink:#1b1f24;--faint:#59636e;--line:#d1d9e0;--ground:#fff;--raised:#f6f8fa;--accent:#0969da;--warn:#9a3412;--warn-ground:#fff1e6}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--faint:#9da7b3;--line:#30363d;--ground:#0d1117;--raised:#161b22;--accent:#79b8ff;--warn:#ffb68a;--warn-ground:#3a2114}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1.5rem;max-width:62rem;background:var(--ground);color:var(--ink);font:16px/1.6 system-ui,-apple-system,"Segoe UI","Hiragino Sans","Noto Sans JP","Noto Sans CJK JP",sans-serif;overflow-wrap:anywhere}
h1{font-size:1.8rem;line-height:1.25;margin:.5rem 0 1rem;text-wrap:balance}
h2{font-size:1.2rem;margin:2.2rem 0 .7rem;padding-bottom:.3rem;border-bottom:1px solid var(--line)}
h3{font-size:1.05rem;margin:1.8rem 0 .6rem}
.annex{margin-top:4rem;border-top:4px double var(--line)}
${MARK_STYLE}
nav ol{display:flex;flex-wrap:wrap;gap:.3rem 1rem;padding:0;margin:0;list-style:none;font-size:.9rem}
a{color:var(--accent)}
code{font:.88em ui-monospace,"SFMono-Regular",Menlo,Consolas,"Noto Sans Mono CJK JP",monospace;background:var(--raised);padding:.1em .3em;border-radius:.2rem}
p,li{text-wrap:pretty}
ul{padding-left:1.3rem;margin:.4rem 0}
.table{overflow-x:auto}
.table+.table{margin-top:1rem}
table{border-collapse:collapse;width:100%;font-size:.9rem;line-height:1.45}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--line);min-width:4.5rem}
td{white-space:pre-line}
th{background:var(--raised);font-weight:600}
.short{white-space:nowrap}
@media screen{
th,td{overflow-wrap:break-word}
:is(th,td) :is(a,code){overflow-wrap:anywhere}
td:not(.short){min-width:9rem}
td:has(>a){min-width:14rem}
.table :is(th,td):first-child{position:sticky;left:0;background:var(--ground)}
.table th:first-child{background:var(--raised)}
}
:lang(ja) :is(h1,h2,h3,th,td,figcaption,.lane-label){word-break:auto-phrase}
:lang(en) :is(h1,h2,h3,figcaption){word-break:keep-all}
del,p>.faint{color:var(--faint)}
p>.faint{font-size:.9em}
figure{margin:1rem 0}
figcaption{font-weight:600;font-size:.9rem}
blockquote{white-space:pre-wrap;margin:.4rem 0 0;padding:.6rem .9rem;background:var(--raised);border-left:.25rem solid var(--line);font-size:.9rem}
.picture{margin:1.5rem 0}
#summary>ul{list-style:none;padding:0;margin:0}
#summary>ul>li{padding:.55rem 0 .55rem 13rem;border-bottom:1px solid var(--line)}
#summary>ul>li::after{content:"";display:block;clear:both}
#summary>ul>li>strong:first-child{float:left;width:12rem;margin-left:-13rem}
@media (max-width:40rem){#summary>ul>li{padding-left:0}#summary>ul>li>strong:first-child{display:block;float:none;width:auto;margin:0;font-size:.9rem;color:var(--faint)}}
@media screen and (max-width:48rem){table{font-size:.85rem}tr:has(>:nth-child(5))>td.short{white-space:normal}}
@media (max-width:40rem){body{padding:1rem}h1{font-size:1.35rem}table{font-size:.82rem}th,td{padding:.35rem .4rem;min-width:4rem}td.short{white-space:normal}td:not(.short){min-width:8rem}td:not(.short,:first-child){min-width:12.75rem}tr:not(:has(>:nth-child(4)))>td:not(.short,:first-child){min-width:10rem}}
@media print{
@page{size:A4;margin:17mm 14mm 15mm}
:root{--ink:#000;--faint:#444;--line:#bbb;--ground:#fff;--raised:#f2f2f2;--accent:#000;--warn:#7a2a0a;--warn-ground:#fff}
body{padding:0;max-width:none;font-size:9pt;line-height:1.4}
p,ul,figure,.picture{margin:.3rem 0}
figcaption{font-size:9pt}
.picture>figcaption{font-size:11.5pt}
.mark{margin:.25rem 0;padding:.2rem .7rem}
#summary>ul>li{padding:.2rem 0 .2rem 10rem}
#summary>ul>li>strong:first-child{width:9.5rem;margin-left:-10rem}
h1{font-size:15pt;margin:0 0 .6rem}
h2{font-size:11.5pt;margin:.7rem 0 .2rem;padding-bottom:.15rem}
h3{font-size:10.5pt;margin:1.1rem 0 .3rem}
.annex{break-before:page;margin:0;border:0}
.annex>h2{margin-top:0}
nav{display:none}
main{display:flex;flex-direction:column}
#summary,#summary~.mark{order:-3}
#story{order:-2}
main>.picture{order:-1}
main:has(.lane:nth-child(12))>#impact{order:-2}
#impact>ul:has(>li:nth-child(3)){columns:2}
table{font-size:8pt;line-height:1.28}
th,td{min-width:5em;padding:.08rem .35rem}
td:not(.short){min-width:9em}
th,.short{min-width:0}
td.short{width:1%}
tr:has(>:nth-child(6))>td{min-width:5em}
tr:has(>:nth-child(6))>.short:not(:first-child){width:auto;white-space:normal}
tr:not(:has(>:nth-child(5)))>:is(.long,td:not(.short)){min-width:15em}
th,.short{overflow-wrap:normal}
h1,h2,h3,tr,.mark,.picture{break-inside:avoid}
h1,h2,h3,figcaption,p:has(+.table,+ul){break-after:avoid}
p:has(>.faint),p:has(>.faint)+p{break-before:avoid}
.table:not(:has(tbody>tr:nth-child(6))),ul:not(:has(>li:nth-child(6))),li:has(>ul){break-inside:avoid}
:is(tbody>tr,section>ul>li):first-child,tbody>tr:nth-last-child(-n+4):not(:last-child),section>ul>li:nth-last-child(2){break-after:avoid}
section:not(.annex,:has(tr:nth-child(12))):is(:last-child,:has(+.annex),:has(+p:last-child)){break-before:avoid;break-inside:avoid}
main>p:last-child{break-before:avoid}
li>ul{display:flex;flex-wrap:wrap;gap:0 1.6rem;margin:0}
blockquote{font-size:8.5pt;line-height:1.45;orphans:4;widows:4}
thead{display:table-header-group}
.table{overflow:visible}
}
`.trim()
