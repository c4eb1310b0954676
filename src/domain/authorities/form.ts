import { isTime } from '../guard.ts'
import type { Bilingual } from '../runbook/runbook.ts'
import { matchesPattern } from './text-pattern.ts'

/** What can fill a field of an authority's form, besides facts: parts of the report, each as a whole. */
export const FORM_PARTS = [
  'organisation',
  'times',
  'scope',
  'figures',
  'notices',
  'causes',
  'compensation',
  'prevention',
  'filings',
] as const

/**
 * The same: single values that follow from the log; `incident` is its id, `reference` the authority's number of the last report.
 * Durations are from the start; `downtime` is that of the operations.
 */
export const FORM_VALUES = [
  'incident',
  'title',
  'reference',
  'started',
  'fully-resumed',
  'duration',
  'downtime',
] as const
export type FormValueName = (typeof FORM_VALUES)[number]

/** The same: what the settings say of the company, after `entity.`. */
export const ENTITY_VALUES = [
  'name',
  'registration',
  'place',
  'lei',
  'country',
  'currency',
  'types',
  'contacts.1.name',
  'contacts.1.email',
  'contacts.1.phone',
  'contacts.2.name',
  'contacts.2.email',
  'contacts.2.phone',
  'parent.name',
  'parent.lei',
] as const

export const ENTITY_PREFIX = 'entity.'

/** Before the id of an event of the authority: when it occurred. */
export const EVENT_PREFIX = 'event.'

/** `duration` is `DDD:HH:MM`; `choice` is one of the field's options, `choices` are several. */
export const FIELD_KINDS = [
  'text',
  'count',
  'number',
  'percentage',
  'amount',
  'boolean',
  'time',
  'duration',
  'choice',
  'choices',
] as const
export type FieldKind = (typeof FIELD_KINDS)[number]

/** A field of an authority's form; only a person can fill it if `from` is empty. */
export interface FormField {
  /** As the form numbers it, else its position. */
  readonly id: string
  readonly title: Bilingual
  readonly kind: FieldKind
  /** What may be chosen. */
  readonly options: readonly string[]
  /** A pattern that its text has to match (`textPattern`). */
  readonly pattern: string | null
  /** Names of `FORM_PARTS`, `FORM_VALUES`, facts, `entity.KEY` or `event.ID`. */
  readonly from: readonly string[]
  /** Whether it takes what operators recorded of a fact, rather than its public words; figures always do. */
  readonly internal: boolean
  /** By report (its name in the file), what the field always says there. */
  readonly fixed: Readonly<Record<string, string>> | null
  /** The reports that ask for it, by their names in the file; empty for all. */
  readonly reports: readonly string[]
  /** It is asked for only if another field has one of these values. */
  readonly when: FieldCondition | null
  /** Whether a form is complete without it: it is filled in where it applies. */
  readonly optional: boolean
  /** Of amounts: the field that has the currency of the form. */
  readonly currency: string | null
  /** Whom to ask: a department of the runbook. */
  readonly department: string | null
  /** Where it stands in the document of the form; null if the form has none. */
  readonly path: string | null
  /** Where a text stands that does not match `pattern`; null if there is no such place. */
  readonly otherPath: string | null
}

export interface FieldCondition {
  readonly field: string
  readonly is: readonly string[]
}

export type FieldValue = string | number | boolean | readonly string[]

/** What of a field says which texts it can have. */
export type FieldForm = Pick<FormField, 'kind' | 'options' | 'pattern' | 'otherPath'>

/** Returns the value that a recorded text means in a field; null if it is not of the field's kind. */
export function fieldValueOf(field: FieldForm, text: string): FieldValue | null {
  const { kind, options, otherPath } = field
  switch (kind) {
    case 'text':
      return text.trim() !== '' && (otherPath !== null || matchesPattern(field, text)) ? text : null
    case 'count':
      return /^\d{1,15}$/.test(text) ? Number(text) : null
    case 'number':
      return DECIMAL.test(text) ? Number(text) : null
    case 'percentage':
      return DECIMAL.test(text) && Number(text) >= 0 && Number(text) <= 100 ? Number(text) : null
    case 'amount': {
      const { number } = AMOUNT.exec(text)?.groups ?? {}
      return number === undefined ? null : Number(number)
    }
    case 'boolean':
      return text === 'yes' ? true : text === 'no' ? false : null
    case 'time':
      return isTime(text) ? `${new Date(text).toISOString().slice(0, 19)}Z` : null
    case 'duration':
      return /^\d{1,3}:(?:[01]\d|2[0-3]):[0-5]\d$/.test(text) ? text : null
    case 'choice':
      return options.includes(text) ? text : null
    case 'choices': {
      const chosen = text.split(',')
      return chosen.every((one) => options.includes(one)) ? chosen : null
    }
  }
}

const DECIMAL = /^-?\d{1,15}(?:\.\d{1,9})?$/
const AMOUNT = /^(?<number>\d{1,15}(?:\.\d{1,9})?)(?: (?<currency>[A-Z][A-Z0-9]*))?$/

/** Returns the currency or asset that an amount names; null if it names none. */
export function currencyOf(amount: string): string | null {
  return AMOUNT.exec(amount)?.groups?.currency ?? null
}

/** Whether a field is asked for, by the values of others; one without a value asks for nothing more. */
export function isFieldAsked(
  { when }: Pick<FormField, 'when'>,
  valueIn: (field: string) => FieldValue | null,
): boolean {
  if (when === null) return true
  const value = valueIn(when.field)
  const values = typeof value === 'object' && value !== null ? value : [value]
  return values.some((one) => when.is.includes(typeof one === 'boolean' ? YES_OR_NO[`${one}`] : String(one)))
}

const YES_OR_NO = { true: 'yes', false: 'no' } as const

/** Formats a duration as forms do: `DDD:HH:MM`, in whole minutes. */
export function formDuration(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  const parts = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60]
  return parts.map((part, i) => String(part).padStart(i === 0 ? 3 : 2, '0')).join(':')
}

/** Returns the reports (their names in the file) that have a form of their own; none if it is the same for all. */
export function stagesOf(reports: readonly string[], form: readonly FormField[]): string[] {
  return form.some((field) => field.reports.length > 0 || field.fixed !== null) ? [...reports] : []
}

/** Returns the fields that a report asks for, in the order of the form; all of them if it is the same for every report. */
export function fieldsOf(form: readonly FormField[], report: string | null): FormField[] {
  return form.filter(({ reports }) => report === null || reports.length === 0 || reports.includes(report))
}

/** Whether a name is one of these. */
export function isOneOf<T extends string>(name: string, names: readonly T[]): name is T {
  return (names as readonly string[]).includes(name)
}
