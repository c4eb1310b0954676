import * as z from 'zod'

const spread = z.object({ count: z.int(), median: z.number(), least: z.number(), most: z.number() }).nullable()

export const stats = z.object({
  schemaVersion: z.literal(1),
  incidents: z.int(),
  drills: z.int(),
  falseAlarms: z.int(),
  duplicates: z.int(),
  timeToNotify: spread,
  timeToResume: spread,
  types: z.array(z.object({ type: z.string(), count: z.int(), timeToNotify: spread, timeToResume: spread })),
  updatesDue: z.int(),
  updatesKept: z.int(),
  skipped: z.array(
    z.object({
      step: z.string(),
      title: z.object({ ja: z.string(), en: z.string() }),
      count: z.int(),
      reasons: z.array(z.string()),
    }),
  ),
  overdue: z.array(z.object({ incident: z.string(), text: z.string(), owner: z.string().nullable(), due: z.string() })),
  months: z.array(z.object({ month: z.string(), count: z.int() })),
})
