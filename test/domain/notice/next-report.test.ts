import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { inWholeMinutes, nextReportToCustomers } from '../../../src/domain/notice/next-report.ts'
import { DEFAULT_SETTINGS } from '../../../src/domain/settings.ts'
import {
  DECLARED,
  HOUR,
  incidentOf,
  intended,
  iso,
  lifted,
  MINUTE,
  nth,
  posted,
  promised,
  reopened,
  SECOND,
  started,
  undone,
} from '../../given.ts'

const { cadence } = DEFAULT_SETTINGS

/** When customers are told that the next report comes, as ISO 8601. */
function told(drafts: readonly EventDraft[], round: number | null = 1, over = cadence): string | null {
  const at = nextReportToCustomers(incidentOf(started(), ...drafts), over, round, DECLARED + 3 * MINUTE)
  return at === null ? null : iso(at - DECLARED)
}

describe('when customers are told that the next report comes', () => {
  it('is by the soonest cadence of their channels, to the minute', () => {
    expect(told([])).toBe('2026-11-24T22:50:00.000+09:00')
    const channels = { email: { update: 20 * MINUTE }, internal: { update: MINUTE } }
    expect(told([], 1, { ...cadence, channels })).toBe('2026-11-24T22:40:00.000+09:00')
    const onChange = { website: { update: 'on-change' as const } }
    expect(told([], 1, { ...cadence, channels: onChange })).toBe('2026-11-24T22:50:00.000+09:00')
    expect(told([], 1, { ...cadence, update: 'on-change' })).toBeNull()
  })

  it('is what was last promised on any of their channels, unless that has passed or was undone', () => {
    expect(told([promised('website', iso(HOUR)), promised('email', iso(2 * HOUR))])).toBe(iso(2 * HOUR - 5 * SECOND))
    expect(told([promised('internal', iso(HOUR))])).toBe('2026-11-24T22:50:00.000+09:00')
    expect(told([promised('website', iso(2 * MINUTE))])).toBe('2026-11-24T22:50:00.000+09:00')
    expect(told([promised('website', iso(HOUR)), undone(nth(2))])).toBe('2026-11-24T22:50:00.000+09:00')
  })

  it('is what a notice of the same round said that went out since the halt began or was reopened', () => {
    const first = posted('website', 'first', 1, iso(HOUR))
    expect(told([first])).toBe(iso(HOUR - 5 * SECOND))
    expect(told([first], 2)).toBe('2026-11-24T22:50:00.000+09:00')
    expect(told([first, posted('email', 'update', 2, iso(2 * HOUR))], null)).toBe(iso(2 * HOUR - 5 * SECOND))
    expect(told([posted('internal', 'first', 1, iso(HOUR))])).toBe('2026-11-24T22:50:00.000+09:00')
    expect(told([intended('website', 'first', 1, { next: iso(HOUR) })])).toBe('2026-11-24T22:50:00.000+09:00')
    expect(told([first, undone(nth(2))])).toBe('2026-11-24T22:50:00.000+09:00')
    expect(told([first, lifted('trading'), reopened('trading')])).toBe('2026-11-24T22:50:00.000+09:00')
  })
})

it('a time in whole minutes keeps its offset', () => {
  expect(inWholeMinutes(iso(54 * SECOND))).toBe('2026-11-24T22:17:00.000+09:00')
  expect(inWholeMinutes('2026-11-24T22:17:59Z')).toBe('2026-11-24T22:17:00.000Z')
})
