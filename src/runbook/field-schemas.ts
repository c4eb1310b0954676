import * as z from 'zod'
import { zone as isZone, plainText, span, TERMINAL_CONTROLS_EXCEPT_LF } from '../domain/guard.ts'
import { parseDuration } from '../domain/time.ts'
import { codePointName } from '../view/inert.ts'
import type { FindingCode, FindingParams } from './finding.ts'

export type RefinementContext = z.core.$RefinementCtx

/** Adds a finding to the issues of a value. Without `key` in its parameters, `readYaml` adds the key of the value. */
export function addFieldIssue<C extends FindingCode>(
  context: RefinementContext,
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
      const [active] = TERMINAL_CONTROLS_EXCEPT_LF.exec(text) ?? ['\n']
      if (!isValid(text)) addFieldIssue(context, 'bad-character', { character: codePointName(active) })
    })

/** Text shown to operators, of any number of lines, without characters that control a terminal. */
export const displayText = displayed(plainText)

/** A single line of text shown to operators, without characters that control a terminal. */
export const displayLine = displayed((text) => plainText(text) && !text.includes('\n'))

/** A text of a certain form, of which `example` is one. */
export const spelled = (form: RegExp, example: string) =>
  z
    .string()
    .meta({ pattern: form.source })
    .superRefine((given, context) => {
      if (!form.test(given)) addFieldIssue(context, 'bad-spelling', { given, example })
    })

/** A whole number within limits, both included. */
export const wholeNumber = (least: number, most: number) =>
  z
    .int()
    .meta({ minimum: least, maximum: most })
    .superRefine((given, context) => {
      if (given < least || given > most)
        addFieldIssue(context, 'out-of-range', { given: String(given), least: String(least), most: String(most) })
    })

/** A duration such as `90s`, `30m` or `1h30m`. */
export const duration = z
  .string()
  .meta({ title: 'duration' })
  .superRefine((text, context) => {
    if (parseDuration(text) === null) addFieldIssue(context, 'bad-duration', { given: text })
  })

/** A duration within limits, both included; others are reported with `code`. */
export const durationBetween = (least: string, most: string, code: 'out-of-range' | 'bad-cadence' = 'out-of-range') =>
  duration.superRefine((text, context) => {
    const ms = parseDuration(text)
    if (ms !== null && (ms < Number(parseDuration(least)) || ms > Number(parseDuration(most))))
      addFieldIssue(context, code, { given: text, least, most })
  })

/** A duration in milliseconds; undefined if there is none. */
export function millisecondsOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : (parseDuration(text) ?? undefined)
}

/** A duration that is written to the log, and so limited to what the log can hold. */
export const loggedDuration = z
  .string()
  .meta({ title: 'duration' })
  .superRefine((text, context) => {
    if (!span(parseDuration(text))) addFieldIssue(context, 'bad-duration', { given: text })
  })

/** An IANA time zone that this machine knows. */
export const timezone = z
  .string()
  .meta({ title: 'time zone' })
  .superRefine((name, context) => {
    try {
      if (!isZone(name)) throw new RangeError(name)
      new Intl.DateTimeFormat('en', { timeZone: name })
    } catch {
      addFieldIssue(context, 'bad-zone', { given: name })
    }
  })
