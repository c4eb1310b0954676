import { found, type ReadinessFinding, type ReviewedKind } from '../../domain/readiness/finding.ts'
import { daysBetween, isDue, type Reviewable } from '../../domain/readiness/review.ts'
import type { Reviewed } from '../../runbook/io/chapter-files.ts'
import type { Examination } from '../io/examination.ts'

const DAY = 86_400_000

/** Files that nobody has gone through for too long; the shipped ones count as one. */
export function reviewsOf(
  { today, intervals }: Pick<Examination, 'today' | 'intervals'>,
  interval: Reviewable,
  reviews: readonly Reviewed[],
  what: ReviewedKind = interval,
): ReadinessFinding[] {
  const limit = Math.floor(intervals[interval] / DAY)
  const due = reviews.flatMap(({ reviewed, own, place }) =>
    reviewed !== null && isDue(reviewed, today, intervals[interval]) ? [{ reviewed, own, place }] : [],
  )
  const shipped = due.filter(({ own }) => !own).sort((a, b) => (a.reviewed < b.reviewed ? -1 : 1))
  const since = (reviewed: string) => ({ what, reviewed, days: daysBetween(reviewed, today), limit })
  const [oldest] = shipped
  return [
    ...due
      .filter(({ own }) => own)
      .map(({ reviewed, place }) => found('warning', 'review-due', since(reviewed), place)),
    ...(oldest === undefined
      ? []
      : [found('warning', 'shipped-review-due', { ...since(oldest.reviewed), files: shipped.length })]),
  ]
}
