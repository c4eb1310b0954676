import * as z from 'zod'
import { durationOf } from '../domain/duration.ts'
import { span } from '../domain/log/guard.ts'

export const duration = z.string().superRefine((text, context) => {
  if (durationOf(text) === null) context.addIssue({ code: 'custom', params: { code: 'bad-duration' }, input: text })
})

/** A duration that goes into the log, and so is within what the log can hold. */
export const loggedDuration = z.string().superRefine((text, context) => {
  if (!span(durationOf(text))) context.addIssue({ code: 'custom', params: { code: 'bad-duration' }, input: text })
})
