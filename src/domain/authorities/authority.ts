import type { GuardedType } from '../guard.ts'
import {
  arrayOf,
  boolean,
  integer,
  nullable,
  oneOf,
  optional,
  pattern,
  plainText,
  recordOf,
  shape,
  word,
  zone,
} from '../guard.ts'
import { type Bilingual, bilingual } from '../runbook/runbook.ts'
import type { FormField } from './form.ts'

/** The units of a period. Days and months are calendar days and months as `dueTime` counts them. */
export const PERIOD_UNITS = ['hours', 'days', 'months'] as const

/** The longest period, in any unit. `Date` can still represent a time that many months ahead. */
export const MAX_PERIOD_COUNT = 10_000

const period = shape(() => ({ unit: oneOf(PERIOD_UNITS), count: integer(0, MAX_PERIOD_COUNT) }))
export type Period = GuardedType<typeof period>

/** One deadline: a period after an event, or after the latest submission of another filing. */
const rule = shape(() => ({
  /** The authority's event that it counts from; null if it counts from a filing. */
  from: nullable(word),
  /** The id of the filing that it counts from. */
  after: nullable(word),
  /** Null if it is due at once, or if only `before` states the deadline. */
  within: nullable(period),
  /** The longer period, if the deadline is stated as a range; the shorter one counts. */
  latest: nullable(period),
  /** The deadline in words, if no period states it. */
  before: nullable(bilingual),
  /** It counts only once this event has occurred. */
  when: nullable(word),
  /** It no longer counts once this event has occurred. */
  unless: nullable(word),
  /** It does not count if this event occurred only after it had passed: then the deadline from that event does. */
  unlessLater: optional(word),
}))
export type DeadlineRule = GuardedType<typeof rule>

/** A report that an authority requires. The earliest deadline that its rules give counts. */
const filing = shape(() => ({
  /** Unique across authorities: `eu-dora-initial`. */
  id: word,
  title: bilingual,
  due: arrayOf(rule),
}))
export type Filing = GuardedType<typeof filing>

/** Which companies a rule about days off does not apply to. */
export const DAY_OFF_EXCEPTIONS = ['systemic'] as const

/** A deadline that falls on a weekend or a holiday moves to this time of the next working day. */
const dayOff = shape(() => ({
  at: pattern(/^(?:[01]\d|2[0-3]):[0-5]\d$/),
  unless: nullable(oneOf(DAY_OFF_EXCEPTIONS)),
  /** The ids of the filings for which `unless` holds; missing if it holds for all. */
  unlessFor: optional(arrayOf(word)),
}))
export type DayOffRule = GuardedType<typeof dayOff>

/** What an authority requires. It is recorded in the log, so that the log alone shows what is due. */
export const isAuthority = shape(() => ({
  id: word,
  title: bilingual,
  /** Whether it still has to be verified; if so, every display says so. */
  verify: boolean,
  /** When it was written or last reviewed: YYYY-MM-DD. */
  reviewed: plainText,
  /** The events that its deadlines count from, by id. The first is the one that its name alone starts. */
  events: recordOf(bilingual),
  filings: arrayOf(filing),
  /** Where the companies are that it is responsible for; missing if those are everywhere. */
  timezones: optional(arrayOf(zone)),
  /** Missing if deadlines run on through days off. */
  dayOff: optional(dayOff),
}))
export type Authority = GuardedType<typeof isAuthority>

/** An authority as defined in its file, and when it may apply. */
export interface KnownAuthority {
  readonly authority: Authority
  /** Halt types to which it may apply; null for all. */
  readonly types: readonly string[] | null
  /** It is proposed once one of these facts is known; if there are none, at once. */
  readonly facts: readonly string[]
  /** Whether only its own name starts its clocks, since somebody has to judge whether it applies. */
  readonly byName: boolean
  readonly condition: Bilingual
  /** Empty if its form is not known. */
  readonly form: readonly FormField[]
  /** What the document of the form has beside its fields, by path; set where the object around it is there. */
  readonly constants: Readonly<Record<string, string>>
}
