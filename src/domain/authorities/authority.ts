import type { Bilingual } from '../runbook/runbook.ts'

/** Hours pass anywhere alike; days and months are those of the calendar in the incident's zone. */
export const SPAN_UNITS = ['hours', 'days', 'months'] as const

export interface Span {
  readonly unit: (typeof SPAN_UNITS)[number]
  readonly count: number
}

/** One deadline: so long after an event, or after the last time that another filing was made. */
export interface Rule {
  /** An event of the authority that it counts from; null where it counts from a filing. */
  readonly from: string | null
  /** The id of the filing that it counts from. */
  readonly after: string | null
  /** Null where it is at once, or where only `before` says by when. */
  readonly within: Span | null
  /** Where it is said to lie between two ends: the later one. The earlier one counts. */
  readonly latest: Span | null
  /** By when in words, where no span says it. */
  readonly before: Bilingual | null
  /** It counts only once this event has come, */
  readonly when: string | null
  /** and no more once this one has. */
  readonly unless: string | null
}

/** One report that an authority wants; of several rules the earliest deadline counts. */
export interface Filing {
  /** Of all authorities: `eu-dora-initial`. */
  readonly id: string
  readonly title: Bilingual
  readonly due: readonly Rule[]
}

/** What an authority wants, as it stands in the log: nothing but the log is needed to know what is due. */
export interface Authority {
  readonly id: string
  readonly title: Bilingual
  /** Whether somebody has yet to check it; then it is said wherever it is shown. */
  readonly verify: boolean
  /** When it was written, or last gone through: YYYY-MM-DD. */
  readonly reviewed: string
  /** The events that its deadlines count from. */
  readonly events: Readonly<Record<string, Bilingual>>
  readonly filings: readonly Filing[]
}

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
