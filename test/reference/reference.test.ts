import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, it } from 'vitest'
import { readAuthorities } from '../../src/authority/io/authority-files.ts'
import { docsPage } from '../../src/cli/io/docs-page.ts'
import { shippedIds } from '../../src/cli/io/shipped-ids.ts'
import { programFacts } from '../../src/cli/manual/command-facts.ts'
import { jsonSchemas } from '../../src/cli/schemas.ts'
import { words as en } from '../../src/cli/topics/words.en.ts'
import { words as ja } from '../../src/cli/topics/words.ja.ts'
import type { Language } from '../../src/domain/runbook/runbook.ts'
import { loadRunbook } from '../../src/runbook/io/chapter-files.ts'
import { ROOT } from '../bench.ts'
import type { Schema } from '../runbook/key-reference.ts'
import { commandsPage, settingsPage, topicPage } from './pages.ts'

/** To update the reference, run HALT_DOCS=write npx vitest run test/reference. */
const WRITES = process.env.HALT_DOCS === 'write'

const FOLDERS = { en: 'docs/reference', ja: 'docs/ja/reference' }
const TOPICS = { en, ja }

const { runbook } = loadRunbook(join(ROOT, 'runbooks'), null)
const { known } = readAuthorities(join(ROOT, 'runbooks'), join(ROOT, 'no-team'))
const ids = shippedIds(ROOT, runbook, known)

async function pagesIn(language: Language): Promise<Readonly<Record<string, string>>> {
  const folder = join(ROOT, FOLDERS[language])
  const pageIn = (page: string) => relative(folder, docsPage(ROOT, page, language))
  const pages = {
    'commands.md': commandsPage(await programFacts(language, ids), language, pageIn),
    'environment.md': topicPage(TOPICS[language], 'environment'),
    'exit-codes.md': topicPage(TOPICS[language], 'exit-codes'),
    'schemas.md': topicPage(TOPICS[language], 'json'),
    'settings.md': settingsPage(jsonSchemas().settings as Schema, language),
    'times.md': topicPage(TOPICS[language], 'times'),
  }
  const schemas = relative(folder, join(ROOT, 'schemas'))
  return Object.fromEntries(
    Object.entries(pages).map(([name, page]) => [name, page.replaceAll('SCHEMAS/', `${schemas}/`)]),
  )
}

it.each(['en', 'ja'] as const)('docs/reference is what the program says of itself, in %s', async (language) => {
  const pages = await pagesIn(language)
  for (const [name, wanted] of Object.entries(pages)) {
    const path = join(ROOT, FOLDERS[language], name)
    mkdirSync(dirname(path), { recursive: true })
    if (WRITES) writeFileSync(path, wanted)
    expect(readFileSync(path, 'utf8'), name).toBe(wanted)
  }
  expect(readdirSync(join(ROOT, FOLDERS[language])).sort()).toEqual(Object.keys(pages).sort())
})
