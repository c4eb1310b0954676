import { expect, it } from 'vitest'
import { sha256 } from '../../../src/domain/log/sha256.ts'

it('sha256 returns the standard digest, for bytes and texts', () => {
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  expect(sha256('abc')).toBe(abc)
  expect(sha256(Buffer.from('xabcx').subarray(1, 4))).toBe(abc)
  expect(sha256('見')).toBe(sha256(Buffer.from('見')))
})
