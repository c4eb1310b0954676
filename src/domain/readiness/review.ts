/** What is reviewed regularly (manual chapter 7). */
export const REVIEWABLES = ['runbooks', 'contacts', 'templates', 'drill'] as const
export type Reviewable = (typeof REVIEWABLES)[number]

/** Milliseconds after which the next review, or the next drill, is due. */
export type ReviewIntervals = Readonly<Record<Reviewable, number>>

const DAY = 86_400_000

export const DEFAULT_REVIEW_INTERVALS: ReviewIntervals = {
  runbooks: 180 * DAY,
  contacts: 90 * DAY,
  templates: 180 * DAY,
  drill: 90 * DAY,
}

/** Returns whether a text is a calendar date in ISO 8601: YYYY-MM-DD. */
export function isCalendarDate(text: string): boolean {
  const midnight = Date.parse(`${text}T00:00:00Z`)
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(text)
  )
}

/** Returns the days from one date (YYYY-MM-DD) to another; negative if the other is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY)
}

/** Whether something last reviewed on a date is due for review again. Dates are YYYY-MM-DD, `interval` is in ms. */
export function isReviewDue(reviewed: string, today: string, interval: number): boolean {
  return daysBetween(reviewed, today) * DAY > interval
}
