import { answerClocks, escalationClocks } from './incident/escalation.ts'
import { filingClocks } from './incident/filings.ts'
import type { Incident } from './incident/incident.ts'
import type { Lifecycle } from './incident/lifecycle.ts'
import { type Clock, noticeClocks } from './incident/notice-deadlines.ts'
import { stepsOf } from './incident/steps.ts'

/**
 * A clock whose id is `first-notice:CHANNEL`, `update:CHANNEL`, `resumption-notice:CHANNEL`, `escalation:LEVEL`,
 * `answer:PARTY`, `authority:FILING`, `step:ID` or `action:EVENT`.
 */
export interface RunningClock extends Clock {
  readonly overdue: boolean
}

/** Returns all running clocks, soonest first. */
export function runningClocks(incident: Incident, lifecycle: Lifecycle, now: number): RunningClock[] {
  // The clocks of notices cover steps on the notice cadence.
  const stepClocks = stepsOf(incident, now)
    .filter((view) => view.step.kind === 'recurring' && view.step.every !== 'cadence' && view.dueAt !== null)
    .map((view) => ({ id: `step:${view.step.id}`, dueAt: view.dueAt as number }))
  const actionClocks = incident.actions
    .filter((action) => action.doneAt === null && action.due !== null)
    .map((action) => ({ id: `action:${action.id}`, dueAt: Date.parse(action.due as string) }))
  const callClocks = [...escalationClocks(incident, lifecycle, now), ...answerClocks(incident, lifecycle, now)]
  return [
    ...noticeClocks(incident, lifecycle),
    ...callClocks,
    ...filingClocks(incident),
    ...stepClocks,
    ...actionClocks,
  ]
    .map((clock) => ({ ...clock, overdue: clock.dueAt < now }))
    .sort((a, b) => a.dueAt - b.dueAt)
}
