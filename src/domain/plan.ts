import type { Incident } from './incident/incident.ts'
import { isPhaseReached, RESOLVED_STATES, type StepView, stepsOf, urgencyOf } from './incident/steps.ts'
import { URGENCIES } from './runbook/runbook.ts'

/**
 * Returns the unresolved steps up to the current phase, in the order in which to do them: overdue ones by due time, then
 * free or begun ones, then assigned ones. Ties go by urgency (recurring steps not overdue last), then by the manual.
 */
export function plan(incident: Incident, now: number): StepView[] {
  return stepsOf(incident, now)
    .filter(({ state, step }) => !RESOLVED_STATES.has(state) && isPhaseReached(incident, step.phase))
    .map((view, index) => ({ view, key: [...sortKeyOf(incident, view), index] }))
    .sort((a, b) => compareKeys(a.key, b.key))
    .map(({ view }) => view)
}

function sortKeyOf(incident: Incident, view: StepView): number[] {
  const notYetDue = view.step.kind === 'recurring' && view.state === 'pending' && !view.overdue
  return [
    view.overdue ? 0 : 1,
    view.overdue ? (view.dueAt as number) : 0,
    view.assignee === null || view.state === 'in-progress' ? 0 : 1,
    notYetDue ? URGENCIES.length : URGENCIES.indexOf(urgencyOf(incident, view.step)),
  ]
}

/** Compares two lists of equally many numbers: the first difference decides. */
function compareKeys(a: readonly number[], b: readonly number[]): number {
  return a.reduce((order, number, i) => order || number - (b[i] as number), 0)
}
