import * as z from 'zod'
import { CONTACT_METHODS } from '../domain/contacts/contacts.ts'
import { DELIVERY_OUTCOMES } from '../domain/log/event.ts'
import { SCOPE_STATES } from '../domain/log/scope-change.ts'
import { MODALITIES, PHASES, STAGES } from '../domain/runbook/runbook.ts'

export const string = z.string()
export const nullableString = string.nullable()
export const strings = z.array(string)

/** ISO 8601, in the incident's time zone. */
export const instant = string.meta({ format: 'date-time' })
/** An `instant`; null if it is unknown, or has not come yet. */
export const nullableInstant = instant.nullable()
export const words = z.object({ ja: string, en: string })

export const step = z.object({
  id: string,
  phase: z.enum(PHASES),
  section: string,
  clauses: strings,
  source: z.enum(['manual', 'extension']),
  department: string,
  title: words,
  modality: z.enum(MODALITIES),
  kind: z.enum(['once', 'recurring']),
  state: z.enum(['pending', 'in-progress', 'done', 'declined', 'skipped', 'not-applicable']),
  assignee: nullableString,
  dueAt: nullableInstant,
  at: nullableInstant,
  by: nullableString,
  reason: nullableString,
})

export const scopeEntry = z.object({
  operation: string,
  asset: nullableString,
  state: z.enum(SCOPE_STATES),
  words: nullableString,
  since: nullableInstant,
})

export const fact = z.object({
  known: z.boolean(),
  value: nullableString,
  ja: nullableString,
  en: nullableString,
  at: nullableInstant,
  by: nullableString,
})

export const notice = z.object({
  event: string,
  channel: string,
  stage: z.enum(STAGES),
  number: z.int().nullable(),
  /** The notice that it corrects or retracts. */
  corrects: nullableString,
  at: instant,
  state: z.enum(['sent', 'posted', 'failed', 'unknown']),
  link: nullableString,
  digest: nullableString,
})

/** Null if the start or the end is unknown, or has not come yet. */
export const nullableSeconds = z.number().nullable()
const byChannel = z.record(string, nullableSeconds)
export const metrics = z.object({
  timeToDetectSeconds: nullableSeconds,
  timeToNotifySeconds: nullableSeconds,
  timeToNotifySecondsByChannel: byChannel,
  timeFromDeclaringSecondsByChannel: byChannel,
  timeToResumeSeconds: nullableSeconds,
  timeToResumptionNoticeSecondsByChannel: byChannel,
  updatesDue: z.int(),
  updatesKept: z.int(),
  noticeFacts: z.object({ asked: z.int(), known: z.int(), notYetKnown: strings, notStated: strings }),
})

export const offer = z.object({ event: string, to: string, at: instant, by: string, note: nullableString })
/** The words of an event as somebody wrote them in each language. */
export const ownTexts = z.object({ ja: nullableString, en: nullableString })
const judgement = z.object({ event: string, reason: string, texts: ownTexts, at: instant, by: string })
export const hypothesis = z.object({
  event: string,
  text: string,
  texts: ownTexts,
  at: instant,
  by: string,
  discarded: judgement.nullable(),
  confirmed: judgement.nullable(),
})
export const clock = z.object({
  id: string,
  dueAt: instant,
  /** False for one whose start is likely to be mistyped (`inDoubt`), even if its time has passed. */
  overdue: z.boolean(),
  inDoubt: z.literal(true).optional(),
})
export const conflict = z.object({ target: string, events: strings })
export const head = z.object({ writer: string, seq: z.int(), hash: string })

export const callState = z.enum(['open', 'waiting', 'no-answer', 'reached'])

/** `why` is `drill` for a simulated page; `state` is also `unknown` while the outcome is not recorded. */
export const page = z.object({
  event: string,
  at: instant,
  by: string,
  way: z.enum(CONTACT_METHODS),
  state: z.enum(DELIVERY_OUTCOMES),
  why: nullableString,
})

export const partyCalls = z.object({
  id: string,
  next: nullableString,
  reached: nullableString,
  people: z.array(z.object({ id: string, state: callState, at: nullableInstant, by: nullableString })),
})

export const findings = z.object({
  findings: z.array(
    z.object({
      code: string,
      level: z.enum(['error', 'warning', 'info']),
      message: string,
      mend: string,
      /** Null if the finding is not about a file. */
      file: nullableString,
      line: z.int().nullable(),
      column: z.int().nullable(),
      /** Only for findings in notices. */
      channel: string.optional(),
      language: z.enum(['ja', 'en']).optional(),
    }),
  ),
})
