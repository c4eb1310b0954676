import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTime, TIME } from '../../../src/domain/guard.ts'

const time = fc.stringMatching(TIME)

/** A time in which some characters were replaced or removed. */
const nearly = fc
  .tuple(time, fc.nat(40), fc.nat(2), fc.stringMatching(/^[\d:.TZ+-]{0,2}$/))
  .map(([text, at, gone, instead]) => text.slice(0, at) + instead + text.slice(at + gone))

describe('isTime', () => {
  it('agrees with the pattern in the schema', () => {
    fc.assert(fc.property(time, (text) => isTime(text)))
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string()), (text) => isTime(text) === TIME.test(text)),
      { numRuns: 5000 },
    )
  })

  it.each(['2026-11-27T23:59:59+09:00', '2026-11-27T00:00:00.000Z', '0000-01-31T00:00:00.123456789-23:59'])(
    'accepts %s',
    (text) => {
      expect(isTime(text)).toBe(true)
    },
  )

  it.each([
    ['without an offset', '2026-11-27T23:59:59'],
    ['with an empty fraction', '2026-11-27T23:59:59.Z'],
    ['with ten fraction digits', '2026-11-27T23:59:59.1234567890Z'],
    ['in month 13', '2026-13-27T23:59:59Z'],
    ['with a leap second', '2026-12-31T23:59:60Z'],
    ['with an offset of 24 hours', '2026-12-31T23:59:59+24:00'],
    ['followed by a line break', '2026-12-31T23:59:59Z\n'],
    ['followed by a space', '2026-12-31T23:59:59+09:00 '],
    ['in full-width digits', '２０26-12-31T23:59:59Z'],
  ])('rejects a time %s', (_, text) => {
    expect(isTime(text)).toBe(false)
  })
})
