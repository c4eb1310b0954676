import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTime, TIME } from '../../../src/domain/guard.ts'

const time = fc.stringMatching(TIME)

/** A time in which some characters were replaced or removed. */
const nearly = fc
  .tuple(time, fc.nat(40), fc.nat(2), fc.stringMatching(/^[\d:.TZ+-]{0,2}$/))
  .map(([text, at, gone, instead]) => text.slice(0, at) + instead + text.slice(at + gone))

describe('the check of a time', () => {
  it('matches the schema', () => {
    fc.assert(fc.property(time, (text) => isTime(text)))
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string()), (text) => isTime(text) === TIME.test(text)),
      { numRuns: 5000 },
    )
  })

  it.each(['2026-11-27T23:59:59+09:00', '2026-11-27T00:00:00.000Z', '0000-01-31T00:00:00.123456789-23:59'])(
    'takes %s',
    (text) => {
      expect(isTime(text)).toBe(true)
    },
  )

  it.each([
    ['without an offset', '2026-11-27T23:59:59'],
    ['with an empty fraction', '2026-11-27T23:59:59.Z'],
    ['with a longer fraction than any clock tells', '2026-11-27T23:59:59.1234567890Z'],
    ['of a thirteenth month', '2026-13-27T23:59:59Z'],
    ['of a leap second', '2026-12-31T23:59:60Z'],
    ['with an offset of a day', '2026-12-31T23:59:59+24:00'],
    ['with something behind it', '2026-12-31T23:59:59Z\n'],
    ['with something behind its offset', '2026-12-31T23:59:59+09:00 '],
    ['in other digits', '２０26-12-31T23:59:59Z'],
  ])('takes none %s', (_, text) => {
    expect(isTime(text)).toBe(false)
  })
})
