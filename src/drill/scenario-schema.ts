import * as z from 'zod'
import { isAsset, type ScopeStatement } from '../domain/decide/scope.ts'
import type { GivenFact, Inject, Scenario } from '../domain/drill/scenario.ts'
import { WORD } from '../domain/guard.ts'
import type { ScopeChange } from '../domain/log/event.ts'
import { ASSET_FORM } from '../domain/log/scope-change.ts'
import { type Problem, ProblemError, problem } from '../domain/problem.ts'
import { type Runbook, SEVERITIES } from '../domain/runbook/runbook.ts'
import { parseDuration } from '../domain/time.ts'
import { parseScope } from '../incident/statements.ts'
import { displayText, loggedDuration as duration, wholeNumber } from '../runbook/field-schemas.ts'

const bilingual = z.strictObject({ ja: displayText.describe('In Japanese.'), en: displayText.describe('In English.') })
const id = z.string().regex(WORD).meta({ title: 'id' })
const ids = z.array(id).min(1)
const target = z
  .string()
  .regex(new RegExp(`^[A-Za-z0-9][A-Za-z0-9.-]*(?::${ASSET_FORM})?$`))
  .meta({ title: 'OPERATION[:ASSET]' })
/** Read as `start --scope` reads it, once the runbook is known. */
const statement = displayText.meta({ title: 'OPERATION[:ASSET]=STATE' })

/** A fact needs at least one of these. */
const FACT_KEYS = ['value', 'ja', 'en', 'from'] as const
const facts = z.record(
  id,
  z
    .strictObject({
      value: displayText.optional().describe('The internal value.'),
      ja: displayText.optional().describe('The public words in Japanese.'),
      en: displayText.optional().describe('The public words in English.'),
      from: duration.optional().describe('A fact that is a time: how long after the opening of the drill.'),
      to: duration.optional().describe('An estimate: the end of the range, as long after the opening.'),
    })
    .superRefine((fact, context) => {
      if (!FACT_KEYS.some((key) => fact[key] !== undefined))
        context.addIssue({ code: 'custom', params: { code: 'one-of', keys: FACT_KEYS, given: [] } })
    }),
)

/** What an inject may bring about; it needs at least one of these. */
const EFFECTS = [
  'words',
  'facts',
  'scope',
  'fails',
  'damaged',
  'silent',
  'resumes',
  'steps',
  'notices',
  'severity',
] as const

const inject = z
  .strictObject({
    id: id.describe('The name of the inject in the log and in the score.'),
    at: duration.describe('When it happens, from the opening of the drill.'),
    words: bilingual.optional().describe('What the operators are told. Without it, that follows from the other keys.'),
    within: duration.optional().meta({ description: 'The time to respond.', default: '10m' }),
    until: duration
      .optional()
      .describe('When what `fails` and who is `silent` is back, from the opening of the drill (default: never).'),
    facts: facts.optional().describe('Facts that become known. Expected: each is stated.'),
    scope: z.array(statement).min(1).optional().describe('What stops or opens by itself. Expected: it is recorded.'),
    fails: ids
      .optional()
      .describe('Channels that are down. Expected: each is marked as unsafe, or gets a new notice once it works.'),
    damaged: ids
      .optional()
      .describe('Channels whose posted notice is wrong. Expected: each is marked as unsafe, or gets a new notice.'),
    silent: ids
      .optional()
      .describe('Departments whose head does not answer. Expected: somebody else in the department is reached.'),
    resumes: z.array(target).min(1).optional().describe('What may be traded again. Expected: it is lifted.'),
    steps: ids.optional().describe('Expected: these steps are done or begun.'),
    notices: ids.optional().describe('Expected: a notice is sent on each of these channels.'),
    severity: z
      .enum(SEVERITIES)
      .optional()
      .describe('How severe the halt is from now on. Expected: this severity or a worse one.'),
  })
  .superRefine((given, context) => {
    if (!EFFECTS.some((key) => given[key] !== undefined))
      context.addIssue({ code: 'custom', params: { code: 'one-of', keys: EFFECTS, given: [] } })
  })

