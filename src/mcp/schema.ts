import * as z from 'zod'
import { AUDIENCES } from '../domain/report/audience.ts'
import { list, recorded, similar, status } from '../incident/schema.ts'
import { notices } from '../notice/schema.ts'

const schemaVersion = z.literal(1)

/** Lines for a person to type in a shell; none of them was run. */
const type = z.array(z.string())

/** `list --json`, the latest incidents; `notShown` are those that assistants are not shown. */
export const assistantList = list.omit({ missing: true }).extend({ more: z.int(), notShown: z.int() })

/** `list --similar --json`, with the number of those that assistants are not shown. */
export const assistantSimilar = similar.extend({ notShown: z.int() })

/** `status --json` without the feeds: what servers answered there is no business of an assistant. */
export const assistantStatus = status.omit({ feeds: true })

/** A part of `log --json`: events in order, without hashes and signatures, and how many there are before and after them. */
export const assistantLog = z.object({
  schemaVersion,
  incident: z.string(),
  events: z.array(
    z.looseObject({ writer: z.string(), seq: z.int(), type: z.string(), at: z.string(), by: z.string() }),
  ),
  earlier: z.int(),
  later: z.int(),
  /** Events without their `data`, which is too long, and how long it is. */
  cut: z.array(z.object({ event: z.string(), bytes: z.int() })),
  /** Writers of whom nobody here has said that they are known, and the names that they give. */
  unknownWriters: z.array(z.object({ writer: z.string(), by: z.string() })),
})

/** `report --format brief`. */
export const assistantBrief = z.object({
  schemaVersion,
  incident: z.string(),
  audience: z.enum(AUDIENCES),
  markdown: z.string(),
})

/** A part of `runbook show --json`: the steps that were asked for in full, else all without what is to be done. */
export const assistantRunbook = z.object({
  schemaVersion,
  phases: z.array(z.object({ id: z.string(), steps: z.array(z.looseObject({ id: z.string() })) })),
})

/** What was recorded; null if nothing was, and a person has to type the lines. */
export const assistantAct = z.object({ schemaVersion, recorded: recorded.nullable(), type })

/** `notice --dry-run --json`, with the lines that send the notices, or record them as posted; none if a text has errors. */
export const assistantNotices = notices.extend({ type })
