import * as z from 'zod'
import { instant, time, words } from '../runbook/schema-parts.ts'

const submission = z.object({
  event: z.string(),
  at: instant,
  by: z.string(),
  ref: z.string().nullable(),
  note: z.string().nullable(),
})

/** A report to an authority. */
export const filing = z.object({
  report: z.string(),
  title: words,
  state: z.enum(['waiting', 'running', 'reported']),
  /** What its deadline counts from: an event of the authority, or another report. */
  from: z.object({ event: z.string(), of: z.string(), at: instant, by: z.string() }).nullable(),
  dueAt: time,
  /** The later end, where the deadline is said to lie between two. */
  latestAt: time,
  atOnce: z.boolean(),
  /** By when in words, where no date says it. */
  before: words.nullable(),
  submissions: z.array(submission),
  /** Whether the first one came in time; null where that cannot be said. */
  kept: z.boolean().nullable(),
})

/** `verify` where somebody has yet to check what is wanted; `reviewed` is when that was written. */
export const authority = z.object({ id: z.string(), title: words, verify: z.boolean(), reviewed: z.string() })

export const clocks = z.object({
  schemaVersion: z.literal(1),
  incident: z.string().nullable(),
  authorities: z.array(
    authority.extend({
      condition: words.nullable(),
      /** It may apply as far as is known, and nobody has started it. */
      mayApply: z.boolean(),
      /** Its clocks are started by its own name only. */
      byName: z.boolean(),
      events: z.record(z.string(), words),
      reports: z.array(filing),
    }),
  ),
})
