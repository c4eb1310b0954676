import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { describe, expect, it } from 'vitest'
import { ROOT } from './bench.ts'
import { blocks, linksIn, read } from './markdown.ts'

/** Pages in Japanese, by their path below `docs/ja`; links and commands are checked with those of all pages. */
const PAGES = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.startsWith('ja/') && path.endsWith('.md'))
  .map((path) => path.slice('ja/'.length))

const exists = (path: string) => existsSync(join(ROOT, path))
/** The English page of one: in `docs`, or in the folder of the project. */
const englishOf = (page: string) => (exists(join('docs', page)) ? join('docs', page) : page)
const isInJapanese = (path: string) => PAGES.some((page) => englishOf(page) === path)

describe('the documentation in Japanese', () => {
  it('has an English page for each of its pages', () => {
    expect(PAGES.filter((page) => !exists(englishOf(page)))).toEqual([])
  })

  it.each(PAGES)('%s has the headings of the English page, level by level', (page) => {
    expect(levels(read(join('docs/ja', page)))).toEqual(levels(read(englishOf(page))))
  })

  it.each(PAGES)('%s has tables of the same size as the English page', (page) => {
    expect(rows(read(join('docs/ja', page)))).toBe(rows(read(englishOf(page))))
  })

  it.each(PAGES)('%s has rows for the same codes, with the same numbers, as the English page', (page) => {
    expect(codeRows(read(join('docs/ja', page)))).toEqual(codeRows(read(englishOf(page))))
  })

  it.each(PAGES)('%s shows the same settings, programs and typed lines as the English page', (page) => {
    expect(code(read(join('docs/ja', page)))).toEqual(code(read(englishOf(page))))
  })

  it.each(PAGES)('%s has the figures of the English page', (page) => {
    expect(figures(read(join('docs/ja', page)))).toEqual(figures(read(englishOf(page))))
  })

  it.each(PAGES)('%s names the same source files in the same order', (page) => {
    expect(sources(read(join('docs/ja', page)))).toEqual(sources(read(englishOf(page))))
  })

  it.each(PAGES)('%s links to pages in Japanese where there are any', (page) => {
    const english = linksIn(read(join('docs/ja', page)))
      .map(({ path }) => join('docs/ja', dirname(page), path))
      .filter((path) => !path.startsWith('docs/ja/') && path.endsWith('.md'))
    expect(english.filter(isInJapanese)).toEqual([])
  })

  it.each(PAGES)('%s marks nothing that Markdown does not take for bold', (page) => {
    // Between a bracket and a letter, without a space as in English, `**` stays as it is.
    expect(textsOf(fromMarkdown(read(join('docs/ja', page)))).filter((text) => text.includes('**'))).toEqual([])
  })
})

interface Node {
  readonly type: string
  readonly value?: string
  readonly children?: readonly Node[]
}

function textsOf({ type, value, children = [] }: Node): string[] {
  return [...(type === 'text' && value !== undefined ? [value] : []), ...children.flatMap(textsOf)]
}

const withoutBlocks = (page: string) => page.replaceAll(/^```[\s\S]*?^```/gm, '')

/** The level of each heading, in order. */
const levels = (page: string) => [...withoutBlocks(page).matchAll(/^#+(?= )/gm)].map(([marks]) => marks.length)

const rows = (page: string) => [...withoutBlocks(page).matchAll(/^\|/gm)].length

/** Of the rows of tables, the code in the first cell (not NAME, which is translated), and a number in the second one. */
const codeRows = (page: string) =>
  [...withoutBlocks(page).matchAll(/^\| (`(?!\S*[A-Z]{2})[\w.-]+`|\d+) +\|(?: +(\d+) +\|)?/gm)].map(
    ([, code, number]) => [code, number],
  )

const sources = (page: string) => page.match(/[\w./-]+\.ts\b/g)

/** What a benchmark writes into a page, between its marks. */
const figures = (page: string) => page.match(/^<!-- (figures[^>]*) -->$[\s\S]*?^<!-- end of \1 -->$/gm)

/** Everything in a page that is for a program to read, without its comments, which may be in either language. */
const code = (page: string) => ({
  sh: blocks(page, 'sh').map(uncommented),
  yaml: blocks(page, 'yaml').map(uncommented),
  json: blocks(page, 'json'),
  typed: blocks(page, 'console').map((block) => uncommented(wordless((block.match(/^\$ .*$/gm) ?? []).join('\n')))),
})

/** Without the words that customers read, which each page gives in its language. */
const wordless = (text: string) => text.replaceAll(/--(organisation|contact)-(?:ja|en) (?:"[^"]*"|\S+)/g, '--$1')

const uncommented = (text: string) => text.replaceAll(/(^|\s+)# .*$/gm, '').trimEnd()
