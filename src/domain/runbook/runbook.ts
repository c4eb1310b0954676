import {
  arrayOf,
  boolean,
  either,
  type GuardedType,
  nullable,
  oneOf,
  optional,
  plainText,
  recordOf,
  shape,
  span,
  text,
  word,
} from '../guard.ts'
import { memoize } from '../memoize.ts'

/** The phases of a halt, in order. */
export const PHASES = ['scheduled', 'initial-response', 'during-halt', 'after-resumption', 'closed'] as const
export type Phase = (typeof PHASES)[number]

/** How bad a halt is, worst first. */
export const SEVERITIES = ['sev1', 'sev2', 'sev3', 'sev4'] as const
export type Severity = (typeof SEVERITIES)[number]

/** How strongly the manual words a step: required, strive (努める), consider (検討), as needed (必要に応じて). */
export const MODALITIES = ['must', 'effort', 'consider', 'if-needed'] as const
export type Modality = (typeof MODALITIES)[number]

/** How urgent a step is for a halt type, most urgent first. What is `first` or `now` belongs to the first minutes. */
export const URGENCIES = ['first', 'now', 'soon', 'normal', 'later'] as const
export type Urgency = (typeof URGENCIES)[number]

/** The kinds of notices. `scheduled` announces a planned halt, `final` follows after closing, the last two mend others. */
export const STAGES = ['scheduled', 'first', 'update', 'resumption', 'final', 'correction', 'retraction'] as const
export type Stage = (typeof STAGES)[number]

/** Whether a notice of this stage corrects or retracts another one. */
export function mendsAnother(stage: Stage): boolean {
  return stage === 'correction' || stage === 'retraction'
}

export const RECURRENCE_ENDS = ['lifted', 'fully-resumed', 'closed'] as const
export type RecurrenceEnd = (typeof RECURRENCE_ENDS)[number]

/** What a step asks for besides facts. */
export const STEP_QUESTIONS = ['scope', 'severity', 'type'] as const
export type StepQuestion = (typeof STEP_QUESTIONS)[number]

/**
 * `time` is in the past, `future` may be ahead, `estimate` is a time, a range `FROM/TO` or unknown; `count` is a whole number,
 * `amount` a number with its currency, such as `1250000 JPY`.
 */
export const FACT_KINDS = ['time', 'future', 'estimate', 'text', 'count', 'amount'] as const
export type FactKind = (typeof FACT_KINDS)[number]

export function isTimeKind(kind: FactKind | undefined): boolean {
  return kind === 'time' || kind === 'future' || kind === 'estimate'
}

/** What a fact is to the program, which knows none by its name: when the halt began, what customers are told it is due to, … */
export const FACT_ROLES = [
  'began',
  'detected',
  'planned-begin',
  'planned-end',
  'expected-end',
  'impact',
  'cause',
  'contact',
] as const
export type FactRole = (typeof FACT_ROLES)[number]

