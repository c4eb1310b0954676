import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../src/domain/runbook/runbook.ts'
import { PAGES, reportIn } from './pages.ts'
import { STORIES } from './stories/index.ts'

/** To update the golden files, run HALT_REPORTS=write npx vitest run test/report/golden.long.test.ts, then review them. */
const WRITES = process.env.HALT_REPORTS === 'write'

const FOLDER = join(import.meta.dirname, 'golden')
const MARKDOWN_AND_PICTURE = [
  ['markdown', 'md'],
  ['svg', 'svg'],
] as const

function expectGolden(name: string, text: string): void {
  const path = join(FOLDER, name)
  if (WRITES) writeFileSync(path, text)
  expect(text).toBe(readFileSync(path, 'utf8'))
}

describe.each(STORIES)('the report of $name', (story) => {
  it.each(LANGUAGES)('in %s matches the golden files', async (language) => {
    for (const [format, ending] of MARKDOWN_AND_PICTURE)
      expectGolden(`${story.name}.${language}.${ending}`, await reportIn(story, language, format))
  })
})

it.each(PAGES)('the HTML page of $name matches the golden file', async ({ name, page }) => {
  expectGolden(`${name}.html`, await page())
})

it('there is no golden file without a story', () => {
  const names = [
    'README.md',
    ...PAGES.map(({ name }) => `${name}.html`),
    ...STORIES.flatMap(({ name }) =>
      LANGUAGES.flatMap((language) => MARKDOWN_AND_PICTURE.map(([, ending]) => `${name}.${language}.${ending}`)),
    ),
  ]
  expect(readdirSync(FOLDER).sort()).toEqual(names.sort())
})
