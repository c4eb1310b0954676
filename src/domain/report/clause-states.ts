import { isFactUnknown } from '../incident/facts.ts'
import type { Incident } from '../incident/incident.ts'
import { lifecycleOf } from '../incident/lifecycle.ts'
import { hasEnded, NOT_APPLICABLE, notApplicableBecause, type StepView } from '../incident/steps.ts'
import { type Clause, clauseCoverage, MODALITIES } from '../runbook/runbook.ts'

/** What became of a clause of the manual in an incident. */
export interface ClauseState {
  readonly id: string
  /** `carried` if there was nothing to do: only places carry it, or it describes something, and its steps are done. */
  readonly state: 'done' | 'declined' | 'skipped' | 'open' | 'not-applicable' | 'carried'
  /** The steps that give it this state, and `place:NAME` for what else carries it. */
  readonly by: readonly string[]
  /** What somebody gave as the reason, or noted of it. */
  readonly reason: string | null
  /** If it is open or not applicable: why, as far as that follows from the log. */
  readonly why: NotDone | null
  /** If it is done: the fact that it asks for, if that is not known all the same. */
  readonly unknownFact: string | null
}

/** Why something was not done: the halt was closed, or had resumed, without it; it was begun only; nobody had to do it. */
export const NOT_DONE = ['closed-without', 'resumed-without', 'unfinished', ...NOT_APPLICABLE] as const
type NotDone = (typeof NOT_DONE)[number]

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
      return { ...outcome, state: 'carried', reason: null, why: null, unknownFact: null }
    const reason = inState.find((view) => view.reason !== null)?.reason ?? null
    const why = worst === 'open' || worst === 'not-applicable' ? whyNotDone(incident, inState) : null
    const unknownFact = worst === 'done' ? unknownFactOf(incident, clause) : null
    return { ...outcome, state: worst, reason, why, unknownFact }
  })
}

/** The kinds of clauses that say what something is, or when. That does not happen just because a step was done. */
const DESCRIPTIONS: ReadonlySet<string> = new Set(['definition', 'trigger', 'context'])

/** Whether a clause describes something, such as a kind of halt, and asks for nothing. */
export function isDescription({ kind, modality }: Clause): boolean {
  return DESCRIPTIONS.has(kind) && !MODALITIES.some((asked) => modality.includes(asked))
}

function stateForClause({ state }: StepView): ClauseState['state'] {
  return state === 'pending' || state === 'in-progress' ? 'open' : state
}

/** Why steps are open or not applicable; null while they can still be done. */
function whyNotDone(incident: Incident, steps: readonly StepView[]): NotDone | null {
  const [first] = steps
  if (first === undefined) return null
  if (first.state === 'not-applicable') return notApplicableBecause(incident, first.step)
  const isClosed = lifecycleOf(incident).closedAt !== null
  if (!isClosed && !steps.every(({ step }) => hasEnded(incident, step))) return null
  if (steps.every(({ state }) => state === 'in-progress')) return 'unfinished'
  return isClosed ? 'closed-without' : 'resumed-without'
}

function worstState(steps: readonly StepView[], isCarried: boolean): ClauseState['state'] {
  if (steps.length === 0) return isCarried ? 'carried' : 'open'
  const states = new Set(steps.map(stateForClause))
  return (['open', 'skipped', 'done', 'declined'] as const).find((state) => states.has(state)) ?? 'not-applicable'
}

function unknownFactOf(incident: Incident, { fact }: Clause): string | null {
  return fact !== undefined && isFactUnknown(incident, fact) ? fact : null
}
