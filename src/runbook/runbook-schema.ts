import * as z from 'zod'
import { SCOPE_STATES } from '../domain/log/scope-change.ts'
import {
  CHANNEL_FORMS,
  FACT_KINDS,
  FACT_ROLES,
  MODALITIES,
  PHASES,
  RECURRENCE_ENDS,
  REPORT_PARTS,
  SEVERITIES,
  STAGES,
  STEP_QUESTIONS,
  URGENCIES,
} from '../domain/runbook/runbook.ts'
import { displayLine, displayText, durationBetween } from './field-schemas.ts'

const bilingual = { ja: displayText, en: displayText }
const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/)

/** `dangerous` commands need a typed confirmation; `directory` is relative to the workspace. */
const command = z.strictObject({
  run: z.array(displayText).min(1),
  title: z.strictObject(bilingual),
  dangerous: z.boolean().optional(),
  directory: displayText.optional(),
})

/** Limits for a recurring step: more often it would never be done, more rarely never again. */
const interval = durationBetween('1m', '31d')

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
  every: z.literal('cadence').or(interval).optional(),
  until: z.enum(RECURRENCE_ENDS).optional(),
  facts: z.array(id).optional(),
  asks: z.array(z.enum(STEP_QUESTIONS)).optional(),
  applies: z.record(id, z.enum(URGENCIES)),
  phase: z.enum(PHASES).optional(),
  channel: id.optional(),
  stage: z.enum(STAGES).optional(),
  gate: z.literal('lift').optional(),
  renew: z.boolean().optional(),
  tells: id.optional(),
  commands: z.array(command).min(1).max(9).optional(),
})

/** `also`: other names that people type for it. */
const named = z.strictObject({ ...bilingual, also: z.array(displayText).optional() })

const haltWords = z.strictObject({
  title: z.strictObject(bilingual),
  noun: z.strictObject(bilingual),
  resumption: z.strictObject(bilingual),
  state: z.strictObject(bilingual),
})

const operation = named.extend({
  halt: haltWords.optional(),
  assetHalt: haltWords.optional(),
  mentions: z.strictObject({ ja: z.array(displayText), en: z.array(displayText) }).optional(),
})

const ownName = z.strictObject({ ja: displayLine, en: displayLine })

/** What the manual calls some of these. */
const namesOf = <const T extends string>(ids: readonly T[]) =>
  z
    .strictObject(
      Object.fromEntries(ids.map((id) => [id, ownName.optional()])) as Record<T, z.ZodOptional<typeof ownName>>,
    )
    .optional()

/** One chapter of a manual. */
export const chapterSchema = z.strictObject({
  chapter: displayText.optional(),
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
        reason: z.strictObject(bilingual).optional(),
        remark: z.strictObject(bilingual).optional(),
        ...bilingual,
      }),
    )
    .optional(),
  phases: namesOf(PHASES),
  stages: namesOf(STAGES),
  states: namesOf(SCOPE_STATES),
  severities: namesOf(SEVERITIES),
  operations: z.record(id, operation).optional(),
  services: z
    .array(
      z.strictObject({
        operations: z.array(id).min(1),
        asset: z
          .string()
          .regex(/^[A-Z0-9][A-Z0-9./-]{0,23}$/)
          .optional(),
        halt: haltWords.optional(),
        ...bilingual,
      }),
    )
    .optional(),
  assets: z.strictObject(bilingual).optional(),
  claims: z.strictObject({ ja: z.array(displayLine).min(1), en: z.array(displayLine).min(1) }).optional(),
  channels: z
    .record(
      id,
      z.strictObject({
        form: z.enum(CHANNEL_FORMS).optional(),
        audience: z.enum(['customers', 'departments']),
        called: z.strictObject(bilingual).optional(),
        ...bilingual,
      }),
    )
    .optional(),
  facts: z
    .record(
      id,
      z.strictObject({
        kind: z.enum(FACT_KINDS),
        unit: z.strictObject(bilingual).optional(),
        role: z.enum(FACT_ROLES).optional(),
        notice: z.boolean().or(z.literal('if-stated')).optional(),
        stages: z.array(z.enum(STAGES)).min(1).optional(),
        unknown: z.strictObject(bilingual).optional(),
        renew: z.boolean().optional(),
        words: z.boolean().optional(),
        report: z.strictObject({ part: z.enum(REPORT_PARTS), ask: z.strictObject(bilingual) }).optional(),
        ...bilingual,
      }),
    )
    .optional(),
  departments: z.record(id, named).optional(),
  places: z.record(id, z.strictObject({ clauses: z.array(id), ...bilingual })).optional(),
  clauses: z
    .array(
      z.strictObject({
        id,
        kind: displayText,
        modality: z.array(displayText),
        gist: z.strictObject(bilingual),
        fact: id.optional(),
      }),
    )
    .optional(),
  steps: z.array(stepSchema).optional(),
})

export type ChapterFile = z.infer<typeof chapterSchema>
export type CommandFile = z.infer<typeof command>
export type StepFile = z.infer<typeof stepSchema>
