import { type Authority, SPAN_UNITS } from '../authorities/authority.ts'
import type { Roster } from '../contacts/roster.ts'
import {
  ASKS,
  ENDS,
  FACT_KINDS,
  LANGUAGES,
  MODALITIES,
  PHASES,
  REPORT_PARTS,
  type Runbook,
  STAGES,
  URGENCIES,
} from '../runbook/runbook.ts'
import type { Settings } from '../settings.ts'
import { SEVERITIES } from '../severity.ts'
import {
  arrayOf,
  boolean,
  either,
  type Guard,
  isRecord,
  nullable,
  number,
  oneOf,
  optional,
  plain,
  recordOf,
  shape,
  span,
  text,
  word,
  zone,
} from './guard.ts'

/** What governs an incident as its log carries it, whoever wrote that: nothing in it can mislead or act. */

const words = { ja: plain, en: plain }
const bilingual = shape(() => words)

const command = shape(() => ({ run: arrayOf(text), title: bilingual, dangerous: boolean, directory: text }))

const step = shape(() => ({
  id: word,
  section: word,
  phase: oneOf(PHASES),
  clauses: arrayOf(word),
  why: nullable(bilingual),
  source: oneOf(['manual', 'extension']),
  department: word,
  title: bilingual,
  instructions: bilingual,
  modality: oneOf(MODALITIES),
  kind: oneOf(['once', 'recurring']),
  every: nullable(either(span, oneOf(['cadence']))),
  until: nullable(oneOf(ENDS)),
  facts: arrayOf(word),
  asks: arrayOf(oneOf(ASKS)),
  applies: recordOf(oneOf(URGENCIES)),
  channel: nullable(word),
  stage: nullable(oneOf(STAGES)),
  gate: nullable(oneOf(['lift'])),
  renew: boolean,
  tells: optional(word),
  commands: optional(arrayOf(command)),
}))

const part = shape(() => ({ part: oneOf(REPORT_PARTS), ask: bilingual }))
const haltType = shape(() => ({
  ...words,
  planned: oneOf(['required', 'allowed', 'never']),
  repair: optional(boolean),
  confidential: optional(boolean),
}))

export const isRunbook: Guard<Runbook> = shape(() => ({
  organisation: optional(bilingual),
  types: recordOf(haltType),
  operations: recordOf(bilingual),
  channels: recordOf(shape(() => ({ ...words, audience: oneOf(['customers', 'departments']) }))),
  facts: recordOf(
    shape(() => ({ ...words, kind: oneOf(FACT_KINDS), notice: boolean, words: boolean, report: optional(part) })),
  ),
  departments: recordOf(bilingual),
  places: recordOf(shape(() => ({ ...words, clauses: arrayOf(word) }))),
  clauses: arrayOf(shape(() => ({ id: word, kind: plain, modality: arrayOf(plain), gist: bilingual }))),
  steps: arrayOf(step),
}))

/** Of ten thousand hours, days or months, a date can still be made. */
const count: Guard<number> = (value): value is number => number(value) && value >= 0 && value <= MAX_COUNT
export const MAX_COUNT = 10_000
const authoritySpan = shape(() => ({ unit: oneOf(SPAN_UNITS), count }))

const filingRule = shape(() => ({
  from: nullable(word),
  after: nullable(word),
  within: nullable(authoritySpan),
  latest: nullable(authoritySpan),
  before: nullable(bilingual),
  when: nullable(word),
  unless: nullable(word),
}))

/** What an authority wants, as an event carries it. */
export const isAuthority: Guard<Authority> = shape(() => ({
  id: word,
  title: bilingual,
  verify: boolean,
  reviewed: plain,
  events: recordOf(bilingual),
  filings: arrayOf(shape(() => ({ id: word, title: bilingual, due: arrayOf(filingRule) }))),
}))

const interval = either(span, oneOf(['on-change']))
const rule = shape(() => ({ first: optional(span), update: optional(interval) }))
/** Any words to the words for them: the keys are no ids. */
const recordOfText: Guard<Readonly<Record<string, string>>> = (value): value is Readonly<Record<string, string>> =>
  isRecord(value) && Object.values(value).every(text)
const spoken = shape(() => ({ ja: nullable(text), en: nullable(text) }))

const noticeWords = shape(() => ({ assets: spoken, banned: arrayOf(text), preferred: recordOfText }))

const condition = shape(() => ({
  severity: optional(oneOf(SEVERITIES)),
  types: optional(arrayOf(word)),
  after: optional(span),
  unanswered: optional(span),
}))

const level = shape(() => ({
  id: word,
  title: bilingual,
  reach: arrayOf(word),
  when: nullable(condition),
  again: nullable(span),
}))

const isRoster: Guard<Roster> = shape(() => ({
  people: recordOf(bilingual),
  departments: recordOf(arrayOf(word)),
  flow: recordOf(arrayOf(word)),
  answerWithin: span,
  levels: arrayOf(level),
}))

export const isSettings: Guard<Settings> = shape(() => ({
  organisation: spoken,
  contact: spoken,
  timezone: zone,
  language: nullable(oneOf(LANGUAGES)),
  cadence: shape(() => ({ first: span, update: interval, channels: recordOf(rule), severities: recordOf(rule) })),
  // Whatever a way to send needs is checked where `halt.yaml` is read; a log from elsewhere sends nothing.
  channels: recordOf(isRecord as unknown as Guard<Settings['channels'][string]>),
  share: nullable(shape(() => ({ group: text }))),
  words: optional(noticeWords),
  roster: optional(isRoster),
}))
