import { isFactUnknown } from '../incident/facts.ts'
import type { Incident } from '../incident/incident.ts'
import type { StepView } from '../incident/steps.ts'
import { type Clause, clauseCoverage, MODALITIES } from '../runbook/runbook.ts'

/** What became of a clause of the manual in an incident. */
export interface ClauseState {
  readonly id: string
  /** `carried` if there was nothing to do: only places carry it, or it describes something, and its steps are done. */
  readonly state: 'done' | 'declined' | 'skipped' | 'open' | 'not-applicable' | 'carried'
  /** The steps that give it this state, and `place:NAME` for what else carries it. */
  readonly by: readonly string[]
  readonly reason: string | null
  /** If it is done: the facts that its steps ask for and that are not known all the same. */
  readonly unknownFacts: readonly string[]
}

/** Returns the state of each clause of the manual, which is the worst state of its steps. */
export function clauseStates(incident: Incident, steps: readonly StepView[]): ClauseState[] {
  const stepsById = new Map(steps.map((v) => [v.step.id, v]))
  const describing = new Set(incident.runbook.clauses.filter(isDescription).map(({ id }) => id))
  return clauseCoverage(incident.runbook).map(({ id, by }) => {
    const own = by.flatMap((carrier) => stepsById.get(carrier) ?? [])
    const worst = worstState(own, by.length > 0)
    const inState = own.filter((v) => clauseStateOf(v) === worst)
    const places = by.filter((carrier) => !stepsById.has(carrier))
    const carriers = [...inState.map(({ step }) => step.id), ...places]
    if (worst === 'done' && describing.has(id))
      return { id, state: 'carried', by: carriers, reason: null, unknownFacts: [] }
    const reason = inState.find((v) => v.reason !== null)?.reason ?? null
    const unknownFacts = worst === 'done' ? unknownFactsOf(incident, inState) : []
    return { id, state: worst, by: carriers, reason, unknownFacts }
  })
}

/** The kinds of clauses that say what something is, or when. That does not happen just because a step was done. */
const DESCRIPTIONS: ReadonlySet<string> = new Set(['definition', 'trigger', 'context'])

/** Whether a clause describes something, such as a kind of halt, and asks for nothing. */
function isDescription({ kind, modality }: Clause): boolean {
  return DESCRIPTIONS.has(kind) && !MODALITIES.some((asked) => modality.includes(asked))
}

function clauseStateOf({ state }: StepView): ClauseState['state'] {
  return state === 'pending' || state === 'in-progress' ? 'open' : state
}

function worstState(steps: readonly StepView[], isCarried: boolean): ClauseState['state'] {
  if (steps.length === 0) return isCarried ? 'carried' : 'open'
  const states = new Set(steps.map(clauseStateOf))
  return (['open', 'skipped', 'done', 'declined'] as const).find((state) => states.has(state)) ?? 'not-applicable'
}

function unknownFactsOf(incident: Incident, steps: readonly StepView[]): string[] {
  const asked = new Set(steps.flatMap(({ step }) => step.facts))
  return [...asked].filter((name) => isFactUnknown(incident, name))
}
