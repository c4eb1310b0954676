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
  /** If it is done: the fact that it asks for, if that is not known all the same. */
  readonly unknownFact: string | null
}

/** Returns the state of each clause of the manual, which is the worst state of its steps. */
export function clauseStates(incident: Incident, steps: readonly StepView[]): ClauseState[] {
  const stepsById = new Map(steps.map((v) => [v.step.id, v]))
  const clauses = new Map(incident.runbook.clauses.map((c) => [c.id, c]))
  return clauseCoverage(incident.runbook).map(({ id, by }) => {
    const clause = clauses.get(id) as Clause
    const own = by.flatMap((carrier) => stepsById.get(carrier) ?? [])
    const worst = worstState(own, by.length > 0)
    const inState = own.filter((view) => stateForClause(view) === worst)
    const places = by.filter((carrier) => !stepsById.has(carrier))
    const outcome = { id, by: [...inState.map(({ step }) => step.id), ...places] }
    if (worst === 'done' && isDescription(clause))
      return { ...outcome, state: 'carried', reason: null, unknownFact: null }
    const reason = inState.find((view) => view.reason !== null)?.reason ?? null
    return { ...outcome, state: worst, reason, unknownFact: worst === 'done' ? unknownFactOf(incident, clause) : null }
  })
}

/** The kinds of clauses that say what something is, or when. That does not happen just because a step was done. */
const DESCRIPTIONS: ReadonlySet<string> = new Set(['definition', 'trigger', 'context'])

/** Whether a clause describes something, such as a kind of halt, and asks for nothing. */
function isDescription({ kind, modality }: Clause): boolean {
  return DESCRIPTIONS.has(kind) && !MODALITIES.some((asked) => modality.includes(asked))
}

function stateForClause({ state }: StepView): ClauseState['state'] {
  return state === 'pending' || state === 'in-progress' ? 'open' : state
}

function worstState(steps: readonly StepView[], isCarried: boolean): ClauseState['state'] {
  if (steps.length === 0) return isCarried ? 'carried' : 'open'
  const states = new Set(steps.map(stateForClause))
  return (['open', 'skipped', 'done', 'declined'] as const).find((state) => states.has(state)) ?? 'not-applicable'
}

function unknownFactOf(incident: Incident, { fact }: Clause): string | null {
  return fact !== undefined && isFactUnknown(incident, fact) ? fact : null
}
