import * as z from 'zod'
import { EXPECTATION_KINDS } from '../domain/drill/expectations.ts'
import { SCORE_SECTIONS } from '../domain/drill/score.ts'
import { CHECK_CODES } from '../domain/drill/score-check.ts'
import { nullableInstant, nullableString, words } from '../runbook/schema-parts.ts'

export const drills = z.object({
  schemaVersion: z.literal(1),
  scenarios: z.array(
    z.object({
      id: z.string(),
      /** Like what follows, null if the file does not have the form of a scenario. */
      type: nullableString,
      title: words.nullable(),
      minutes: z.int().nullable(),
      injects: z.int().nullable(),
      mark: z.int().nullable(),
      /** Why it cannot be played: the first error, its place, and how many others there are. Null if it can. */
      unfit: z.object({ message: z.string(), place: z.string(), more: z.int() }).nullable(),
    }),
  ),
})

const points = z.int().min(0).max(100).nullable()

/** A check that cost points of the section's 100. `what` is the id of its subject; `expected` is null except for injects. */
const loss = z.object({
  code: z.enum(CHECK_CODES),
  what: z.string(),
  expected: z.enum(EXPECTATION_KINDS).nullable(),
  dueAt: nullableInstant,
  at: nullableInstant,
  points: z.number(),
  message: z.string(),
})

export const score = z.object({
  schemaVersion: z.literal(1),
  incident: z.string(),
  scenario: z.string(),
  title: words,
  /** Whether the program played it. */
  auto: z.boolean(),
  speed: z.int(),
  mark: z.int(),
  total: points,
  passed: z.boolean(),
  /** The score of a section is null if there was nothing to judge. */
  sections: z.array(z.object({ id: z.enum(SCORE_SECTIONS), score: points, checks: z.int(), lost: z.array(loss) })),
  /** The real incident that was replayed, the last drill of the scenario, and the last drill, both played the same way. */
  compared: z.array(z.object({ what: z.enum(['original', 'same', 'last']), incident: z.string(), total: points })),
  /** The scores of the real incident that the drill replays. */
  original: z.object({ incident: z.string(), total: points, sections: z.record(z.string(), points) }).nullable(),
})
