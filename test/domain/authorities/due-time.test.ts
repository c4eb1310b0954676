import { describe, expect, it } from 'vitest'
import type { Authority } from '../../../src/domain/authorities/authority.ts'
import { dueTime } from '../../../src/domain/authorities/due-time.ts'
import { DEFAULT_SETTINGS, type Entity } from '../../../src/domain/settings.ts'

const FILING = { id: 'first', title: { ja: '初回', en: 'first' }, due: [] }
const AUTHORITY: Authority = {
  id: 'abroad',
  title: { ja: '海外', en: 'abroad' },
  verify: false,
  reviewed: '2026-12-01',
  events: {},
  filings: [FILING],
  timezones: ['Europe/Lisbon', 'Europe/Helsinki'],
  dayOff: { at: '12:00', unless: null },
}

/** When a report is due 24 hours after `at` to an authority in Europe; times of the incident are shown in Tokyo. */
function due(
  at: string,
  entity: Entity | undefined,
  authority: Authority = AUTHORITY,
  unit: 'hours' | 'days' = 'hours',
) {
  const spans = [{ unit, count: unit === 'hours' ? 24 : 1 }]
  const settings = { ...DEFAULT_SETTINGS, ...(entity !== undefined && { entity }) }
  const { dueAt, otherZoneAt, ...rest } = dueTime(authority, FILING, { at, spans }, settings)
  const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString().slice(0, 16))
  return { due: iso(dueAt), other: iso(otherZoneAt), moved: rest.end !== dueAt, latest: rest.latestAt }
}

describe('the days of a deadline', () => {
  // A Thursday; Friday evening in Europe is Saturday in Tokyo.
  const thursday = '2026-11-26T18:10:00Z'

  it('count where the company has its seat, whatever zone times are shown in', () => {
    const stays = { due: '2026-11-27T18:10', other: null, moved: false, latest: null }
    expect(due(thursday, { timezone: 'Europe/Lisbon' })).toEqual(stays)
    expect(due(thursday, { timezone: 'Asia/Tokyo' }, { ...AUTHORITY, timezones: ['Asia/Tokyo'] })).toMatchObject({
      due: '2026-11-30T03:00',
      moved: true,
    })
  })

  it('count in the zone in which times are shown if the authority is for companies there, or everywhere', () => {
    const moved = { due: '2026-11-30T03:00', other: null, moved: true }
    expect(due(thursday, undefined, { ...AUTHORITY, timezones: ['Asia/Tokyo'] })).toMatchObject(moved)
    const { timezones: _, ...anywhere } = AUTHORITY
    expect(due(thursday, undefined, anywhere)).toMatchObject(moved)
    expect(due(thursday, { timezone: 'Europe/Lisbon' }, anywhere)).toMatchObject({ due: '2026-11-27T18:10' })
  })

  it('count where they end first if the seat is unknown, or lies where the authority is not responsible', () => {
    // 22:30 on Friday in Lisbon, half past midnight on Saturday in Helsinki.
    const late = '2026-11-26T22:30:00Z'
    const either = { due: '2026-11-27T22:30', other: '2026-11-30T10:00', moved: false, latest: null }
    expect(due(late, undefined)).toEqual(either)
    expect(due(late, { timezone: 'Asia/Tokyo' })).toEqual(either)
    expect(due(thursday, undefined)).toMatchObject({ due: '2026-11-27T18:10', other: null })
  })

  it('may have the holidays of the company, unless it is known to be there', () => {
    const holidays = [{ date: '2026-11-27', yearly: false }]
    expect(due(thursday, { holidays })).toMatchObject({ due: '2026-11-27T18:10', other: '2026-11-30T12:00' })
    expect(due(thursday, { holidays, timezone: 'Europe/Helsinki' })).toMatchObject({ due: '2026-11-30T10:00' })
  })

  it('end at the same time of day there', () => {
    const { dayOff: _, ...noDayOff } = AUTHORITY
    // In Europe the clocks go back on 25 October 2026.
    const before = '2026-10-24T18:00:00Z'
    expect(due(before, { timezone: 'Europe/Lisbon' }, noDayOff, 'days')).toMatchObject({ due: '2026-10-25T19:00' })
    expect(due(before, undefined, { ...noDayOff, timezones: ['Asia/Tokyo'] }, 'days')).toMatchObject({
      due: '2026-10-25T18:00',
    })
  })
})