export const scenarioSchema = z
  .strictObject({
    id: id.describe('The name of the scenario in `haltctl drill`.'),
    reviewed: z.iso
      .date()
      .optional()
      .describe('The date on which somebody last reviewed the file: YYYY-MM-DD. Without it, nobody has.'),
    type: id.describe('The type of the halt, from the runbook.'),
    severity: z.enum(SEVERITIES).optional().describe('The severity at the opening.'),
    title: bilingual.describe('What the scenario is called.'),
    briefing: bilingual.describe('What the operators are told at the opening.'),
    before: duration.optional().describe('How long before the opening the halt began.'),
    planned: z
      .strictObject({
        from: duration.describe('When it is to begin, from the opening.'),
        to: duration.describe('When it is to end, from the opening.'),
      })
      .optional()
      .describe('The planned time of the halt, for a type that can be planned.'),
    scope: z.array(statement).optional().describe('What is stopped, limited or open at the opening.'),
    facts: facts.optional().describe('The facts that are known at the opening, by their ids in the runbook.'),
    lasts: duration.describe('How long the drill lasts. All injects happen before its end.'),
    mark: wholeNumber(0, 100).optional().meta({ description: 'The score needed to pass.', default: 80 }),
    injects: z.array(inject).describe('What happens during the drill.'),
  })
  .meta({
    title: 'Scenario: runbooks/drills/*.yaml',
    description: 'A scenario for drills. Its times count from the opening of the drill.',
  })

export type ScenarioFile = z.infer<typeof scenarioSchema>
export type InjectFile = z.infer<typeof inject>
export type FactsFile = z.infer<typeof facts>

/** The default time allowed for a response. */
const DEFAULT_WITHIN_MS = 10 * 60_000
/** The default score needed to pass. */
const DEFAULT_MARK = 80

/** Converts a file to the form that the domain uses, with defaults for what it leaves out. */
export function normaliseScenario(file: ScenarioFile, runbook: Runbook): Scenario {
  const { id: name, type, severity = null, title, briefing, before, planned, scope = [], mark = DEFAULT_MARK } = file
  return {
    id: name,
    type,
    severity,
    title,
    briefing: trimmed(briefing),
    before: before === undefined ? null : toMs(before),
    planned: planned === undefined ? null : { from: toMs(planned.from), to: toMs(planned.to) },
    scope: scopeChanges(scope, runbook),
    facts: givenFacts(file.facts),
    lasts: toMs(file.lasts),
    mark,
    injects: file.injects.map((inject) => injectOf(inject, runbook)).sort((a, b) => a.at - b.at),
    original: null,
  }
}

function injectOf(file: InjectFile, runbook: Runbook): Inject {
  const { words: wording, within, until, scope = [], fails = [], damaged = [], silent = [] } = file
  const { resumes = [], steps = [], notices = [], severity = null } = file
  return {
    id: file.id,
    at: toMs(file.at),
    words: wording === undefined ? null : inOneLine(wording),
    within: within === undefined ? DEFAULT_WITHIN_MS : toMs(within),
    until: until === undefined ? null : toMs(until),
    facts: givenFacts(file.facts),
    scope: scopeChanges(scope, runbook),
    fails,
    damaged,
    silent,
    resumes,
    steps,
    notices,
    severity,
  }
}

function givenFacts(file: FactsFile = {}): GivenFact[] {
  return Object.entries(file).map(([fact, { value = null, ja = null, en = null, from, to }]) => ({
    fact,
    value,
    ja,
    en,
    from: from === undefined ? null : toMs(from),
    to: to === undefined ? null : toMs(to),
  }))
}

function trimmed({ ja, en }: { readonly ja: string; readonly en: string }) {
  return { ja: ja.trimEnd(), en: en.trimEnd() }
}

/** Joins the lines of an inject: with spaces in English, without in Japanese. */
function inOneLine({ ja, en }: { readonly ja: string; readonly en: string }) {
  return { ja: ja.trimEnd().replaceAll('\n', ''), en: en.trimEnd().replaceAll('\n', ' ') }
}

/** The scope changes that statements make, without those that `checkScope` reports. */
function scopeChanges(statements: readonly string[], runbook: Runbook): ScopeChange[] {
  return statements.flatMap((text) => {
    const read = readScope(text, runbook)
    return 'code' in read ? [] : read
  })
}

/** Reads a scope statement as `start --scope` does; else the problem with it. Only `limited` has words. */
export function readScope(text: string, runbook: Runbook): readonly ScopeStatement[] | Problem {
  try {
    const read = parseScope([text], runbook)
    const isStatement = ({ asset, state, words }: ScopeStatement) =>
      (asset === null || isAsset(asset)) && (state === 'limited') === (words !== null)
    return read.every(isStatement) ? read : problem('bad-assignment', { given: text, example: '' })
  } catch (error) {
    if (error instanceof ProblemError) return error.problem
    throw error
  }
}

/** A duration that the schema has checked, in milliseconds. */
export function toMs(text: string): number {
  return parseDuration(text) as number
}
