import { describe, expect, it } from 'vitest'
import { compareHolding, type Holding, holdingDigest } from '../../../src/domain/relay/holdings.ts'

const HASHES = ['a', 'b', 'c'].map((digit) => digit.repeat(64))
const holding = (...hashes: readonly string[]): Holding => ({
  ...{ writer: 'w', lines: hashes.length, top: hashes.length, digest: holdingDigest(hashes) },
})

describe('what a relay has of a writer', () => {
  it('is the first of the lines that are here, or nothing', () => {
    expect(compareHolding(HASHES, null)).toEqual({ has: 'first', count: 0 })
    for (const count of [1, 2, 3])
      expect(compareHolding(HASHES, holding(...HASHES.slice(0, count)))).toEqual({ has: 'first', count })
  })

  it('is more than what is here', () => {
    expect(compareHolding(HASHES.slice(0, 1), holding(...HASHES))).toEqual({ has: 'more' })
    expect(compareHolding([], holding(...HASHES))).toEqual({ has: 'more' })
  })

  it('is something else if one hash differs, a number is missing, or two lines claim one place', () => {
    const [first = '', second = ''] = HASHES
    expect(compareHolding(HASHES, holding(first, 'd'.repeat(64)))).toEqual({ has: 'others' })
    expect(compareHolding(HASHES, { ...holding(second), top: 2 })).toEqual({ has: 'others' })
    expect(compareHolding(HASHES, { ...holding(first, second), top: 1 })).toEqual({ has: 'others' })
  })
})