export const LANGUAGES = ['ja', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

const languages = { ja: plainText, en: plainText }
export const bilingual = shape(() => languages)
export type Bilingual = GuardedType<typeof bilingual>

const named = shape(() => ({
  ...languages,
  /** Other names by which people call it; what they type is read as its id. */
  also: optional(arrayOf(plainText)),
}))
export type Named = GuardedType<typeof named>

/** What notices call a halt. */
const haltWords = shape(() => ({ title: bilingual, noun: bilingual, resumption: bilingual, state: bilingual }))
export type HaltWords = GuardedType<typeof haltWords>

const operation = shape(() => ({
  ...languages,
  also: optional(arrayOf(plainText)),
  /** What titles of notices call it; missing if by its name. */
  heading: optional(bilingual),
  /** What notices call a halt of this operation alone; missing if titles name the operation. */
  halt: optional(haltWords),
  /** What notices call a halt of some of its assets alone. */
  assetHalt: optional(haltWords),
  /** Words by which a text speaks of it, by language. */
  mentions: optional(shape(() => ({ ja: arrayOf(plainText), en: arrayOf(plainText) }))),
}))
export type Operation = GuardedType<typeof operation>

export const service = shape(() => ({
  ...languages,
  /** One operation, or several that are one service to customers when they are in the same state. */
  operations: arrayOf(word),
  /** The only asset that it is for; null for all others. */
  asset: nullable(word),
  /** What notices call a halt of all its operations; missing if it has the name of the first one that has a name. */
  halt: optional(haltWords),
}))
/** What customers call operations on an asset. `{assets}` in its name stands for the assets. */
export type Service = GuardedType<typeof service>

const haltType = shape(() => ({
  ...languages,
  /** Why services are stopped, as a part of a sentence, such as `because of a system failure`. */
  reason: optional(bilingual),
  /** What notices give as the cause while it has no words of its own; missing if they say that it is looked into. */
  cause: optional(bilingual),
  /** A sentence that notices of such a halt add. */
  remark: optional(bilingual),
  /** Whether such a halt is announced in advance: always, possibly, or never. */
  planned: oneOf(['required', 'allowed', 'never']),
  /** Whether something broke in such a halt, so that notices may mention a repair; false if missing. */
  repair: optional(boolean),
  /** Whether reports of such a halt must be made for a named audience; false if missing. */
  confidential: optional(boolean),
}))
export type HaltType = GuardedType<typeof haltType>

/** What a text on a channel looks like: a page of a site, a mail, a push notice, a short public post, or a chat message. */
export const CHANNEL_FORMS = ['page', 'mail', 'push', 'post', 'chat'] as const
export type ChannelForm = (typeof CHANNEL_FORMS)[number]

const channel = shape(() => ({
  ...languages,
  audience: oneOf(['customers', 'departments']),
  /** Missing in runbooks from before there were forms. */
  form: optional(oneOf(CHANNEL_FORMS)),
  /** What notices on other channels call it, such as `our official website`; missing for its name. */
  called: optional(bilingual),
}))
export type Channel = GuardedType<typeof channel>

/** Parts of the post-incident report that facts fill. */
export const REPORT_PARTS = ['impact', 'causes', 'compensation', 'prevention', 'review'] as const
export type ReportPart = (typeof REPORT_PARTS)[number]

const factDefinition = shape(() => ({
  ...languages,
  kind: oneOf(FACT_KINDS),
  /** What a `count` counts, after the number; missing if nothing stands there. */
  unit: optional(bilingual),
  /** The unit of a count of one; missing if it is the same. */
  unitOfOne: optional(bilingual),
  /** Missing if the program treats it like any other fact. */
  role: optional(oneOf(FACT_ROLES)),
  /** Whether customers' notices state it: always, known or not, or only if somebody has stated it. */
  notice: either(boolean, oneOf(['if-stated'])),
  /** The stages of the notices that state it; missing for those of its role, else for all that are about the halt. */
  stages: optional(arrayOf(oneOf(STAGES))),
  /** Whether notices of other stages state it too, if somebody has stated it; missing if not. */
  otherStages: optional(oneOf(['if-stated'])),
  /** What notices say while it is not known; missing for the usual words. */
  unknown: optional(bilingual),
  /** What they say instead once another fact is known, by its name; null for nothing. */
  onceKnown: optional(recordOf(nullable(bilingual))),
  /** The fact in whose public words customers are told of it, so far as it concerns them; missing if they need not be. */
  toldIn: optional(word),
  /** The types of halts in whose notices an optional fact is said to be unknown; missing for all. */
  types: optional(arrayOf(word)),
  /** The same only while one of these operations is restricted; missing for always. */
  operations: optional(arrayOf(word)),
  /** Notices state it only if it was stated since the halt began, resumed or was reopened; false if missing. */
  renew: optional(boolean),
  /**
   * Has words in each language: those that alone reach customers; if `reports`, words for reports inside the company, which
   * customers never read.
   */
  words: either(boolean, oneOf(['reports'])),
  /** Its value is kept as evidence beside the log, where it can be removed, and no notice or report states it; false if missing. */
  personal: optional(boolean),
  /** Whether it says if customers' assets or data are safe, which the report answers on its first page; false if missing. */
  safety: optional(boolean),
  /** It counts customers that are affected: all of the halt or, if it has `operations`, those of these; false if missing. */
  affected: optional(boolean),
  /** Each person states it for themselves, beside what others state, and the report has the words of all; false if missing. */
  byPerson: optional(boolean),
  /** The part of the report that it fills, and the question that asks for it; missing if it fills none. */
  report: optional(shape(() => ({ part: oneOf(REPORT_PARTS), ask: bilingual }))),
}))
export type FactDefinition = GuardedType<typeof factDefinition>

const namesById = optional(recordOf(bilingual))

/** What the manual calls phases, stages of notices, states of the scope and severities, by their ids. */
export const ownNames = shape(() => ({
  phases: namesById,
  stages: namesById,
  states: namesById,
  severities: namesById,
}))
export type OwnNames = GuardedType<typeof ownNames>

/** What kinds of statements notices make only with evidence and an approver, or had better not make. */
export const CLAIM_KINDS = ['promise', 'safety', 'blame', 'guess', 'number'] as const
export type ClaimKind = (typeof CLAIM_KINDS)[number]

const phrases = { ja: arrayOf(plainText), en: arrayOf(plainText) }
const claimRule = shape(() => ({
  kind: oneOf(CLAIM_KINDS),
  /** Missing for that of its kind. */
  level: optional(oneOf(['error', 'warning'])),
  ...phrases,
  /** What makes it no claim. */
  unless: optional(shape(() => phrases)),
  /** What to write instead; missing for the advice on its kind. */
  mend: optional(bilingual),
}))
/** Phrases that are claims of one kind; `domain/notice/claims.ts` says what stands for what in them. */
export type ClaimRule = GuardedType<typeof claimRule>

/** Older runbooks have only phrases, which say that something is safe. */
export const claims = either(
  arrayOf(claimRule),
  shape(() => phrases),
)

/**
 * What a clause may ask for beyond its steps being done: that their notices came promptly or told what was new, that the text
 * of their notices states its `fact` (all facts if it has none), or that the follow-ups for its `fact` (for prevention) were
 * carried out.
 */
export const CLAUSE_DEMANDS = ['prompt-notice', 'news', 'text', 'follow-ups'] as const

const clause = shape(() => ({
  id: word,
  kind: plainText,
  modality: arrayOf(plainText),
  gist: bilingual,
  /** The fact that it asks for; missing if it asks for none. */
  fact: optional(word),
  asks: optional(oneOf(CLAUSE_DEMANDS)),
  /** What the report says of it instead of "done", if its steps do not do all of it. */
  done: optional(bilingual),
}))
export type Clause = GuardedType<typeof clause>

/** A part of the program other than a step that carries clauses of the manual. */
const place = shape(() => ({ ...languages, clauses: arrayOf(word) }))

/** A command that a step offers: an argument list, run without a shell, in a folder relative to the workspace. */
const stepCommand = shape(() => ({
  run: arrayOf(text),
  title: bilingual,
  /** Runs only after the operator has typed a word to confirm it. */
  dangerous: boolean,
  directory: text,
}))
export type StepCommand = GuardedType<typeof stepCommand>

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
  /** Interval of a recurring step in milliseconds, or `cadence` for the notice cadence of its channel; else null. */
  every: nullable(either(span, oneOf(['cadence']))),
  until: nullable(oneOf(RECURRENCE_ENDS)),
  facts: arrayOf(word),
  asks: arrayOf(oneOf(STEP_QUESTIONS)),
  /** Urgency by halt type. The step does not apply to types that are not listed. */
  applies: recordOf(oneOf(URGENCIES)),
  channel: nullable(word),
  stage: nullable(oneOf(STAGES)),
  /** `lift` if it must be done before the halt may be lifted. */
  gate: nullable(oneOf(['lift'])),
  /** Must be done again after a reopening. */
  renew: boolean,
  /** The department that it notifies, or `all`. The step is done when somebody in it, or in each, is reached. */
  tells: optional(word),
  /** Decides whether to escalate. The step is done when a level is raised. */
  escalates: optional(boolean),
  commands: optional(arrayOf(stepCommand)),
}))
export type Step = GuardedType<typeof step>

