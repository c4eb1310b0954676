import * as z from 'zod'
import { READINESS_AREAS } from '../domain/readiness/finding.ts'
import { LANGUAGES, MODALITIES, PHASES, STAGES } from '../domain/runbook/runbook.ts'
import { findings } from '../runbook/schema-parts.ts'
import { INSTALLATIONS, UNINSTALL_STEP_KINDS } from './uninstall/uninstall-step.ts'

/** File names are relative to `directory`; `unset` lists the keys that the written files still lack. */
export const init = z.object({
  schemaVersion: z.literal(1),
  directory: z.string(),
  wrote: z.array(z.string()),
  kept: z.array(z.string()),
  unset: z.array(z.string()),
})

/** Names are relative to `directory`; the folder `schemas` stands for the files in it. */
export const newManual = z.object({
  schemaVersion: z.literal(1),
  directory: z.string(),
  wrote: z.array(z.string()),
  /** What was made of a written manual; null without one. Lines are those of its file. */
  outline: z
    .object({
      file: z.string(),
      language: z.enum(LANGUAGES),
      chapters: z.array(
        z.object({
          chapter: z.string(),
          title: z.string(),
          line: z.int(),
          /** `told`: the heading suggests it. */
          phase: z.object({ guess: z.enum(PHASES), told: z.boolean() }),
          steps: z.array(
            z.object({
              id: z.string(),
              line: z.int(),
              clauses: z.array(z.string()),
              /** `word` is null if no word tells. */
              modality: z.object({ guess: z.enum(MODALITIES), word: z.string().nullable() }),
              /** Its name in the text; null if no name tells. */
              department: z.string().nullable(),
              /** A duration; null for what is done once. */
              every: z.string().nullable(),
              gate: z.boolean(),
              /** The stage of a notice to customers. */
              notice: z.enum(STAGES).nullable(),
            }),
          ),
        }),
      ),
      skipped: z.array(z.object({ what: z.enum(['preface', 'prose', 'table', 'code']), line: z.int() })),
    })
    .nullable(),
})

/** Templates of notices that are in force in a language. `own`: it is the workspace's. */
export const templates = z.object({
  schemaVersion: z.literal(1),
  language: z.enum(LANGUAGES),
  templates: z.array(
    z.object({ name: z.string(), use: z.string(), path: z.string(), own: z.boolean(), text: z.string() }),
  ),
})

export const trust = z.object({ schemaVersion: z.literal(1), directory: z.string(), trusted: z.literal(true) })

export const doctor = z.object({
  schemaVersion: z.literal(1),
  offline: z.boolean(),
  findings: z.array(
    findings.shape.findings.element.omit({ channel: true, language: true }).extend({ area: z.enum(READINESS_AREAS) }),
  ),
})

/** In the order in which to take them away; `warning`: what would be lost for good. */
export const uninstall = z.object({
  schemaVersion: z.literal(1),
  steps: z.array(
    z.object({
      kind: z.enum(UNINSTALL_STEP_KINDS),
      installedAs: z.enum(INSTALLATIONS).nullable(),
      path: z.string().nullable(),
      command: z.string().nullable(),
      incidents: z.int().nullable(),
      warning: z.string().nullable(),
      line: z.string(),
    }),
  ),
})

const bilingual = z.object({ ja: z.string(), en: z.string() })
const named = z.record(z.string(), bilingual.loose())

/** The runbook in force: its steps by phase, and what its words mean. */
export const runbookInForce = z.object({
  schemaVersion: z.literal(1),
  phases: z.array(
    z.object({
      id: z.enum(PHASES),
      steps: z.array(
        z
          .object({
            id: z.string(),
            section: z.string(),
            phase: z.enum(PHASES),
            clauses: z.array(z.string()),
            department: z.string(),
            title: bilingual,
            instructions: bilingual,
            modality: z.enum(MODALITIES),
          })
          .loose(),
      ),
    }),
  ),
  types: named,
  operations: named,
  departments: named,
  channels: named,
  facts: named,
})

/** What covers each clause: steps, or `place:NAME`, which `places` explains. */
export const coverage = z.object({
  schemaVersion: z.literal(1),
  clauses: z.array(z.object({ id: z.string(), covered: z.boolean(), by: z.array(z.string()) })),
  places: z.record(z.string(), bilingual),
})
