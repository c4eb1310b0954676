import * as z from 'zod'

/** The address of a board, with its code, and the process that it runs in. */
export const serve = z.object({ schemaVersion: z.literal(1), url: z.string(), pid: z.int() })
