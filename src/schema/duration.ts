import * as z from 'zod'
import { durationOf } from '../domain/duration.ts'

export const duration = z.string().superRefine((text, context) => {
  if (durationOf(text) === null) context.addIssue({ code: 'custom', params: { code: 'bad-duration' }, input: text })
})
