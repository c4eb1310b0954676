import fc from 'fast-check'
import { expect, it } from 'vitest'
import { chapterSchema } from '../../src/schema/runbook.ts'
import { settingsSchema } from '../../src/schema/settings.ts'
import { readYaml } from '../../src/schema/yaml.ts'

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
])(
  '%s made of anything is read or has findings with a place; it never throws, and never takes long',
  (_, schema) => {
    fc.assert(
      fc.property(
        fc.oneof(
          made.map((parts) => parts.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          const before = performance.now()
          const { source, value } = readYaml('made.yaml', text, schema as typeof chapterSchema)
          expect(performance.now() - before).toBeLessThan(1000)
          expect(value === null).toBe(source.findings.length > 0)
          for (const { line, column } of source.findings) expect(line >= 1 && column >= 1).toBe(true)
        },
      ),
      { numRuns: 1500 },
    )
  },
  60_000,
)
