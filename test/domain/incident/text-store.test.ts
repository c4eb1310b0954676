import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TextStore } from '../../../src/domain/incident/text-store.ts'

/** JSON texts, some of them longer than a page of the store. */
const text = fc.oneof(
  { weight: 6, arbitrary: fc.json() },
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => JSON.stringify(text)) },
  { weight: 1, arbitrary: fc.nat(200_000).map((length) => '停'.repeat(length)) },
)

describe('TextStore', () => {
  it('returns texts as they were added, also after packing, restoring and extending', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 30 }), fc.array(text, { maxLength: 30 }), (before, since) => {
        const first = new TextStore()
        const slots = before.map((text) => first.add(text))
        const packed = first.packed()
        const second = TextStore.from(packed)
        const more = since.map((text) => second.add(text))
        expect(packed.filter((page) => page.includes('\n'))).toEqual([])
        expect(slots.map((slot) => first.at(slot))).toEqual(before)
        expect([...slots, ...more].map((slot) => second.at(slot))).toEqual([...before, ...since])
      }),
    )
  })

  it('keeps every text at its own slot as more are added', () => {
    const shared = new TextStore()
    const slots = Array.from({ length: 3000 }, (_, i) => shared.add(`${i} ${'x'.repeat(i % 90)}`))
    expect(new Set(slots).size).toBe(3000)
    expect(slots.map((slot) => shared.at(slot).split(' ')[0])).toEqual(slots.map((_, i) => String(i)))
  })
})
