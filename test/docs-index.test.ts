import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from './bench.ts'
import { linksIn, read } from './markdown.ts'

/** The pages in English, but for the index; paths in `docs`. */
const PAGES = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.md') && path !== 'README.md' && !path.startsWith('ja/'))
  .sort()

describe.each(['docs', 'docs/ja'])('the index in %s', (folder) => {
  const index = read(`${folder}/README.md`)

  it('has the four kinds of pages', () => {
    expect(index.match(/^## /gm)).toHaveLength(4)
  })

  it('lists every page once, in one language or the other', () => {
    const listed = linksIn(index).map(({ path }) => join(folder, path).replace(/^docs\/(?:ja\/)?/, ''))
    expect(listed.filter((path) => PAGES.includes(path)).sort()).toEqual(PAGES)
  })
})
