import * as z from 'zod'
import { CONTACT_METHODS } from '../domain/contacts/contacts.ts'
import { DELIVERY_OUTCOMES } from '../domain/log/event.ts'
import { SCOPE_STATES } from '../domain/log/scope-change.ts'
import { MODALITIES, PHASES, STAGES } from '../domain/runbook/runbook.ts'

/** ISO 8601, in the incident's time zone. */
export const instant = z.string().meta({ format: 'date-time' })
/** An `instant`; null if it is unknown, or has not come yet. */
export const nullableInstant = instant.nullable()
export const words = z.object({ ja: z.string(), en: z.string() })

export const step = z.object({
  id: z.string(),
  phase: z.enum(PHASES),
  section: z.string(),
  clauses: z.array(z.string()),
  source: z.enum(['manual', 'extension']),
  department: z.string(),
  title: words,
  modality: z.enum(MODALITIES),
  kind: z.enum(['once', 'recurring']),
  state: z.enum(['pending', 'in-progress', 'done', 'declined', 'skipped', 'not-applicable']),
  assignee: z.string().nullable(),
  dueAt: nullableInstant,
  at: nullableInstant,
  by: z.string().nullable(),
  reason: z.string().nullable(),
})

export const scopeEntry = z.object({
  operation: z.string(),
  asset: z.string().nullable(),
  state: z.enum(SCOPE_STATES),
  words: z.string().nullable(),
  since: instant,
})

export const fact = z.object({
  known: z.boolean(),
  value: z.string().nullable(),
  ja: z.string().nullable(),
  en: z.string().nullable(),
  at: nullableInstant,
  by: z.string().nullable(),
})

export const notice = z.object({
  event: z.string(),
  channel: z.string(),
  stage: z.enum(STAGES),
  number: z.int().nullable(),
  at: instant,
  state: z.enum(['sent', 'posted', 'failed', 'unknown']),
  link: z.string().nullable(),
  digest: z.string().nullable(),
})

/** Null if the start or the end is unknown, or has not come yet. */
export const nullableSeconds = z.number().nullable()
const byChannel = z.record(z.string(), nullableSeconds)
export const metrics = z.object({
  timeToDetectSeconds: nullableSeconds,
  timeToNotifySeconds: nullableSeconds,
  timeToNotifySecondsByChannel: byChannel,
  timeFromDeclaringSecondsByChannel: byChannel,
  timeToResumeSeconds: nullableSeconds,
  timeToResumptionNoticeSecondsByChannel: byChannel,
  updatesDue: z.int(),
  updatesKept: z.int(),
  noticeFacts: z.object({
    asked: z.int(),
    known: z.int(),
    notYetKnown: z.array(z.string()),
    notStated: z.array(z.string()),
  }),
})

export const offer = z.object({
  event: z.string(),
  to: z.string(),
  at: instant,
  by: z.string(),
  note: z.string().nullable(),
})
export const hypothesis = z.object({
  event: z.string(),
  text: z.string(),
  at: instant,
  by: z.string(),
  discarded: z.object({ event: z.string(), reason: z.string(), at: instant, by: z.string() }).nullable(),
})
export const clock = z.object({ id: z.string(), dueAt: instant, overdue: z.boolean() })
export const conflict = z.object({ target: z.string(), events: z.array(z.string()) })
export const head = z.object({ writer: z.string(), seq: z.int(), hash: z.string() })

export const callState = z.enum(['open', 'waiting', 'no-answer', 'reached'])

/** `why` is `drill` for a simulated page; `state` is also `unknown` while the outcome is not recorded. */
export const page = z.object({
  event: z.string(),
  at: instant,
  by: z.string(),
  way: z.enum(CONTACT_METHODS),
  state: z.enum(DELIVERY_OUTCOMES),
  why: z.string().nullable(),
})

export const partyCalls = z.object({
  id: z.string(),
  next: z.string().nullable(),
  reached: z.string().nullable(),
  people: z.array(z.object({ id: z.string(), state: callState, at: nullableInstant, by: z.string().nullable() })),
})

export const findings = z.object({
  findings: z.array(
    z.object({
      code: z.string(),
      level: z.enum(['error', 'warning', 'info']),
      message: z.string(),
      mend: z.string(),
      /** Null if the finding is not about a file. */
      file: z.string().nullable(),
      line: z.int().nullable(),
      column: z.int().nullable(),
      /** Only for findings in notices. */
      channel: z.string().optional(),
      language: z.enum(['ja', 'en']).optional(),
    }),
  ),
})
