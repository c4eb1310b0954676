import { phaseOf } from './incident/current-values.ts'
import type { Incident } from './incident/incident.ts'
import { isPhaseReached, RESOLVED_STATES, type StepView, stepsOf, urgencyOf } from './incident/steps.ts'
import { requiredFacts } from './runbook/notice-facts.ts'
import { type Step, URGENCIES } from './runbook/runbook.ts'

export interface PlanOptions {
  /** Only what must be done in the first minutes, and what is overdue. */
  readonly brief?: boolean
}

/**
 * Returns the unresolved steps up to the current phase, in the order in which to do them; none once the halt is closed. From
 * the beginning of a halt, those of `during-halt` that its type makes urgent are among them. Overdue ones come first, by due
 * time, then free or begun ones, then assigned ones. Of these come last what recurs and is not due yet, unless it is urgent,
 * and before that what is only to be considered. Ties go by urgency, then by whether the step is for this type alone, then
 * by whether it is a first notice or asks for what those state, then by the manual.
 */
export function plan(incident: Incident, now: number, { brief = false }: PlanOptions = {}): StepView[] {
  if (phaseOf(incident) === 'closed') return []
  const facts = new Set(requiredFacts(incident.runbook, 'first'))
  return stepsOf(incident, now)
    .filter(({ state, step }) => !RESOLVED_STATES.has(state) && isOffered(incident, step))
    .filter((view) => !brief || view.overdue || isForFirstMinutes(incident, view))
    .map((view, index) => ({ view, key: [...sortKeyOf(incident, view, facts), index] }))
    .sort((a, b) => compareKeys(a.key, b.key))
    .map(({ view }) => view)
}

function isOffered(incident: Incident, step: Step): boolean {
  const isWithinHalt = step.phase === 'during-halt' && isPhaseReached(incident, 'initial-response')
  return isPhaseReached(incident, step.phase) || (isWithinHalt && isUrgent(incident, step))
}

function isUrgent(incident: Incident, step: Step): boolean {
  return ['first', 'now'].includes(urgencyOf(incident, step))
}

/** Whether a step is required in the first minutes: it is urgent for the type, or settles the scope or the severity. */
export function isForFirstMinutes(incident: Incident, { step }: StepView): boolean {
  if (step.modality !== 'must' || step.phase !== 'initial-response') return false
  return isUrgent(incident, step) || step.asks.includes('scope') || step.asks.includes('severity')
}

/** `facts` are those that first notices state. */
function sortKeyOf(incident: Incident, view: StepView, facts: ReadonlySet<string>): number[] {
  const { step, state, overdue, assignee } = view
  const notYetDue = step.kind === 'recurring' && state === 'pending' && !overdue && !isUrgent(incident, step)
  return [
    overdue ? 0 : 1,
    overdue ? (view.dueAt as number) : 0,
    assignee === null || state === 'in-progress' ? 0 : 1,
    notYetDue ? 2 : step.modality === 'consider' ? 1 : 0,
    notYetDue ? 0 : URGENCIES.indexOf(urgencyOf(incident, step)),
    notYetDue || Object.keys(step.applies).length > 1 ? 1 : 0,
    notYetDue || !isForFirstNotices(step, facts) ? 1 : 0,
  ]
}

/** What goes on beside the first notices, such as reading the logs, keeps none of them waiting. */
function isForFirstNotices({ stage, facts }: Step, stated: ReadonlySet<string>): boolean {
  return stage === 'first' || facts.some((fact) => stated.has(fact))
}

/** Compares two lists of equally many numbers: the first difference decides. */
function compareKeys(a: readonly number[], b: readonly number[]): number {
  return a.reduce((order, number, i) => order || number - (b[i] as number), 0)
}
