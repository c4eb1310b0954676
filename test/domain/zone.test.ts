import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utcOffsetAt } from '../../src/domain/time.ts'

const HOUR = 3_600_000

/** The offset that Intl.DateTimeFormat names, in milliseconds. */
function named(ms: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
  const name = format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours, minutes, seconds] = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(name) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)) * 1000
}

describe('utcOffsetAt', () => {
  it('returns the offset at that time, with daylight saving', () => {
    expect(utcOffsetAt(Date.parse('2026-01-01T00:00:00Z'), 'Europe/Berlin')).toBe(HOUR)
    expect(utcOffsetAt(Date.parse('2026-07-01T00:00:00.120Z'), 'Europe/Berlin')).toBe(2 * HOUR)
    expect(utcOffsetAt(Date.parse('2026-07-01T00:00:00Z'), 'America/St_Johns')).toBe(-2.5 * HOUR)
  })

  it('agrees with Intl.DateTimeFormat, including historic offsets of Japan', () => {
    const moment = fc.integer({ min: Date.UTC(1948, 0, 1), max: Date.UTC(2080, 0, 1) })
    fc.assert(
      fc.property(moment, fc.constantFrom('Asia/Tokyo', 'Europe/Berlin', 'UTC'), (ms, zone) => {
        expect(utcOffsetAt(ms, zone)).toBe(named(ms, zone))
      }),
      {
        examples: [
          [Date.UTC(1951, 6, 1), 'Asia/Tokyo'],
          [Date.UTC(1952, 0, 1), 'Asia/Tokyo'],
        ],
      },
    )
  })

  it('throws a RangeError for an unknown zone', () => {
    expect(() => utcOffsetAt(0, 'Asia/Nowhere')).toThrow(RangeError)
  })
})
