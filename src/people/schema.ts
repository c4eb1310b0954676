import * as z from 'zod'
import { CONTACT_METHODS } from '../domain/contacts/contacts.ts'
import { PHASES, SEVERITIES } from '../domain/runbook/runbook.ts'
import {
  callState,
  clock,
  hypothesis,
  notice,
  nullableInstant,
  offer,
  page,
  partyCalls,
  scopeEntry,
  step,
  words,
} from '../runbook/schema-parts.ts'

/** A department, a person of the contact flow, or an escalation level. */
const party = z.object({
  id: z.string(),
  title: words,
  /** Whom to call now; null if somebody was reached, an answer is awaited, or there is nobody. */
  next: z.string().nullable(),
  reached: z.string().nullable(),
  people: z.array(
    z.object({
      id: z.string(),
      name: words,
      state: callState,
      at: nullableInstant,
      by: z.string().nullable(),
      note: z.string().nullable(),
      page: page.nullable(),
      languages: z.array(z.string()),
      /** Whether it is now within their working hours. */
      working: z.boolean(),
      /** `sends`: whether the program can page them this way. */
      reach: z.array(z.object({ by: z.enum(CONTACT_METHODS), to: z.string().nullable(), sends: z.boolean() })),
    }),
  ),
})

export const calls = z.object({
  schemaVersion: z.literal(1),
  incident: z.string().nullable(),
  /** In the order in which they are informed. */
  parties: z.array(party),
  levels: z.array(
    party.extend({
      dueAt: nullableInstant,
      overdue: z.boolean(),
      raised: z.object({ at: z.string(), by: z.string(), reason: z.string().nullable() }).nullable(),
    }),
  ),
  answerWithinSeconds: z.number(),
})

export const handover = z.object({
  schemaVersion: z.literal(1),
  incident: z.string(),
  title: z.string().nullable(),
  type: z.string(),
  severity: z.enum(SEVERITIES).nullable(),
  drill: z.boolean(),
  phase: z.enum(PHASES),
  interruption: z.int(),
  startedAt: nullableInstant,
  elapsedSeconds: z.number().nullable(),
  lead: z.string().nullable(),
  offer: offer.nullable(),
  /** When the current lead took over; `notes` are those since then. */
  since: nullableInstant,
  scope: z.array(scopeEntry),
  /** The writers that the machine which made the pack does not know. */
  unknownWriters: z.array(z.object({ writer: z.string(), by: z.string(), events: z.int() })),
  hypotheses: z.array(hypothesis),
  channels: z.array(
    z.object({
      channel: z.string(),
      last: notice.pick({ event: true, stage: true, number: true, at: true }).nullable(),
      nextDueAt: nullableInstant,
      /** Why the channel must not be used; null if it may be. */
      unsafe: z.string().nullable(),
    }),
  ),
  /** Reports made to authorities; those still to be made are among the `clocks`. */
  reports: z.array(
    z.object({
      authority: z.string(),
      filing: z.string(),
      event: z.string(),
      at: z.string(),
      by: z.string(),
      ref: z.string().nullable(),
    }),
  ),
  work: z.array(z.object({ who: z.string(), steps: z.array(step) })),
  calls: z.array(partyCalls),
  clocks: z.array(clock),
  /** What awaits a decision; `target` is the step, value, level, channel, person, command or request that it concerns. */
  matters: z.array(
    z.object({
      kind: z.enum(['step', 'conflict', 'escalation', 'channel', 'delivery', 'page', 'command', 'approval']),
      target: z.string(),
      events: z.array(z.string()),
    }),
  ),
  /** `text` is null for private notes, which are kept beside the log. */
  notes: z.array(z.object({ event: z.string(), at: z.string(), by: z.string(), text: z.string().nullable() })),
})
