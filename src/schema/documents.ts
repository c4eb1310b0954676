import * as z from 'zod'
import { clocks } from './documents/authorities.ts'
import { calls } from './documents/calls.ts'
import { drills, score } from './documents/drills.ts'
import { doctor, findings } from './documents/findings.ts'
import { handover } from './documents/handover.ts'
import { evidence, verify } from './documents/log.ts'
import { notices } from './documents/notices.ts'
import { step } from './documents/parts.ts'
import { report } from './documents/report.ts'
import { stats } from './documents/stats.ts'
import { status } from './documents/status.ts'
import { init, list, trust } from './documents/workspace.ts'

/** Shapes of the JSON documents that commands print (contract, "JSON shapes"). */
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
  drills,
  score,
  init,
  trust,
}
