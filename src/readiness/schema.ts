import * as z from 'zod'
import { PHASES, SEVERITIES } from '../domain/runbook/runbook.ts'
import { time } from '../runbook/schema-parts.ts'

/** File names are relative to `directory`; `unset` lists the keys that the written files still lack. */
export const init = z.object({
  schemaVersion: z.literal(1),
  directory: z.string(),
  wrote: z.array(z.string()),
  kept: z.array(z.string()),
  unset: z.array(z.string()),
})

export const trust = z.object({ schemaVersion: z.literal(1), directory: z.string(), trusted: z.literal(true) })

export const list = z.object({
  schemaVersion: z.literal(1),
  incidents: z.array(
    z.object({
      incident: z.string(),
      title: z.string().nullable(),
      type: z.string(),
      severity: z.enum(SEVERITIES).nullable(),
      drill: z.boolean(),
      phase: z.enum(PHASES),
      startedAt: time,
      declaredAt: time,
      fullyResumedAt: time,
      closedAt: time,
      closedAs: z.string().nullable(),
      intact: z.boolean(),
    }),
  ),
  /** Incidents that this machine has recorded to and whose log is gone; `kept` is the state file that remembers it. */
  missing: z.array(
    z.object({ incident: z.string(), writer: z.string(), seq: z.int(), hash: z.string(), kept: z.string() }),
  ),
})
