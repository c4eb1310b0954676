import * as z from 'zod'

/** What a failed command prints on standard error with `--json`. */
export const failureDocument = z.object({
  schemaVersion: z.literal(1),
  error: z.object({
    code: z.string().describe('A stable word, listed in docs/errors.md.'),
    message: z.string(),
    mend: z.string().describe('What to do about it, maybe in several lines; empty if there is nothing to do.'),
    exit: z.number().int(),
  }),
  messages: z.array(z.string()).describe('What the command had to say before it failed, line by line.'),
})
