import { answerClocks, escalationClocks } from './incident/escalation.ts'
import { filingClocks } from './incident/filings.ts'
import type { Incident } from './incident/incident.ts'
import type { Lifecycle } from './incident/lifecycle.ts'
import { type Clock, noticeClocks } from './incident/notice-deadlines.ts'
import { stepsOf } from './incident/steps.ts'

/**
 * `first-notice:CHANNEL`, `update:CHANNEL`, `resumption-notice:CHANNEL`, `escalation:LEVEL`, `answer:PARTY`,
 * `authority:FILING`, `step:ID` or `action:EVENT`.
 */
export interface RunningClock extends Clock {
  readonly overdue: boolean
}

/** All clocks that run, soonest first. */
export function clocksOf(incident: Incident, lifecycle: Lifecycle, now: number): RunningClock[] {
  const steps = stepsOf(incident, now)
    .filter((view) => view.step.kind === 'recurring' && view.step.every !== 'cadence' && view.dueAt !== null)
    .map((view) => ({ id: `step:${view.step.id}`, dueAt: view.dueAt as number }))
  const actions = incident.actions
    .filter((action) => action.doneAt === null && action.due !== null)
    .map((action) => ({ id: `action:${action.id}`, dueAt: Date.parse(action.due as string) }))
  const calls = [...escalationClocks(incident, lifecycle, now), ...answerClocks(incident, lifecycle, now)]
  return [...noticeClocks(incident, lifecycle), ...calls, ...filingClocks(incident), ...steps, ...actions]
    .map((clock) => ({ ...clock, overdue: clock.dueAt < now }))
    .sort((a, b) => a.dueAt - b.dueAt)
}
