import * as z from 'zod'
import { CONTACT_METHODS } from '../domain/contacts/contacts.ts'
import { callState, page, time, words } from '../runbook/schema-parts.ts'

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
      at: time,
      by: z.string().nullable(),
      note: z.string().nullable(),
      /** The last page to this person. */
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
      dueAt: time,
      overdue: z.boolean(),
      raised: z.object({ at: z.string(), by: z.string(), reason: z.string().nullable() }).nullable(),
    }),
  ),
  answerWithinSeconds: z.number(),
})
