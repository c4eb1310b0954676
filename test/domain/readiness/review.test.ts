import { describe, expect, it } from 'vitest'
import {
  DEFAULT_REVIEW_INTERVALS,
  daysBetween,
  isCalendarDate,
  isReviewDue,
  REVIEWABLES,
} from '../../../src/domain/readiness/review.ts'

const DAY = 86_400_000

describe('isCalendarDate', () => {
  it.each(['2026-11-24', '2024-02-29', '2026-12-31'])('accepts %s', (text) => {
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
  ])('rejects %j', (text) => {
    expect(isCalendarDate(text)).toBe(false)
  })
})

describe('reviews', () => {
  it('are due on the first day after their interval', () => {
    expect(isReviewDue('2026-08-27', '2026-11-25', 90 * DAY)).toBe(false)
    expect(isReviewDue('2026-08-26', '2026-11-25', 90 * DAY)).toBe(true)
  })

  it('count calendar days across leap days and years, and backwards', () => {
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2)
    expect(daysBetween('2025-12-31', '2026-01-01')).toBe(1)
    expect(daysBetween('2026-11-25', '2026-11-20')).toBe(-5)
  })

  it('have an interval for everything reviewable', () => {
    expect(Object.keys(DEFAULT_REVIEW_INTERVALS)).toEqual([...REVIEWABLES])
  })
})
