import * as z from 'zod'
import { AREAS } from '../domain/readiness/finding.ts'

export const findings = z.object({
  findings: z.array(
    z.object({
      code: z.string(),
      level: z.enum(['error', 'warning', 'info']),
      message: z.string(),
      mend: z.string(),
      /** Null where it is about no file. */
      file: z.string().nullable(),
      line: z.int().nullable(),
      column: z.int().nullable(),
      /** Of a notice. */
      channel: z.string().optional(),
      language: z.enum(['ja', 'en']).optional(),
    }),
  ),
})

/** What `doctor` found, by area. */
export const doctor = z.object({
  schemaVersion: z.literal(1),
  /** Whether connections were left out. */
  offline: z.boolean(),
  findings: z.array(
    findings.shape.findings.element.omit({ channel: true, language: true }).extend({ area: z.enum(AREAS) }),
  ),
})
