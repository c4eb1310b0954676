import * as z from 'zod'
import { clocks } from '../authority/schema.ts'
import { drills, score } from '../drill/schema.ts'
import { evidence, verify } from '../evidence/schema.ts'
import { join, list, status } from '../incident/schema.ts'
import { notices } from '../notice/schema.ts'
import { calls, handover } from '../people/schema.ts'
import { doctor, init, trust } from '../readiness/schema.ts'
import { report, stats } from '../report/schema.ts'
import { findings, step } from '../runbook/schema-parts.ts'

/** The JSON documents that commands print, by the name of their schema. */
export const documentSchemas = {
  clocks,
  handover,
  calls,
  status,
  next: z.object({ schemaVersion: z.literal(1), steps: z.array(step) }),
  report,
  stats,
  evidence,
  doctor,
  findings,
  notices,
  verify,
  list,
  join,
  drills,
  score,
  init,
  trust,
}
