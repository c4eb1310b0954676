import * as z from 'zod'
import { recorded } from '../incident/schema.ts'
import { findings } from '../runbook/schema-parts.ts'

/** The texts of notices; with `--dry-run` also where they would go and what prevents it. */
export const notices = z.object({
  schemaVersion: z.literal(1),
  notices: z.array(
    z.object({
      channel: z.string(),
      stage: z.string(),
      number: z.int().nullable(),
      language: z.enum(['ja', 'en']),
      subject: z.string().nullable(),
      text: z.string(),
      next: z.string().nullable(),
      correction: z.string().optional(),
      leftOut: z.array(z.object({ label: z.string(), role: z.string().nullable() })).optional(),
    }),
  ),
  findings: findings.shape.findings,
  targets: z
    .array(z.object({ channel: z.string(), target: z.string().nullable(), why: z.string().nullable() }))
    .optional(),
})

/** What sending recorded, by notice its intent and outcome, and the texts that a person has to post. */
export const sent = recorded.extend({ schemaVersion: z.literal(1), byHand: notices.shape.notices })
