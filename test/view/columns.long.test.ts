import fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, it } from 'vitest'
import { charactersOf, columnsOf } from '../../src/view/columns.ts'

/** Any code unit that is not a surrogate, including combining ones. */
const unit = fc.oneof(
  fc.integer({ min: 0x20, max: 0x7e }),
  fc.integer({ min: 0x3000, max: 0x30ff }),
  fc.integer({ min: 0x4e00, max: 0x9fff }),
  fc.integer({ min: 0xff00, max: 0xffef }),
  fc.integer({ min: 0, max: 0xd7ff }),
  fc.constantFrom(0x200d, 0xfe0f, 0x20e3, 0x3099, 0x309a, 0x0d, 0x0a),
)
const text = fc.array(unit, { maxLength: 12 }).map((units) => String.fromCharCode(...units))
const anyText = fc.oneof(text, fc.string({ unit: 'binary' }), fc.constantFrom('障害 🚨', 'が', '👩‍💻を交代', '1️⃣'))

const segmenter = new Intl.Segmenter('ja', { granularity: 'grapheme' })

it('columnsOf returns the same width as string-width', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(columnsOf(text)).toBe(stringWidth(text))
    }),
    { numRuns: 3000 },
  )
  for (let unit = 0; unit < 0xd800; unit += 1)
    expect(columnsOf(String.fromCharCode(unit))).toBe(stringWidth(String.fromCharCode(unit)))
})

it('charactersOf splits text into grapheme clusters', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(charactersOf(text)).toEqual([...segmenter.segment(text)].map(({ segment }) => segment))
    }),
    { numRuns: 3000 },
  )
})
