import type { Incident } from './incident/incident.ts'
import { isPhaseReached, RESOLVED_STATES, type StepView, stepsOf, urgencyOf } from './incident/steps.ts'
import { URGENCIES } from './runbook/runbook.ts'

/**
 * Returns the unresolved steps of the current and earlier phases, in the order in which to do them: overdue steps by due
 * time, then steps that are unassigned or in progress, then steps assigned to somebody. Ties are ordered by urgency for
 * the halt type, with recurring steps that are not overdue last, then by the manual. `now` is in milliseconds.
 */
export function plan(incident: Incident, now: number): StepView[] {
  const open = stepsOf(incident, now).filter(
    ({ state, step }) => !RESOLVED_STATES.has(state) && isPhaseReached(incident, step.phase),
  )
  return open
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
