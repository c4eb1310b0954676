import type { GivenFact, Inject, Scenario } from '../drill/scenario.ts'
import { SEVERITIES } from '../severity.ts'
import { arrayOf, type Guard, nullable, number, oneOf, plain, recordOf, shape, span, text, word } from './guard.ts'
import { scopeChange } from './scope-change.ts'

/** The exercise of a drill as its log carries it. */

/** How many times faster than real time the clock of a drill may go. */
export const MAX_SPEED = 600
export const isSpeed: Guard<number> = (value): value is number => number(value) && value >= 1 && value <= MAX_SPEED

const bilingual = shape(() => ({ ja: plain, en: plain }))
const score = nullable(number)

const givenFact: Guard<GivenFact> = shape(() => ({
  fact: word,
  value: nullable(text),
  ja: nullable(text),
  en: nullable(text),
  from: nullable(span),
  to: nullable(span),
}))

export const isInject: Guard<Inject> = shape(() => ({
  id: word,
  at: span,
  words: nullable(bilingual),
  within: span,
  until: nullable(span),
  facts: arrayOf(givenFact),
  scope: arrayOf(scopeChange),
  fails: arrayOf(word),
  damaged: arrayOf(word),
  silent: arrayOf(word),
  resumes: arrayOf(word),
  steps: arrayOf(word),
  notices: arrayOf(word),
  severity: nullable(oneOf(SEVERITIES)),
}))

export const isScenario: Guard<Scenario> = shape(() => ({
  id: word,
  type: word,
  severity: nullable(oneOf(SEVERITIES)),
  title: bilingual,
  briefing: nullable(bilingual),
  before: nullable(span),
  planned: nullable(shape(() => ({ from: span, to: span }))),
  scope: arrayOf(scopeChange),
  facts: arrayOf(givenFact),
  lasts: span,
  mark: number,
  injects: arrayOf(isInject),
  original: nullable(shape(() => ({ incident: word, total: score, sections: recordOf(score) }))),
}))
