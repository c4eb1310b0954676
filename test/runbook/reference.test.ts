import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { fileSchemas, jsonSchemas } from '../../src/cli/schemas.ts'
import { keyWordsEn, keyWordsJa } from '../reference/key-words.ts'
import { keyReference, type Schema } from './key-reference.ts'

/** To update the reference, run HALT_DOCS=write npx vitest run test/runbook/reference.test.ts. */
const WRITES = process.env.HALT_DOCS === 'write'

const BETWEEN = /(<!-- reference: [^>]+ -->\n)([\s\S]*)(<!-- end of reference -->)/

test.each([
  ['docs/runbooks.md', keyWordsEn],
  ['docs/ja/runbooks.md', keyWordsJa],
] as const)('%s has all keys of all files of a manual', (path, words) => {
  const file = resolve(import.meta.dirname, '../..', path)
  const page = readFileSync(file, 'utf8')
  const schemas = jsonSchemas()
  // The settings have a page of their own in both languages: test/reference.
  const files = Object.keys(fileSchemas).filter((name) => name !== 'settings')
  const reference = keyReference(
    files.map((name) => schemas[name] as Schema),
    words,
  )
  const wanted = page.replace(BETWEEN, (_, begin: string, __, end: string) => `${begin}\n${reference}\n\n${end}`)
  if (WRITES) writeFileSync(file, wanted)
  expect(page.match(BETWEEN)).not.toBeNull()
  expect(readFileSync(file, 'utf8')).toBe(wanted)
})
