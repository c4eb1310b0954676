import { describe, expect, it } from 'vitest'
import {
  DEFAULT_REVIEW_INTERVALS,
  daysBetween,
  isCalendarDate,
  isReviewDue,
  REVIEWABLES,
} from '../../../src/domain/readiness/review.ts'

const DAY = 86_400_000

describe('the date of a review', () => {
  it.each(['2026-11-24', '2024-02-29', '2026-12-31'])('%s is one', (text) => {
    expect(isCalendarDate(text)).toBe(true)
  })

  it.each([
    '2026-02-29',
    '2026-13-01',
    '2026-11-31',
    '2026-1-1',
    '24.11.2026',
    '2026-11-24T00:00',
    '',
    'soon',
    '２０２６-11-24',
  ])('%j is none', (text) => {
    expect(isCalendarDate(text)).toBe(false)
  })
})

describe('a review', () => {
  it('is due on the first day after its interval', () => {
    expect(isReviewDue('2026-08-27', '2026-11-25', 90 * DAY)).toBe(false)
    expect(isReviewDue('2026-08-26', '2026-11-25', 90 * DAY)).toBe(true)
  })

  it('counts days of the calendar, over leap days and years, and back', () => {
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2)
    expect(daysBetween('2025-12-31', '2026-01-01')).toBe(1)
    expect(daysBetween('2026-11-25', '2026-11-20')).toBe(-5)
  })

  it('has an interval for everything that is gone through', () => {
    expect(Object.keys(DEFAULT_REVIEW_INTERVALS)).toEqual([...REVIEWABLES])
  })
})
