import { hash } from 'node:crypto'
import { expect, it } from 'vitest'
import { hasher } from '../../../src/domain/log/sha256.ts'

it.each([
  ['of Node that hashes at one go', hash],
  ['of Node that does not', undefined],
])('the SHA-256 %s is the one that the standard gives, of bytes and of texts', (_, atOnce) => {
  const sha256 = hasher(atOnce)
  const expected = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  expect(sha256('abc')).toBe(expected)
  expect(sha256(Buffer.from('xabcx').subarray(1, 4))).toBe(expected)
  expect(sha256('見')).toBe(sha256(Buffer.from('見')))
})
