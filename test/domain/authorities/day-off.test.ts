import { describe, expect, it } from 'vitest'
import { afterDaysOff } from '../../../src/domain/authorities/day-off.ts'
import type { Holiday } from '../../../src/domain/settings.ts'

const RULE = { at: '12:00', unless: null }

function moved(due: string, holidays: readonly Holiday[] = [], zone = 'Europe/Berlin'): string {
  return new Date(afterDaysOff(Date.parse(due), RULE, { zone, holidays, at: due })).toISOString()
}

describe('a deadline that falls on a day off', () => {
  it('stays where it is on a working day', () => {
    expect(moved('2026-11-27T18:00:00+01:00')).toBe('2026-11-27T17:00:00.000Z')
  })

  it('moves to noon of the next working day from a weekend', () => {
    expect(moved('2026-11-28T18:00:00+01:00')).toBe('2026-11-30T11:00:00.000Z')
    expect(moved('2026-11-29T02:00:00+01:00')).toBe('2026-11-30T11:00:00.000Z')
  })

  it('moves from a holiday, also one of every year, and past a weekend after it', () => {
    expect(moved('2026-12-25T10:00:00+01:00', [{ date: '2026-12-25', yearly: false }])).toBe('2026-12-28T11:00:00.000Z')
    expect(moved('2026-12-25T10:00:00+01:00', [{ date: '2020-12-25', yearly: true }])).toBe('2026-12-28T11:00:00.000Z')
    expect(moved('2026-12-25T10:00:00+01:00', [{ date: '2020-12-25', yearly: false }])).toBe('2026-12-25T09:00:00.000Z')
    expect(moved('2026-12-25T10:00:00+01:00', [{ date: '2027-12-25', yearly: true }])).toBe('2026-12-25T09:00:00.000Z')
  })

  it('is judged by the day of the zone, also across the change to summer time', () => {
    expect(moved('2026-11-27T23:30:00Z')).toBe('2026-11-30T11:00:00.000Z')
    expect(moved('2026-03-28T12:00:00+01:00')).toBe('2026-03-30T10:00:00.000Z')
  })

  it('uses the offset as written where the zone is unknown', () => {
    expect(moved('2026-11-28T18:00:00+09:00', [], 'Nowhere/At_all')).toBe('2026-11-30T03:00:00.000Z')
  })

  it('is not looked for a working day in a calendar that has none for ever', () => {
    const start = Date.UTC(2026, 10, 1)
    const all = Array.from({ length: 500 }, (_, i) => {
      return { date: new Date(start + i * 86_400_000).toISOString().slice(0, 10), yearly: false }
    })
    expect(moved('2026-11-27T18:00:00+01:00', all)).toBe('2027-11-28T11:00:00.000Z')
  })
})
