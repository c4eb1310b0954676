import type { ScopeChange } from '../log/scope-change.ts'
import type { Bilingual } from '../runbook/runbook.ts'
import type { Severity } from '../severity.ts'

/** What a fact is once it is known; `from` and `to` are times, in milliseconds from the opening of the drill. */
export interface GivenFact {
  readonly fact: string
  readonly value: string | null
  readonly ja: string | null
  readonly en: string | null
  readonly from: number | null
  readonly to: number | null
}

/**
 * Something that happens in an exercise (inject, 状況付与). Spans are in milliseconds, from the opening of the drill but
 * for `within`, which is how long the answer may take.
 */
export interface Inject {
  readonly id: string
  readonly at: number
  /** Null where what it changes says it all. */
  readonly words: Bilingual | null
  readonly within: number
  /** When what fails or is silent no longer is; null where it stays so. */
  readonly until: number | null
  /** What becomes known. */
  readonly facts: readonly GivenFact[]
  /** What stops, or opens again, by itself. */
  readonly scope: readonly ScopeChange[]
  /** Channels on which nothing goes out. */
  readonly fails: readonly string[]
  /** Channels whose posted notice is wrong. */
  readonly damaged: readonly string[]
  /** Departments whose head does not answer. */
  readonly silent: readonly string[]
  /** What may trade again: `OPERATION[:ASSET]`. */
  readonly resumes: readonly string[]
  /** Steps that it calls for. */
  readonly steps: readonly string[]
  /** Channels that should be told of it. */
  readonly notices: readonly string[]
  /** The severity that it calls for, or a worse one. */
  readonly severity: Severity | null
}

/** How a real incident was run that a drill replays: what a score measures, as numbers alone. */
export interface Original {
  readonly incident: string
  readonly total: number | null
  readonly sections: Readonly<Record<string, number | null>>
}

/** An exercise from its opening to its end, normalised: it goes into the log of the drill. Spans in milliseconds. */
export interface Scenario {
  readonly id: string
  readonly type: string
  readonly severity: Severity | null
  readonly title: Bilingual
  /** Null where a real incident is replayed. */
  readonly briefing: Bilingual | null
  /** How long before the opening the halt had begun; null where nobody knows, or where it is planned. */
  readonly before: number | null
  readonly planned: { readonly from: number; readonly to: number } | null
  readonly scope: readonly ScopeChange[]
  /** What is known from the beginning. */
  readonly facts: readonly GivenFact[]
  readonly lasts: number
  /** The score that is needed to pass, 0 to 100. */
  readonly mark: number
  /** By the time at which they come. */
  readonly injects: readonly Inject[]
  readonly original: Original | null
}
