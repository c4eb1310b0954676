import * as z from 'zod'

/** The address of a board, with its code, and the process that it runs in. */
export const serve = z.object({ schemaVersion: z.literal(1), url: z.string(), pid: z.int() })

/** Somebody who was invited to the board; `incident` is null for all that are open. */
const invited = z.object({
  name: z.string(),
  invitedBy: z.string(),
  department: z.string().nullable(),
  acts: z.boolean(),
  incident: z.string().nullable(),
  madeAt: z.string(),
  expiresAt: z.string(),
})

/** A link, and whom it lets in. */
export const invitation = z.object({ schemaVersion: z.literal(1), url: z.string(), invitation: invited })

/** Those whose links are good. */
export const invitations = z.object({ schemaVersion: z.literal(1), invitations: z.array(invited) })

/** The names of those whose links were ended. */
export const revoked = z.object({ schemaVersion: z.literal(1), revoked: z.array(z.string()) })
