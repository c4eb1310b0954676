import type { Incident } from './incident/incident.ts'
import { RESOLVED, reached, type StepView, stepsOf, urgencyOf } from './incident/steps.ts'
import { URGENCIES } from './runbook/runbook.ts'

/**
 * What may come next, best first: what is overdue, then what this type makes urgent, then the manual's order. What
 * others have taken on stands last; a recurring step waits until it is due. Steps of later phases are not proposed.
 */
export function plan(incident: Incident, now: number): StepView[] {
  const open = stepsOf(incident, now).filter((v) => !RESOLVED.has(v.state) && reached(incident, v.step.phase))
  return open
    .map((view, place) => ({ view, key: [...rank(incident, view), place] }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ view }) => view)
}

function rank(incident: Incident, view: StepView): number[] {
  const waits = view.step.kind === 'recurring' && view.state === 'pending' && !view.overdue
  return [
    view.overdue ? 0 : 1,
    view.overdue ? (view.dueAt as number) : 0,
    view.assignee === null || view.state === 'in-progress' ? 0 : 1,
    waits ? URGENCIES.length : URGENCIES.indexOf(urgencyOf(incident, view.step)),
  ]
}

function compare(a: readonly number[], b: readonly number[]): number {
  return a.reduce((order, x, i) => order || x - (b[i] as number), 0)
}
