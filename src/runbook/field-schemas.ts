import * as z from 'zod'
import { ACTIVE_IN_LINES, zone as isZone, plain, span } from '../domain/guard.ts'
import { parseDuration } from '../domain/time.ts'
import { codePoint } from '../view/inert.ts'
import type { FindingCode, FindingParams } from './finding.ts'

export type Context = z.core.$RefinementCtx

/** Adds a finding to the issues of a value. Without `key` in its parameters, `readYaml` adds the key of the value. */
export function report<C extends FindingCode>(
  context: Context,
  code: C,
  params: Omit<FindingParams[C], 'key'> & { readonly key?: string },
  path: string[] = [],
): void {
  context.addIssue({ code: 'custom', params: { code, ...params }, path })
}

const displayed = (isValid: (text: string) => boolean) =>
  z
    .string()
    .min(1)
    .superRefine((text, context) => {
      // If there is no control character, the text was refused for its line feed.
      const [active] = ACTIVE_IN_LINES.exec(text) ?? ['\n']
      if (!isValid(text)) report(context, 'bad-character', { character: codePoint(active) })
    })

/** Text shown to operators, of any number of lines, without characters that control a terminal. */
export const words = displayed(plain)

/** A single line of text shown to operators, without characters that control a terminal. */
export const line = displayed((text) => plain(text) && !text.includes('\n'))

/** A duration such as `90s`, `30m` or `1h30m`. */
export const duration = z.string().superRefine((text, context) => {
  if (parseDuration(text) === null) report(context, 'bad-duration', { given: text })
})

/** A duration within limits, both included; others are reported with `code`. */
export const durationBetween = (least: string, most: string, code: 'out-of-range' | 'bad-cadence' = 'out-of-range') =>
  duration.superRefine((text, context) => {
    const ms = parseDuration(text)
    if (ms !== null && (ms < Number(parseDuration(least)) || ms > Number(parseDuration(most))))
      report(context, code, { given: text, least, most })
  })

/** A duration in milliseconds; undefined if there is none. */
export function milliseconds(text: string | undefined): number | undefined {
  return text === undefined ? undefined : (parseDuration(text) ?? undefined)
}

/** A duration that is written to the log, and so limited to what the log can hold. */
export const loggedDuration = z.string().superRefine((text, context) => {
  if (!span(parseDuration(text))) report(context, 'bad-duration', { given: text })
})

/** An IANA time zone that this machine knows. */
export const zone = z.string().superRefine((name, context) => {
  try {
    if (!isZone(name)) throw new RangeError(name)
    new Intl.DateTimeFormat('en', { timeZone: name })
  } catch {
    report(context, 'bad-zone', { given: name })
  }
})
