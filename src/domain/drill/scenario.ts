import type { GuardedType } from '../guard.ts'
import { arrayOf, integer, nullable, oneOf, recordOf, safeInteger, shape, span, text, word } from '../guard.ts'
import { scopeChange } from '../log/scope-change.ts'
import { bilingual, SEVERITIES } from '../runbook/runbook.ts'

/** The highest speed of a drill's clock, as a multiple of real time. */
export const MAX_SPEED = 600
export const isSpeed = integer(1, MAX_SPEED)

/** What a fact says once it is known. A time is `from`, a range `from` and `to`, both in ms from the opening of the drill. */
const givenFact = shape(() => ({
  fact: word,
  value: nullable(text),
  ja: nullable(text),
  en: nullable(text),
  from: nullable(span),
  to: nullable(span),
}))
export type GivenFact = GuardedType<typeof givenFact>

/** What happens in a drill (inject, 状況付与), in ms from its opening; `within` is the time to respond, in ms. */
export const isInject = shape(() => ({
  id: word,
  at: span,
  /** Null if its effects need no words. */
  words: nullable(bilingual),
  within: span,
  /** When its failures and silences end; null if they last. */
  until: nullable(span),
  /** Facts that become known. */
  facts: arrayOf(givenFact),
  /** Operations that stop, or open again, by themselves. */
  scope: arrayOf(scopeChange),
  /** Channels that fail: nothing goes out on them. */
  fails: arrayOf(word),
  /** Channels whose posted notice is wrong. */
  damaged: arrayOf(word),
  /** Departments whose head does not answer. */
  silent: arrayOf(word),
  /** Operations that may resume: `OPERATION[:ASSET]`. */
  resumes: arrayOf(word),
  /** Steps that should be done. */
  steps: arrayOf(word),
  /** Channels on which a notice should go out. */
  notices: arrayOf(word),
  /** The severity should be raised to this or a worse one. */
  severity: nullable(oneOf(SEVERITIES)),
}))
export type Inject = GuardedType<typeof isInject>

/** The scores of the real incident that a drill replays. */
const original = shape(() => ({
  incident: word,
  total: nullable(safeInteger),
  sections: recordOf(nullable(safeInteger)),
}))

/** A normalised scenario, as recorded in the log of its drill. Spans are in milliseconds. */
export const isScenario = shape(() => ({
  id: word,
  type: word,
  severity: nullable(oneOf(SEVERITIES)),
  title: bilingual,
  /** Null in a replay of a real incident. */
  briefing: nullable(bilingual),
  /** How long before the opening the halt began; null if unknown or planned. */
  before: nullable(span),
  /** The planned time of the halt, from the opening; null if the halt is not planned. */
  planned: nullable(shape(() => ({ from: span, to: span }))),
  scope: arrayOf(scopeChange),
  /** Facts that are known from the beginning. */
  facts: arrayOf(givenFact),
  lasts: span,
  /** The score needed to pass, 0 to 100. */
  mark: safeInteger,
  /** In order of time. */
  injects: arrayOf(isInject),
  /** Null unless it replays a real incident whose score is known. */
  original: nullable(original),
}))
export type Scenario = GuardedType<typeof isScenario>
