import * as z from 'zod'
import { authority, filing } from '../authority/schema.ts'
import { CONTACT_METHODS } from '../domain/contacts/contacts.ts'
import { DELIVERY_OUTCOMES } from '../domain/log/event.ts'
import { PHASES, REPORT_PARTS } from '../domain/runbook/runbook.ts'
import { evidencePiece } from '../evidence/schema.ts'
import { action, command, correction, deviation, entry, notice } from '../incident/schema.ts'
import {
  conflict,
  fact,
  hypothesis,
  instant,
  metrics,
  nullableInstant,
  nullableSeconds,
  offer,
  scopeEntry,
  step,
} from '../runbook/schema-parts.ts'

export const report = z.object({
  schemaVersion: z.literal(1),
  incident: z.string(),
  partial: z.boolean(),
  /** Where the log is damaged, and what else it lacks, in words. */
  damage: z.array(z.string()),
  title: z.string().nullable(),
  type: z.string(),
  /** The types it was classified as, and since when. */
  types: z.array(z.object({ type: z.string(), at: instant })),
  severity: z.string().nullable(),
  drill: z.boolean(),
  phase: z.string(),
  closedAs: z.string().nullable(),
  startedAt: nullableInstant,
  declaredAt: instant,
  /** Empty for outside audiences, like all names of people. */
  declaredBy: z.string(),
  timezone: z.string(),
  liftedAt: nullableInstant,
  fullyResumedAt: nullableInstant,
  closedAt: nullableInstant,
  planned: z.object({ from: instant, to: instant }).nullable(),
  interruptions: z.int(),
  people: z.array(z.string()),
  severities: z.array(z.object({ severity: z.string(), at: instant })),
  /** When it was in each phase; `phase` is null before the declaration. */
  phases: z.array(z.object({ phase: z.enum(PHASES).nullable(), from: instant, to: instant })),
  impact: z.object({
    operations: z.array(
      z.object({
        target: z.string(),
        stoppedSeconds: z.number(),
        restrictedSeconds: z.number(),
        timeToResumeSeconds: nullableSeconds,
      }),
    ),
    noticesSent: z.int(),
    recipientsAccepted: z.int(),
    recipientsRefused: z.int(),
  }),
  scope: z.array(scopeEntry),
  scopeHistory: z.array(
    z.object({ target: z.string(), spans: z.array(z.object({ state: z.string(), from: instant, to: instant })) }),
  ),
  promises: z.array(z.object({ channel: z.string(), dueAt: instant, at: nullableInstant, kept: z.boolean() })),
  facts: z.record(z.string(), fact),
  factHistory: z.array(
    z.object({
      fact: z.string(),
      event: z.string(),
      at: instant,
      by: z.string(),
      known: z.boolean().nullable(),
      value: z.string().nullable(),
      ja: z.string().nullable(),
      en: z.string().nullable(),
      undone: z.boolean(),
    }),
  ),
  parts: z.record(z.enum(REPORT_PARTS), z.array(z.object({ fact: z.string(), view: fact }))),
  milestones: z.array(
    z.object({ id: z.string(), at: instant, offsetSeconds: z.number().nullable(), interruption: z.int() }),
  ),
  metrics,
  /** Who led when; `until` is null for the current lead. */
  leads: z.array(
    z.object({
      event: z.string(),
      name: z.string(),
      from: instant,
      until: nullableInstant,
      reason: z.string().nullable(),
    }),
  ),
  /** A hand-over of the lead that was offered but not accepted. */
  offer: offer.nullable(),
  /** Steps assigned to people; `until` is null while the assignment lasts. */
  assignments: z.array(
    z.object({
      event: z.string(),
      step: z.string(),
      to: z.string(),
      at: instant,
      by: z.string(),
      until: nullableInstant,
    }),
  ),
  /** People called, paged or reached, and escalation levels raised. */
  called: z.array(
    z.object({
      event: z.string(),
      at: instant,
      by: z.string(),
      kind: z.enum(['tried', 'reached', 'paged', 'raised']),
      who: z.string(),
      way: z.enum(CONTACT_METHODS).nullable(),
      outcome: z.enum(DELIVERY_OUTCOMES).optional(),
      note: z.string().nullable(),
    }),
  ),
  hypotheses: z.array(hypothesis),
  /** Reports to authorities that are due or were made. */
  filings: z.array(filing.extend({ authority })),
  clauses: z.array(
    z.object({
      id: z.string(),
      state: z.enum(['done', 'declined', 'skipped', 'open', 'not-applicable', 'carried']),
      by: z.array(z.string()),
      reason: z.string().nullable(),
    }),
  ),
  steps: z.array(step),
  deviations: z.array(deviation),
  notices: z.array(notice),
  actions: z.array(action),
  corrections: z.array(correction),
  evidence: z.array(evidencePiece),
  commands: z.array(command),
  conflicts: z.array(conflict),
  timeline: z.array(entry),
  log: z.object({ events: z.int(), head: z.string() }),
  /** Counts of writers, of torn writes set aside, and of writers whose missing records were given up. */
  chain: z.object({ writers: z.int(), tornEnds: z.int(), givenUp: z.int() }),
})

const spread = z.object({ count: z.int(), median: z.number(), least: z.number(), most: z.number() }).nullable()

export const stats = z.object({
  schemaVersion: z.literal(1),
  incidents: z.int(),
  drills: z.int(),
  falseAlarms: z.int(),
  duplicates: z.int(),
  timeToNotify: spread,
  timeToResume: spread,
  types: z.array(z.object({ type: z.string(), count: z.int(), timeToNotify: spread, timeToResume: spread })),
  updatesDue: z.int(),
  updatesKept: z.int(),
  skipped: z.array(
    z.object({
      step: z.string(),
      title: z.object({ ja: z.string(), en: z.string() }),
      count: z.int(),
      reasons: z.array(z.string()),
    }),
  ),
  overdue: z.array(z.object({ incident: z.string(), text: z.string(), owner: z.string().nullable(), due: z.string() })),
  months: z.array(z.object({ month: z.string(), count: z.int() })),
})
