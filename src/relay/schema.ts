import * as z from 'zod'

/** What `sync` shared. `waiting` counts the events that are here and not known to be in the relay. */
export const sync = z.object({
  schemaVersion: z.literal(1),
  /** Host, port and database. */
  relay: z.string(),
  reached: z.boolean(),
  pushed: z.int(),
  pulled: z.int(),
  waiting: z.int(),
  /** Incidents of which the relay has lines that were not looked at yet, also such as are not here for that reason. */
  unread: z.array(z.string()),
  /** The head is the digest of the last hashes of all writers. */
  incidents: z.array(z.object({ incident: z.string(), head: z.string() })),
})
