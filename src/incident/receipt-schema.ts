import * as z from 'zod'
import { COMMAND_ENDS } from '../domain/log/event.ts'
import { instant, notice as noticeInBrief, time } from '../runbook/schema-parts.ts'

/** What a log records, as the report has it whole. */

export const deviation = z.object({
  kind: z.enum(['skipped', 'forced', 'open-at-lift']),
  what: z.array(z.string()),
  reason: z.string().nullable(),
  at: instant,
  by: z.string(),
})

/** `text` is what a person posted, `texts` what was sent, one for each language; `sending` is null where a person posted it, and for customers. */
export const notice = noticeInBrief.extend({
  /** Its place among all events. */
  order: z.int(),
  by: z.string(),
  text: z.string().nullable(),
  texts: z.array(
    z.object({ language: z.string(), subject: z.string().nullable(), text: z.string(), digest: z.string() }),
  ),
  next: time,
  claim: z.object({ evidence: z.string(), approvedBy: z.string() }).nullable(),
  forced: z.object({ reason: z.string(), open: z.array(z.string()) }).nullable(),
  sending: z
    .object({
      /** The first intent, as the log has it, and the names of all. */
      intent: z.unknown(),
      attempts: z.array(z.string()),
      journals: z.array(z.string()),
      ended: z.boolean(),
      why: z.string().nullable(),
      detail: z.string().nullable(),
      /** Recipients. */
      accepted: z.int().nullable(),
      refused: z.int().nullable(),
      unknown: z.int().nullable(),
    })
    .nullable(),
})

export const action = z.object({
  id: z.string(),
  at: instant,
  by: z.string(),
  text: z.string(),
  owner: z.string().nullable(),
  due: z.string().nullable(),
  /** The fact of prevention that it carries out. */
  serves: z.string().nullable(),
  doneAt: time,
  doneEvent: z.string().nullable(),
})

export const correction = z.object({
  event: z.string(),
  target: z.string(),
  by: z.string(),
  recordedAt: instant,
  at: time,
  text: z.string().nullable(),
  reason: z.string(),
})

/** Without `end` it may still run; `settled` is what somebody found out of how it ended. */
export const command = z.object({
  event: z.string(),
  argv: z.array(z.string()),
  step: z.string().nullable(),
  at: instant,
  by: z.string(),
  stdout: z.string(),
  stderr: z.string(),
  end: z.object({ how: z.enum(COMMAND_ENDS), code: z.int().nullable(), signal: z.string().nullable() }).nullable(),
  settled: z.object({ event: z.string(), at: instant, by: z.string(), words: z.string() }).nullable(),
})

/** One event as it stands now; `data` is what its type says, `original` what was recorded first where it was corrected. */
export const entry = z.object({
  event: z.string(),
  at: instant,
  recordedAt: instant,
  by: z.string(),
  type: z.string(),
  data: z.unknown(),
  undoneBy: z.string().nullable(),
  correctedBy: z.string().nullable(),
  setBackSeconds: z.number().nullable(),
  original: z.object({ at: instant, data: z.unknown() }).nullable(),
})
