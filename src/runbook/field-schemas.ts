import * as z from 'zod'
import { parseDuration } from '../domain/duration.ts'
import { zone as isZone, plain, span } from '../domain/guard.ts'

const displayed = (fits: (text: string) => boolean) =>
  z
    .string()
    .min(1)
    .superRefine((text, context) => {
      if (!fits(text)) context.addIssue({ code: 'custom', params: { code: 'bad-character' }, input: text })
    })

/** Text shown to operators, of any number of lines, without characters that control a terminal. */
export const words = displayed(plain)

/** The same, on a single line. */
export const line = displayed((text) => plain(text) && !text.includes('\n'))

export const duration = z.string().superRefine((text, context) => {
  if (parseDuration(text) === null) context.addIssue({ code: 'custom', params: { code: 'bad-duration' }, input: text })
})

/** A duration that is written to the log, and so limited to what the log can hold. */
export const loggedDuration = z.string().superRefine((text, context) => {
  if (!span(parseDuration(text))) context.addIssue({ code: 'custom', params: { code: 'bad-duration' }, input: text })
})

/** An IANA time zone that this machine knows. */
export const zone = z.string().superRefine((name, context) => {
  try {
    if (!isZone(name)) throw new RangeError(name)
    new Intl.DateTimeFormat('en', { timeZone: name })
  } catch {
    context.addIssue({ code: 'custom', params: { code: 'bad-zone' }, input: name })
  }
})
