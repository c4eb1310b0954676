import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { ACTIONS, type ActionName } from '../../src/walk/actions.ts'
import { walk } from '../../src/walk/words.en.ts'

/** To update the table, run HALT_WALKS=write npx vitest run test/walk/keys-table.test.ts. */
const WRITES = process.env.HALT_WALKS === 'write'

const PAGE = resolve(import.meta.dirname, '../../docs/walk.md')
const BETWEEN = /(<!-- keys: [^>]+ -->\n)([\s\S]*)(<!-- end of keys -->)/

/** All actions as a Markdown table; the formatter aligns its columns. */
function table(): string {
  const rows = (Object.keys(ACTIONS) as ActionName[]).map((name) => {
    const { key, commands, names } = ACTIONS[name]
    const called = [...new Set([...commands, ...names.en, ...names.ja])].map((word) => `\`/${word}\``)
    return [key === null ? '' : `\`${key}\``, called.join(' '), walk.help[name]]
  })
  return [['key', 'names', 'what it does'], ['---', '---', '---'], ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n')
}

test('docs/walk.md has all keys and names', () => {
  const page = readFileSync(PAGE, 'utf8')
  const wanted = page.replace(BETWEEN, (_, begin: string, __, end: string) => `${begin}\n${table()}\n\n${end}`)
  if (WRITES) writeFileSync(PAGE, wanted)
  expect(page.match(BETWEEN)).not.toBeNull()
  expect(unaligned(readFileSync(PAGE, 'utf8'))).toBe(unaligned(wanted))
})

/** Text without what aligns the columns of a table. */
function unaligned(text: string): string {
  return text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---')
}