/** The manual's chapters as normalised data, stored next to the log. Nothing here depends on a particular manual. */
export const isRunbook = shape(() => ({
  /** The only language of the manual, which stands in for the other one everywhere; missing if it is in both. */
  language: optional(oneOf(LANGUAGES)),
  /** The name in the supplied manual, used if the settings give none; never sent. */
  organisation: optional(bilingual),
  types: recordOf(haltType),
  /** Missing if the manual has no names of its own. */
  names: optional(ownNames),
  operations: recordOf(operation),
  /** What customers call assets in general; missing for the usual word. */
  assets: optional(bilingual),
  /** Claims of this manual, besides those of every manual. */
  claims: optional(claims),
  /** Missing if every operation is a service under its own name. */
  services: optional(arrayOf(service)),
  channels: recordOf(channel),
  facts: recordOf(factDefinition),
  departments: recordOf(named),
  places: recordOf(place),
  clauses: arrayOf(clause),
  /** In the manual's order. */
  steps: arrayOf(step),
}))
export type Runbook = GuardedType<typeof isRunbook>

export const EMPTY_RUNBOOK: Runbook = {
  types: {},
  operations: {},
  channels: {},
  facts: {},
  departments: {},
  places: {},
  clauses: [],
  steps: [],
}

/** The channels for customers: looked for once, since each text asks for them, and a runbook may have thousands. */
export const customerChannels = memoize(({ channels }: Pick<Runbook, 'channels'>): readonly string[] =>
  Object.keys(channels).filter((id) => channels[id]?.audience === 'customers'),
)

export function stepById(runbook: Runbook, id: string): Step | undefined {
  return runbook.steps.find((step) => step.id === id)
}

/** The departments that a step notifies. */
export function departmentsTold({ departments }: Pick<Runbook, 'departments'>, { tells }: Step): string[] {
  if (tells === undefined) return []
  return tells === 'all' ? Object.keys(departments) : [tells]
}

export function phaseIndex(phase: Phase): number {
  return PHASES.indexOf(phase)
}

export interface ClauseCoverage {
  readonly id: string
  readonly covered: boolean
  /** Step ids, and `place:NAME` for carriers that are not steps. */
  readonly by: readonly string[]
}

export function clauseCoverage(runbook: Runbook): ClauseCoverage[] {
  const carriers = new Map<string, string[]>(runbook.clauses.map((clause) => [clause.id, []]))
  for (const step of runbook.steps) for (const id of step.clauses) carriers.get(id)?.push(step.id)
  for (const [name, place] of Object.entries(runbook.places))
    for (const id of place.clauses) carriers.get(id)?.push(`place:${name}`)
  return [...carriers].map(([id, by]) => ({ id, covered: by.length > 0, by }))
}
