import * as z from 'zod'
import { PHASES } from '../domain/runbook/runbook.ts'
import { SEVERITIES } from '../domain/severity.ts'
import {
  called,
  clock,
  conflict,
  fact,
  head,
  hypothesis,
  measured,
  notice,
  offer,
  page,
  scope,
  step,
  time,
} from '../runbook/schema-parts.ts'

export const status = z.object({
  schemaVersion: z.literal(1),
  incident: z.string(),
  title: z.string().nullable(),
  type: z.string(),
  severity: z.enum(SEVERITIES).nullable(),
  drill: z.boolean(),
  lead: z.string().nullable(),
  /** The lead, offered and not accepted yet. */
  offer: offer.nullable(),
  phase: z.enum(PHASES),
  interruption: z.int(),
  startedAt: time,
  declaredAt: time,
  liftedAt: time,
  fullyResumedAt: time,
  closedAt: time,
  scope: z.array(scope),
  facts: z.record(z.string(), fact),
  steps: z.array(step),
  /** Whom to call, in the order in which they are told; `next` is null where nobody is to be called now. */
  calls: z.array(called),
  pages: z.array(page.extend({ person: z.string(), department: z.string().nullable(), level: z.string().nullable() })),
  notices: z.array(notice),
  measured,
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
