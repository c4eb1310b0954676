import * as z from 'zod'
import { instant, nullableInstant, words } from '../runbook/schema-parts.ts'

const submission = z.object({
  event: z.string(),
  at: instant,
  by: z.string(),
  ref: z.string().nullable(),
  note: z.string().nullable(),
  /** Whether it is dated before all that its deadlines count from: one of these times is wrong. */
  isMisdated: z.boolean(),
})

/** A time that a deadline cannot count from a time before; null if there is none. Without doubt, `dueAt` holds. */
const doubt = z.object({ before: z.enum(['detected', 'began', 'declared']), at: instant }).nullable()

/** A report to an authority; `report` is its id. */
export const filing = z.object({
  report: z.string(),
  title: words,
  state: z.enum(['waiting', 'running', 'reported']),
  /** What the deadline counts from: `of` is an event of the authority, or another report. Null while `waiting`. */
  from: z.object({ event: z.string(), of: z.string(), at: instant, by: z.string(), doubt }).nullable(),
  dueAt: nullableInstant,
  /** When it would be due if that were no day off; null if the deadline was not moved. */
  movedFrom: nullableInstant,
  /** The later deadline, if the rule can be read in two ways. */
  latestAt: nullableInstant,
  /** The latest that it can be, if that depends on the company's time zone, which is unknown; else null. */
  otherZoneAt: nullableInstant,
  atOnce: z.boolean(),
  /** The deadline in words, if it is not a date. */
  before: words.nullable(),
  submissions: z.array(submission),
  /** Whether the first submission was on time; null without a submission, without a deadline that is a date, or if it is misdated. */
  kept: z.boolean().nullable(),
})

/** `verify` is true until somebody has verified the rules; `reviewed` is the date they were written or last reviewed. */
export const authority = z.object({ id: z.string(), title: words, verify: z.boolean(), reviewed: z.string() })

export const clocks = z.object({
  schemaVersion: z.literal(1),
  incident: z.string().nullable(),
  authorities: z.array(
    authority.extend({
      /** Who and what it applies to; null if no file defines the authority any more. */
      condition: words.nullable(),
      /** It may apply, and the log has neither a start of its clocks nor a report to it. */
      mayApply: z.boolean(),
      /** Its clocks start only if the authority is named. */
      byName: z.boolean(),
      events: z.record(z.string(), words),
      reports: z.array(filing),
    }),
  ),
})
