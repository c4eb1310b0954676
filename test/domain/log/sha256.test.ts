import { createHash, hash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hasher, sparingly } from '../../../src/domain/log/sha256.ts'

const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'

it.each([
  ['of Node that hashes at one go', hasher(() => hash)],
  ['of Node that does not', hasher(() => undefined)],
  ['in JavaScript', sparingly(() => 'of the bulk')],
])('the SHA-256 %s is the one that the standard gives, of bytes and of texts', (_, sha256) => {
  expect(sha256('abc')).toBe(ABC)
  expect(sha256(Buffer.from('xabcx').subarray(1, 4))).toBe(ABC)
  expect(sha256('見')).toBe(sha256(Buffer.from('見')))
})

it('only the first bytes of a process are hashed in JavaScript', () => {
  const sha256 = sparingly(() => 'of the bulk', 200)
  expect(sha256('abc')).toBe(ABC)
  expect(sha256(Buffer.from('abc'))).toBe(ABC)
  expect(sha256(new Uint8Array(69))).not.toBe('of the bulk')
  expect(sha256(new Uint8Array(1))).toBe('of the bulk')
  expect(sha256('')).toBe('of the bulk')
})

it('what is too long for that is not, nor is anything after it', () => {
  const sha256 = sparingly(() => 'of the bulk', 200)
  expect(sha256(new Uint8Array(137))).toBe('of the bulk')
  expect(sha256('abc')).toBe('of the bulk')
})

it('a text is known again as bytes, without being hashed anew', () => {
  const sha256 = sparingly(() => 'of the bulk', 67)
  expect(sha256('abc')).toBe(ABC)
  expect(sha256(Uint8Array.of(0x61, 0x62, 0x63))).toBe(ABC)
  expect(sha256(Uint8Array.of(0x61, 0x62, 0x64))).toBe('of the bulk')
})

it('both ways give the same, of any bytes and of any text, lone surrogates included', () => {
  const data = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ unit: 'binary', maxLength: 100 }),
    fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 100 }).map((units) => String.fromCharCode(...units)),
  )
  fc.assert(
    fc.property(fc.array(data, { maxLength: 12 }), fc.nat(1500), (all, first) => {
      const sha256 = sparingly(
        hasher(() => hash),
        first,
      )
      for (const one of all) {
        const expected = createHash('sha256').update(Buffer.from(one)).digest('hex')
        expect(sha256(one)).toBe(expected)
        expect(sha256(Buffer.from(one))).toBe(expected)
      }
    }),
  )
})
