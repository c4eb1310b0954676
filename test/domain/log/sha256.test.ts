import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sha256 } from '../../../src/domain/log/sha256.ts'

it('sha256 returns the standard digest, for bytes and texts', () => {
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  expect(sha256('abc')).toBe(abc)
  expect(sha256(Buffer.from('xabcx').subarray(1, 4))).toBe(abc)
  expect(sha256('見')).toBe(sha256(Buffer.from('見')))
})

it('sha256 agrees with Node, both in JavaScript for the first bytes and natively afterwards', () => {
  const data = fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.string({ unit: 'binary', maxLength: 100 }))
  fc.assert(
    fc.property(fc.array(data, { maxLength: 30 }), (all) => {
      for (const one of all) {
        const expected = createHash('sha256').update(Buffer.from(one)).digest('hex')
        expect(sha256(one)).toBe(expected)
        expect(sha256(Buffer.from(one))).toBe(expected)
      }
    }),
  )
})
