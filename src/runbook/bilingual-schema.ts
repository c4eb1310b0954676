import * as z from 'zod'
import { plain } from '../domain/log/guard.ts'

const shown = (fits: (text: string) => boolean) =>
  z
    .string()
    .min(1)
    .superRefine((text, context) => {
      if (!fits(text)) context.addIssue({ code: 'custom', params: { code: 'bad-character' }, input: text })
    })

/** What is shown to operators, in any number of lines: it acts on no terminal. */
export const words = shown(plain)

/** The same in one line. */
export const line = shown((text) => plain(text) && !text.includes('\n'))
