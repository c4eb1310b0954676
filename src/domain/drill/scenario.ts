import { arrayOf, type Guarded, integer, nullable, number, oneOf, recordOf, shape, span, text, word } from '../guard.ts'
import { scopeChange } from '../log/scope-change.ts'
import { bilingual, SEVERITIES } from '../runbook/runbook.ts'

/** How many times faster than real time the clock of a drill may go. */
export const MAX_SPEED = 600
export const isSpeed = integer(1, MAX_SPEED)

/** What a fact is once it is known; `from` and `to` are times, in milliseconds from the opening of the drill. */
const givenFact = shape(() => ({
  fact: word,
  value: nullable(text),
  ja: nullable(text),
  en: nullable(text),
  from: nullable(span),
  to: nullable(span),
}))
export type GivenFact = Guarded<typeof givenFact>

/**
 * Something that happens in an exercise (inject, 状況付与). Spans are in milliseconds, from the opening of the drill but
 * for `within`, which is how long the answer may take.
 */
export const isInject = shape(() => ({
  id: word,
  at: span,
  /** Null where what it changes says it all. */
  words: nullable(bilingual),
  within: span,
  /** When what fails or is silent no longer is; null where it stays so. */
  until: nullable(span),
  /** What becomes known. */
  facts: arrayOf(givenFact),
  /** What stops, or opens again, by itself. */
  scope: arrayOf(scopeChange),
  /** Channels on which nothing goes out. */
  fails: arrayOf(word),
  /** Channels whose posted notice is wrong. */
  damaged: arrayOf(word),
  /** Departments whose head does not answer. */
  silent: arrayOf(word),
  /** What may trade again: `OPERATION[:ASSET]`. */
  resumes: arrayOf(word),
  /** Steps that it calls for. */
  steps: arrayOf(word),
  /** Channels that should be told of it. */
  notices: arrayOf(word),
  /** The severity that it calls for, or a worse one. */
  severity: nullable(oneOf(SEVERITIES)),
}))
export type Inject = Guarded<typeof isInject>

/** How a real incident was run that a drill replays: what a score measures, as numbers alone. */
const original = shape(() => ({ incident: word, total: nullable(number), sections: recordOf(nullable(number)) }))
export type Original = Guarded<typeof original>

/** An exercise from its opening to its end, normalised: it goes into the log of the drill. Spans in milliseconds. */
export const isScenario = shape(() => ({
  id: word,
  type: word,
  severity: nullable(oneOf(SEVERITIES)),
  title: bilingual,
  /** Null where a real incident is replayed. */
  briefing: nullable(bilingual),
  /** How long before the opening the halt had begun; null where nobody knows, or where it is planned. */
  before: nullable(span),
  planned: nullable(shape(() => ({ from: span, to: span }))),
  scope: arrayOf(scopeChange),
  /** What is known from the beginning. */
  facts: arrayOf(givenFact),
  lasts: span,
  /** The score that is needed to pass, 0 to 100. */
  mark: number,
  /** By the time at which they come. */
  injects: arrayOf(isInject),
  original: nullable(original),
}))
export type Scenario = Guarded<typeof isScenario>
