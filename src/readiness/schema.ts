import * as z from 'zod'
import { READINESS_AREAS } from '../domain/readiness/finding.ts'
import { findings } from '../runbook/schema-parts.ts'

/** File names are relative to `directory`; `unset` lists the keys that the written files still lack. */
export const init = z.object({
  schemaVersion: z.literal(1),
  directory: z.string(),
  wrote: z.array(z.string()),
  kept: z.array(z.string()),
  unset: z.array(z.string()),
})

/** File names are relative to `directory`. */
export const newManual = z.object({
  schemaVersion: z.literal(1),
  directory: z.string(),
  wrote: z.array(z.string()),
})

export const trust = z.object({ schemaVersion: z.literal(1), directory: z.string(), trusted: z.literal(true) })

export const doctor = z.object({
  schemaVersion: z.literal(1),
  offline: z.boolean(),
  findings: z.array(
    findings.shape.findings.element.omit({ channel: true, language: true }).extend({ area: z.enum(READINESS_AREAS) }),
  ),
})
