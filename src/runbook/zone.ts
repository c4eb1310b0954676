import * as z from 'zod'
import { zone as isZone } from '../domain/log/guard.ts'

/** An IANA time zone that this machine knows. */
export const zone = z.string().superRefine((name, context) => {
  try {
    if (!isZone(name)) throw new RangeError(name)
    new Intl.DateTimeFormat('en', { timeZone: name })
  } catch {
    context.addIssue({ code: 'custom', params: { code: 'bad-zone' }, input: name })
  }
})
