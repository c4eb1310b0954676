import { describe, expect, it } from 'vitest'
import { periodEnd } from '../../../src/domain/authorities/period.ts'

const TOKYO = 'Asia/Tokyo'
const BERLIN = 'Europe/Berlin'

/** When it ends, in UTC. */
function ends(at: string, unit: 'hours' | 'days' | 'months', count: number, zone = TOKYO): string {
  return new Date(periodEnd(at, { unit, count }, zone)).toISOString()
}

describe('a span of hours', () => {
  it('passes anywhere alike, whatever the clocks show', () => {
    expect(ends('2026-11-24T22:05:00+09:00', 'hours', 72)).toBe('2026-11-27T13:05:00.000Z')
    expect(ends('2026-03-28T12:00:00+01:00', 'hours', 24, BERLIN)).toBe('2026-03-29T11:00:00.000Z')
  })
})

describe('a span of days', () => {
  it('ends at the same time of day in the zone', () => {
    expect(ends('2026-11-24T22:05:00.120+09:00', 'days', 3)).toBe('2026-11-27T13:05:00.120Z')
    expect(ends('2026-02-27T22:05:00+09:00', 'days', 3)).toBe('2026-03-02T13:05:00.000Z')
  })

  it('ends so where the clocks were changed meanwhile', () => {
    expect(ends('2026-03-28T12:00:00+01:00', 'days', 1, BERLIN)).toBe('2026-03-29T10:00:00.000Z')
    expect(ends('2026-10-24T12:00:00+02:00', 'days', 1, BERLIN)).toBe('2026-10-25T11:00:00.000Z')
  })

  it('is counted in the zone, whatever offset the time was written with', () => {
    expect(ends('2026-11-24T22:05:00Z', 'days', 1)).toBe('2026-11-25T22:05:00.000Z')
    expect(ends('2026-03-27T23:30:00Z', 'days', 1, BERLIN)).toBe('2026-03-28T23:30:00.000Z')
  })
})

describe('a span of months', () => {
  it('ends on the same day, or on the last where there is no such day', () => {
    expect(ends('2026-11-24T22:05:00+09:00', 'months', 1)).toBe('2026-12-24T13:05:00.000Z')
    expect(ends('2026-01-31T22:05:00+09:00', 'months', 1)).toBe('2026-02-28T13:05:00.000Z')
    expect(ends('2026-12-31T22:05:00+09:00', 'months', 2)).toBe('2027-02-28T13:05:00.000Z')
    expect(ends('2028-01-31T22:05:00+09:00', 'months', 1)).toBe('2028-02-29T13:05:00.000Z')
  })

  it('is that of the zone: there it may be the next day already', () => {
    expect(ends('2026-01-30T15:30:00Z', 'months', 1)).toBe('2026-02-27T15:30:00.000Z')
  })
})

describe('a zone that nobody knows', () => {
  it('has the offset of the time itself', () => {
    expect(ends('2026-11-24T22:05:00+09:00', 'days', 1, 'Nowhere/Land')).toBe('2026-11-25T13:05:00.000Z')
    expect(ends('2026-11-24T22:05:00-02:30', 'days', 1, 'Nowhere/Land')).toBe('2026-11-26T00:35:00.000Z')
    expect(ends('2026-11-24T22:05:00Z', 'months', 1, 'Nowhere/Land')).toBe('2026-12-24T22:05:00.000Z')
  })
})
