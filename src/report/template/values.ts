import * as z from 'zod'
import { AUDIENCES } from '../../domain/report/audience.ts'
import { LANGUAGES } from '../../domain/runbook/runbook.ts'
import { instant } from '../../runbook/schema-parts.ts'
import { report } from '../schema.ts'
import type { Schema } from './document-schema.ts'
import { shapeOf } from './shape.ts'

/** The report for programs, and what only those who write for people need. */
const values = report.extend({
  /** As the built-in forms head it. */
  heading: z.string(),
  language: z.enum(LANGUAGES),
  audience: z.enum(AUDIENCES),
  open: z.boolean(),
  madeAt: instant,
})

/** What a template of a report may name. */
export const VALUES = shapeOf(z.toJSONSchema(values, { unrepresentable: 'any', io: 'input' }) as Schema)
