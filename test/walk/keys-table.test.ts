import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { ACTIONS, type ActionName } from '../../src/walk/actions.ts'
import { walk as en } from '../../src/walk/words.en.ts'
import { walk as ja } from '../../src/walk/words.ja.ts'

/** To update the tables, run HALT_WALKS=write npx vitest run test/walk/keys-table.test.ts. */
const WRITES = process.env.HALT_WALKS === 'write'

const BETWEEN = /(<!-- keys: [^>]+ -->\n)([\s\S]*)(<!-- end of keys -->)/

const PAGES = [
  { path: 'docs/walk.md', head: ['key', 'names', 'what it does'], order: ['en', 'ja'], words: en },
  { path: 'docs/ja/walk.md', head: ['キー', '名前', '内容'], order: ['ja', 'en'], words: ja },
] as const

/** All actions as a Markdown table; the formatter aligns its columns. */
function table({ head, order, words }: (typeof PAGES)[number]): string {
  const rows = (Object.keys(ACTIONS) as ActionName[]).map((name) => {
    const { key, commands, names } = ACTIONS[name]
    const called = { en: [...commands, ...names.en], ja: names.ja }
    const inOrder = [...new Set(order.flatMap((language) => called[language]))].map((word) => `\`/${word}\``)
    return [key === null ? '' : `\`${key}\``, inOrder.join(' '), words.help[name]]
  })
  return [head, ['---', '---', '---'], ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

test.each(PAGES)('$path has all keys and names', (shown) => {
  const path = resolve(import.meta.dirname, '../..', shown.path)
  const page = readFileSync(path, 'utf8')
  const wanted = page.replace(BETWEEN, (_, begin: string, __, end: string) => `${begin}\n${table(shown)}\n\n${end}`)
  if (WRITES) writeFileSync(path, wanted)
  expect(page.match(BETWEEN)).not.toBeNull()
  expect(unaligned(readFileSync(path, 'utf8'))).toBe(unaligned(wanted))
})

/** Text without what aligns the columns of a table. */
function unaligned(text: string): string {
  return text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---')
}
