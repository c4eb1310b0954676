import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isRunbook } from '../../src/domain/runbook/runbook.ts'
import { isSettings } from '../../src/domain/settings.ts'
import { assembleRunbook } from '../../src/runbook/assemble-runbook.ts'
import { chapterFrom } from '../../src/runbook/chapter.ts'
import { normaliseSettings } from '../../src/runbook/normalise-settings.ts'
import { chapterSchema } from '../../src/runbook/runbook-schema.ts'
import { settingsSchema } from '../../src/runbook/settings-schema.ts'
import { readManualFile } from '../../src/runbook/yaml.ts'

const PIECES = [
  'steps:',
  'id:',
  '- ',
  '  ',
  '\n',
  '\n  ',
  ': ',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '|',
  '>',
  '? ',
  '&a ',
  '*a',
]
const MORE = [
  '!!map ',
  '!x ',
  '%YAML 1.2\n',
  '---\n',
  '...\n',
  '<<: ',
  '__proto__: ',
  'constructor: ',
  'ja: ',
  '見る',
  '\t',
  '#',
  ',',
  '\u0000',
]

const made = fc.array(fc.constantFrom(...PIECES, ...MORE, 'title', 'timezone: ', 'cadence: ', '5m', '2026-11-24'), {
  maxLength: 60,
})

it.each([
  ['a chapter', chapterSchema],
  ['settings', settingsSchema],
])('%s of random text is parsed or has findings with a position, and never throws', (_, schema) => {
  fc.assert(
    fc.property(
      fc.oneof(
        made.map((parts) => parts.join('')),
        fc.string({ unit: 'binary' }),
      ),
      (text) => {
        const { source, value } = readManualFile('made.yaml', text, schema as typeof chapterSchema)
        expect(value === null).toBe(source.findings.length > 0)
        for (const { line, column } of source.findings) expect(line >= 1 && column >= 1).toBe(true)
      },
    ),
    { numRuns: 300 },
  )
})

const CHAPTER = readFileSync(resolve(import.meta.dirname, '../../runbooks/7-readiness.yaml'), 'utf8')
const SETTINGS = `timezone: Asia/Tokyo
organisation: { ja: 取引所, en: Exchange }
channels: { website: { via: file, path: site, languages: [ja] } }
cadence: { first: 5m, update: 30m, email: on-change, sev1: { update: 15m } }
share: { group: oncall }
`

/** A valid file with a few characters replaced, so that some of the results are still valid. */
function nearly(text: string): fc.Arbitrary<string> {
  const change = fc.tuple(
    fc.nat(text.length),
    fc.nat(3),
    fc.constantFrom('', '1', 'x', ' ', '-', '\t', '\u001b', '\u0085', '9'.repeat(12), '/', '+09:00'),
  )
  return fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map((changes) =>
      changes.reduce((made, [at, length, piece]) => made.slice(0, at) + piece + made.slice(at + length), text),
    )
}

it('a runbook or settings that are accepted can be read back from the log', () => {
  let accepted = 0
  fc.assert(
    fc.property(nearly(CHAPTER), nearly(SETTINGS), (chapter, settings) => {
      const read = readManualFile('made.yaml', chapter, chapterSchema)
      const governs = readManualFile('halt.yaml', settings, settingsSchema).value
      if (read.value !== null) expect(isRunbook(assembleRunbook([chapterFrom(read)]))).toBe(true)
      if (governs !== null) expect(isSettings(normaliseSettings(governs))).toBe(true)
      accepted += Number(read.value !== null) + Number(governs !== null)
    }),
    { numRuns: 120 },
  )
  expect(accepted).toBeGreaterThan(10)
})

it('at most 100 findings are reported for a file', () => {
  const { source } = readManualFile('made.yaml', `steps:\n${'  - {}\n'.repeat(300)}`, chapterSchema)
  expect(source.findings).toHaveLength(100)
})

it('a file with too many values is rejected before they are checked', () => {
  const { source, value } = readManualFile('made.yaml', `steps:\n${'  - {}\n'.repeat(21_000)}`, chapterSchema)
  expect(value).toBeNull()
  expect(source.findings).toMatchObject([{ code: 'too-many-values', params: { limit: 20_000 } }])
})

it('a list or a map as a key is rejected, with its position', () => {
  const { source, value } = readManualFile('made.yaml', 'title: x\n? [a]\n: b\n', chapterSchema)
  expect(value).toBeNull()
  expect(source.findings).toMatchObject([{ code: 'yaml-feature', params: { feature: '?' }, line: 2 }])
})

it('at most 100 of thousands of aliases are reported', () => {
  const { source } = readManualFile('made.yaml', `a: &a [x]\nb:\n${'- *a\n'.repeat(9000)}`, chapterSchema)
  expect(source.findings).toHaveLength(100)
})
