import { answerDeadlines, escalationDeadlines } from './incident/escalation.ts'
import { filingDeadlines } from './incident/filings.ts'
import type { Incident } from './incident/incident.ts'
import type { Lifecycle } from './incident/lifecycle.ts'
import { type Deadline, noticeDeadlines } from './incident/notice-deadlines.ts'
import { stepsOf } from './incident/steps.ts'

/**
 * A deadline whose id is `first-notice:CHANNEL`, `update:CHANNEL`, `resumption-notice:CHANNEL`, `escalation:LEVEL`,
 * `answer:PARTY`, `authority:FILING`, `step:ID` or `action:EVENT`.
 */
export interface OpenDeadline extends Deadline {
  readonly overdue: boolean
}

/** Returns all open deadlines, soonest first. */
export function openDeadlines(incident: Incident, lifecycle: Lifecycle, now: number): OpenDeadline[] {
  // Steps that recur at the notice cadence are left out: the deadlines of the notices stand for them.
  const stepDeadlines = stepsOf(incident, now)
    .filter((view) => view.step.kind === 'recurring' && view.step.every !== 'cadence' && view.dueAt !== null)
    .map((view) => ({ id: `step:${view.step.id}`, dueAt: view.dueAt as number }))
  const actionDeadlines = incident.actions
    .filter((action) => action.doneAt === null && action.due !== null)
    .map((action) => ({ id: `action:${action.id}`, dueAt: Date.parse(action.due as string) }))
  const callDeadlines = [...escalationDeadlines(incident, lifecycle, now), ...answerDeadlines(incident, lifecycle, now)]
  return [
    ...noticeDeadlines(incident, lifecycle),
    ...callDeadlines,
    ...filingDeadlines(incident),
    ...stepDeadlines,
    ...actionDeadlines,
  ]
    .map((deadline) => ({ ...deadline, overdue: deadline.dueAt < now }))
    .sort((a, b) => a.dueAt - b.dueAt)
}
