import { phaseOf } from './incident/current-values.ts'
import { answerDeadlines, escalationDeadlines } from './incident/escalation.ts'
import { filingDeadlines } from './incident/filings.ts'
import { type Incident, isOpenWithDueDate } from './incident/incident.ts'
import { type Lifecycle, lifecycleOf } from './incident/lifecycle.ts'
import { type Deadline, isRetraction, isUpdateLate, noticeDeadlines } from './incident/notice-deadlines.ts'
import { stepsOf } from './incident/steps.ts'

/**
 * A deadline whose id is `first-notice:CHANNEL`, `update:CHANNEL`, `resumption-notice:CHANNEL`, `retraction-notice:CHANNEL`,
 * `escalation:LEVEL`, `answer:PARTY`, `authority:FILING`, `step:ID` or `action:EVENT`.
 */
export interface OpenDeadline extends Deadline {
  readonly overdue: boolean
}

/** Returns all open deadlines, soonest first; `now` is in milliseconds. */
export function openDeadlines(incident: Incident, lifecycle: Lifecycle, now: number): OpenDeadline[] {
  // Only steps with an interval of their own: the others are due when a notice is, and that has its own deadline.
  const stepDeadlines = stepsOf(incident, now).flatMap(({ step, dueAt }) =>
    step.kind === 'recurring' && step.every !== 'cadence' && dueAt !== null ? [{ id: `step:${step.id}`, dueAt }] : [],
  )
  const actions = incident.actions.filter(isOpenWithDueDate)
  const callDeadlines = [...escalationDeadlines(incident, lifecycle, now), ...answerDeadlines(incident, lifecycle, now)]
  return [
    ...noticeDeadlines(incident, lifecycle),
    ...callDeadlines,
    ...filingDeadlines(incident),
    ...stepDeadlines,
    ...actions.map(({ id, due }) => ({ id: `action:${id}`, dueAt: Date.parse(due) })),
  ]
    .map((deadline) => ({ ...deadline, overdue: isOverdue(deadline, now) }))
    .sort((a, b) => a.dueAt - b.dueAt)
}

/** Those that are overdue, of which an incident that is closed only owes retractions; `now` is in milliseconds. */
export function overdueDeadlines(incident: Incident, now: number): OpenDeadline[] {
  const isClosed = phaseOf(incident) === 'closed'
  return openDeadlines(incident, lifecycleOf(incident), now).filter(
    ({ id, overdue }) => overdue && (!isClosed || isRetraction(id)),
  )
}

/** Those of an open incident whose time has passed, if what they count from is not mistyped, which has to be checked. */
export function doubtfulDeadlines(incident: Incident, now: number): OpenDeadline[] {
  if (phaseOf(incident) === 'closed') return []
  return openDeadlines(incident, lifecycleOf(incident), now).filter(({ inDoubt, dueAt }) => inDoubt && dueAt < now)
}

function isOverdue({ id, dueAt, inDoubt }: Deadline, now: number): boolean {
  if (inDoubt) return false
  return id.startsWith('update:') ? isUpdateLate(dueAt, now) : dueAt < now
}
