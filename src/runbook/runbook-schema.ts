import * as z from 'zod'
import {
  ASKS,
  ENDS,
  FACT_KINDS,
  MODALITIES,
  PHASES,
  REPORT_PARTS,
  STAGES,
  URGENCIES,
} from '../domain/runbook/runbook.ts'
import { loggedDuration as duration, words } from './field-schemas.ts'

const bilingual = { ja: words, en: words }
const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/)

/** `dangerous` commands need a typed confirmation; `directory` is relative to the workspace. */
const command = z.strictObject({
  run: z.array(words).min(1),
  title: z.strictObject(bilingual),
  dangerous: z.boolean().optional(),
  directory: words.optional(),
})

export const stepSchema = z.strictObject({
  id,
  section: id,
  clauses: z.array(id),
  why: z.strictObject(bilingual).optional(),
  source: z.enum(['manual', 'extension']),
  department: id,
  title: z.strictObject(bilingual),
  instructions: z.strictObject(bilingual),
  modality: z.enum(MODALITIES),
  kind: z.enum(['once', 'recurring']),
  every: z.literal('cadence').or(duration).optional(),
  until: z.enum(ENDS).optional(),
  facts: z.array(id).optional(),
  asks: z.array(z.enum(ASKS)).optional(),
  applies: z.record(id, z.enum(URGENCIES)),
  phase: z.enum(PHASES).optional(),
  channel: id.optional(),
  stage: z.enum(STAGES).optional(),
  gate: z.literal('lift').optional(),
  renew: z.boolean().optional(),
  tells: id.optional(),
  commands: z.array(command).min(1).max(9).optional(),
})

/** One chapter of a manual. */
export const chapterSchema = z.strictObject({
  chapter: words.optional(),
  /** A string: YAML 1.2 has no date type. */
  reviewed: z.iso.date(),
  title: z.strictObject(bilingual),
  phase: z.enum(PHASES).optional(),
  organisation: z.strictObject(bilingual).optional(),
  types: z
    .record(
      id,
      z.strictObject({
        planned: z.enum(['required', 'allowed', 'never']),
        repair: z.boolean().optional(),
        confidential: z.boolean().optional(),
        ...bilingual,
      }),
    )
    .optional(),
  operations: z.record(id, z.strictObject(bilingual)).optional(),
  channels: z.record(id, z.strictObject({ audience: z.enum(['customers', 'departments']), ...bilingual })).optional(),
  facts: z
    .record(
      id,
      z.strictObject({
        kind: z.enum(FACT_KINDS),
        notice: z.boolean().optional(),
        words: z.boolean().optional(),
        report: z.strictObject({ part: z.enum(REPORT_PARTS), ask: z.strictObject(bilingual) }).optional(),
        ...bilingual,
      }),
    )
    .optional(),
  departments: z.record(id, z.strictObject(bilingual)).optional(),
  places: z.record(id, z.strictObject({ clauses: z.array(id), ...bilingual })).optional(),
  clauses: z
    .array(z.strictObject({ id, kind: words, modality: z.array(words), gist: z.strictObject(bilingual) }))
    .optional(),
  steps: z.array(stepSchema).optional(),
})

export type ChapterFile = z.infer<typeof chapterSchema>
export type CommandFile = z.infer<typeof command>
export type StepFile = z.infer<typeof stepSchema>
