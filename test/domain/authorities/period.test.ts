import { describe, expect, it } from 'vitest'
import { periodEnd } from '../../../src/domain/authorities/period.ts'

const TOKYO = 'Asia/Tokyo'
const BERLIN = 'Europe/Berlin'

/** The end of the period, in UTC. */
function ends(at: string, unit: 'hours' | 'days' | 'months', count: number, zone = TOKYO): string {
  return new Date(periodEnd(at, { unit, count }, zone)).toISOString()
}

describe('periodEnd in hours', () => {
  it('adds elapsed hours, regardless of daylight saving changes', () => {
    expect(ends('2026-11-24T22:05:00+09:00', 'hours', 72)).toBe('2026-11-27T13:05:00.000Z')
    expect(ends('2026-03-28T12:00:00+01:00', 'hours', 24, BERLIN)).toBe('2026-03-29T11:00:00.000Z')
  })
})

describe('periodEnd in days', () => {
  it('ends at the same time of day in the zone', () => {
    expect(ends('2026-11-24T22:05:00.120+09:00', 'days', 3)).toBe('2026-11-27T13:05:00.120Z')
    expect(ends('2026-02-27T22:05:00+09:00', 'days', 3)).toBe('2026-03-02T13:05:00.000Z')
  })

  it('ends at the same time of day across a daylight saving change', () => {
    expect(ends('2026-03-28T12:00:00+01:00', 'days', 1, BERLIN)).toBe('2026-03-29T10:00:00.000Z')
    expect(ends('2026-10-24T12:00:00+02:00', 'days', 1, BERLIN)).toBe('2026-10-25T11:00:00.000Z')
  })

  it('counts days in the zone, not in the offset of the time given', () => {
    expect(ends('2026-11-24T22:05:00Z', 'days', 1)).toBe('2026-11-25T22:05:00.000Z')
    expect(ends('2026-03-27T23:30:00Z', 'days', 1, BERLIN)).toBe('2026-03-28T23:30:00.000Z')
  })
})

describe('periodEnd in months', () => {
  it('ends on the same day of the month, or on its last day if the month is shorter', () => {
    expect(ends('2026-11-24T22:05:00+09:00', 'months', 1)).toBe('2026-12-24T13:05:00.000Z')
    expect(ends('2026-01-31T22:05:00+09:00', 'months', 1)).toBe('2026-02-28T13:05:00.000Z')
    expect(ends('2026-12-31T22:05:00+09:00', 'months', 2)).toBe('2027-02-28T13:05:00.000Z')
    expect(ends('2028-01-31T22:05:00+09:00', 'months', 1)).toBe('2028-02-29T13:05:00.000Z')
  })

  it('takes the day of the month from the zone, not from the offset of the time given', () => {
    expect(ends('2026-01-30T15:30:00Z', 'months', 1)).toBe('2026-02-27T15:30:00.000Z')
  })
})

describe('periodEnd in an unknown zone', () => {
  it('uses the offset of the time given', () => {
    expect(ends('2026-11-24T22:05:00+09:00', 'days', 1, 'Nowhere/Land')).toBe('2026-11-25T13:05:00.000Z')
    expect(ends('2026-11-24T22:05:00-02:30', 'days', 1, 'Nowhere/Land')).toBe('2026-11-26T00:35:00.000Z')
    expect(ends('2026-11-24T22:05:00Z', 'months', 1, 'Nowhere/Land')).toBe('2026-12-24T22:05:00.000Z')
  })
})
