import * as z from 'zod'
import { COMMAND_ENDS } from '../domain/log/event.ts'
import { PHASES, SEVERITIES } from '../domain/runbook/runbook.ts'
import {
  clock,
  conflict,
  fact,
  head,
  hypothesis,
  instant,
  metrics,
  notice as noticeInBrief,
  nullableInstant,
  offer,
  page,
  partyCalls,
  scopeEntry,
  step,
} from '../runbook/schema-parts.ts'

// Parts of the JSON report, with all that the log records of them.

export const deviation = z.object({
  kind: z.enum(['skipped', 'forced', 'open-at-lift']),
  what: z.array(z.string()),
  reason: z.string().nullable(),
  at: instant,
  by: z.string(),
})

/**
 * `text` is what a person posted, `texts` what was sent, one for each language; `sending` is null if a person posted the
 * notice, and in the customers' report.
 */
export const notice = noticeInBrief.extend({
  /** Its position among all events. */
  order: z.int(),
  by: z.string(),
  text: z.string().nullable(),
  texts: z.array(
    z.object({ language: z.string(), subject: z.string().nullable(), text: z.string(), digest: z.string() }),
  ),
  next: nullableInstant,
  claim: z.object({ evidence: z.string(), approvedBy: z.string() }).nullable(),
  forced: z.object({ reason: z.string(), open: z.array(z.string()) }).nullable(),
  sending: z
    .object({
      /** The first intent, as logged; `attempts` names the events of all. */
      intent: z.unknown(),
      attempts: z.array(z.string()),
      journals: z.array(z.string()),
      ended: z.boolean(),
      why: z.string().nullable(),
      detail: z.string().nullable(),
      /** Numbers of recipients. */
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
  /** The prevention fact that it implements. */
  serves: z.string().nullable(),
  doneAt: nullableInstant,
  doneEvent: z.string().nullable(),
})

export const correction = z.object({
  event: z.string(),
  target: z.string(),
  by: z.string(),
  recordedAt: instant,
  at: nullableInstant,
  text: z.string().nullable(),
  reason: z.string(),
})

/** While `end` is null, it may still be running. `settled` is what somebody found out later about how it ended. */
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

/**
 * An event with its corrections applied. The form of `data` depends on its type; `original` is what was first recorded,
 * null if it was never corrected.
 */
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

export const status = z.object({
  schemaVersion: z.literal(1),
  incident: z.string(),
  title: z.string().nullable(),
  type: z.string(),
  severity: z.enum(SEVERITIES).nullable(),
  drill: z.boolean(),
  lead: z.string().nullable(),
  /** The offer of the lead, if it is not accepted yet. */
  offer: offer.nullable(),
  phase: z.enum(PHASES),
  interruption: z.int(),
  startedAt: nullableInstant,
  declaredAt: nullableInstant,
  liftedAt: nullableInstant,
  fullyResumedAt: nullableInstant,
  closedAt: nullableInstant,
  scope: z.array(scopeEntry),
  facts: z.record(z.string(), fact),
  steps: z.array(step),
  /** Whom to call, in calling order; `next` is null if nobody is to be called now. */
  calls: z.array(partyCalls),
  pages: z.array(page.extend({ person: z.string(), department: z.string().nullable(), level: z.string().nullable() })),
  notices: z.array(noticeInBrief),
  metrics,
  clocks: z.array(clock),
  outcomesUnknown: z.array(
    z.object({
      event: z.string(),
      argv: z.array(z.string()),
      step: z.string().nullable(),
      at: z.string(),
      by: z.string(),
    }),
  ),
  hypotheses: z.array(hypothesis),
  conflicts: z.array(conflict),
  log: z.object({
    files: z.array(z.string()),
    events: z.int(),
    heads: z.array(head),
    head: z.string(),
    intact: z.boolean(),
  }),
})

export const list = z.object({
  schemaVersion: z.literal(1),
  incidents: z.array(
    z.object({
      incident: z.string(),
      title: z.string().nullable(),
      type: z.string(),
      severity: z.enum(SEVERITIES).nullable(),
      drill: z.boolean(),
      phase: z.enum(PHASES),
      startedAt: nullableInstant,
      declaredAt: nullableInstant,
      fullyResumedAt: nullableInstant,
      closedAt: nullableInstant,
      closedAs: z.string().nullable(),
      intact: z.boolean(),
    }),
  ),
  /** Incidents that this machine has recorded to and whose log is gone; `kept` is the state file that remembers it. */
  missing: z.array(
    z.object({ incident: z.string(), writer: z.string(), seq: z.int(), hash: z.string(), kept: z.string() }),
  ),
})
