import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from './bench.ts'
import { linksIn, read } from './markdown.ts'

/** To link the pages in Japanese, run HALT_DOCS=write npx vitest run test/docs-index.test.ts. */
const WRITES = process.env.HALT_DOCS === 'write'

const INDEX = 'docs/README.md'

/** The pages in English, but for the index; paths in `docs`. */
const PAGES = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.md') && path !== 'README.md' && !path.startsWith('ja/'))
  .sort()

describe('the index of the documentation', () => {
  it('names the four kinds of pages', () => {
    expect(read(INDEX).match(/^## .*$/gm)).toEqual(['## Tutorial', '## How-to guides', '## Reference', '## Background'])
  })

  it('lists every page once', () => {
    const listed = linksIn(read(INDEX)).map(({ path }) => path)
    expect(listed.filter((path) => PAGES.includes(path)).sort()).toEqual(PAGES)
  })

  it('has the page in Japanese beside that in English, where there is one', () => {
    const wanted = read(INDEX).replaceAll(/^(- \[[^\]]+\]\()([^)]+)\)(?: \(\[日本語\]\([^)]+\)\))?/gm, withJapanese)
    if (WRITES) writeFileSync(join(ROOT, INDEX), wanted)
    expect(read(INDEX)).toBe(wanted)
  })
})

function withJapanese(_: string, begin: string, path: string): string {
  const link = `${begin}${path})`
  return existsSync(join(ROOT, 'docs/ja', path)) && !path.startsWith('.') ? `${link} ([日本語](ja/${path}))` : link
}
