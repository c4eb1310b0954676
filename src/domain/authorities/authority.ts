import { arrayOf, boolean, type Guarded, integer, nullable, oneOf, plain, recordOf, shape, word } from '../guard.ts'
import { type Bilingual, bilingual } from '../runbook/runbook.ts'

/** Hours pass anywhere alike; days and months are those of the calendar in the incident's zone. */
export const SPAN_UNITS = ['hours', 'days', 'months'] as const

/** Of ten thousand hours, days or months, a date can still be made. */
export const MAX_COUNT = 10_000

const authoritySpan = shape(() => ({ unit: oneOf(SPAN_UNITS), count: integer(0, MAX_COUNT) }))
export type Span = Guarded<typeof authoritySpan>

/** One deadline: so long after an event, or after the last time that another filing was made. */
const rule = shape(() => ({
  /** An event of the authority that it counts from; null where it counts from a filing. */
  from: nullable(word),
  /** The id of the filing that it counts from. */
  after: nullable(word),
  /** Null where it is at once, or where only `before` says by when. */
  within: nullable(authoritySpan),
  /** Where it is said to lie between two ends: the later one. The earlier one counts. */
  latest: nullable(authoritySpan),
  /** By when in words, where no span says it. */
  before: nullable(bilingual),
  /** It counts only once this event has come, */
  when: nullable(word),
  /** and no more once this one has. */
  unless: nullable(word),
}))
export type Rule = Guarded<typeof rule>

/** One report that an authority wants; of several rules the earliest deadline counts. */
const filing = shape(() => ({
  /** Of all authorities: `eu-dora-initial`. */
  id: word,
  title: bilingual,
  due: arrayOf(rule),
}))
export type Filing = Guarded<typeof filing>

/** What an authority wants, as it stands in the log: nothing but the log is needed to know what is due. */
export const isAuthority = shape(() => ({
  id: word,
  title: bilingual,
  /** Whether somebody has yet to check it; then it is said wherever it is shown. */
  verify: boolean,
  /** When it was written, or last gone through: YYYY-MM-DD. */
  reviewed: plain,
  /** The events that its deadlines count from. */
  events: recordOf(bilingual),
  filings: arrayOf(filing),
}))
export type Authority = Guarded<typeof isAuthority>

/** What a field of a form can be filled from besides a fact. */
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

/** A field of the form in which an authority wants to be told; filled by hand where nothing is named. */
export interface FormField {
  readonly title: Bilingual
  /** Parts, or facts by their names. */
  readonly from: readonly string[]
}

/** An authority as its file says it, and when it may apply. */
export interface KnownAuthority {
  readonly authority: Authority
  /** Halt types in which it may; null for all. */
  readonly types: readonly string[] | null
  /** It is proposed once one of these facts is known; empty where it need not wait. */
  readonly facts: readonly string[]
  /** Whether its clocks are started by its own name only, since somebody has to judge whether it applies. */
  readonly byName: boolean
  /** Whom and what it is for. */
  readonly condition: Bilingual
  /** Empty where its form is not known. */
  readonly form: readonly FormField[]
}
