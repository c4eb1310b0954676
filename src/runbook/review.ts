import * as z from 'zod'
import { durationOf } from '../domain/duration.ts'
import { DEFAULT_INTERVALS, type Intervals, REVIEWABLES, type Reviewable } from '../domain/readiness/review.ts'
import { duration } from './field-schemas.ts'

const LEAST = '1d'
const MOST = '3650d'

const interval = (key: Reviewable) =>
  duration
    .superRefine((given, context) => {
      const ms = durationOf(given)
      const params = { code: 'out-of-range', key, given, least: LEAST, most: MOST }
      if (ms !== null && (ms < Number(durationOf(LEAST)) || ms > Number(durationOf(MOST))))
        context.addIssue({ code: 'custom', params, input: given })
    })
    .optional()

/** `review` in `halt.yaml`: how often what a halt needs is gone through. */
export const reviewSchema = z.strictObject({
  runbooks: interval('runbooks'),
  contacts: interval('contacts'),
  templates: interval('templates'),
  drill: interval('drill'),
})

/** With the defaults filled in. They govern no incident, and so stand in no log. */
export function intervalsOf(file: z.infer<typeof reviewSchema> = {}): Intervals {
  const stated = REVIEWABLES.map((what) => [what, durationOf(file[what] ?? '') ?? DEFAULT_INTERVALS[what]])
  return Object.fromEntries(stated) as Record<Reviewable, number>
}
