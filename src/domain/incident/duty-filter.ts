import { REDACTED } from '../log/redaction.ts'
import type { Incident } from './incident.ts'
import type { Deadline } from './notice-deadlines.ts'
import type { StepView } from './steps.ts'

/** Selects duties by department, by assignee, or both; null selects all (manual chapter 5). */
export interface DutyFilter {
  readonly department: string | null
  readonly assigned: string | null
}

export const ALL_DUTIES: DutyFilter = { department: null, assigned: null }

/** Whether a step is selected. A department has the steps that the runbook gives it and those assigned to it. */
export function matchesFilter({ step, assignee }: StepView, { department, assigned }: DutyFilter): boolean {
  const isOwn = department === null || step.department === department || mayBe(assignee, department)
  return isOwn && (assigned === null || mayBe(assignee, assigned))
}

/** Whether somebody is, or may be, the one who is meant: of a redacted name nobody can say whose it is. */
function mayBe(name: string | null, meant: string | null): boolean {
  return name !== null && (name === meant || name === REDACTED)
}

/** Returns the deadlines of the selected steps and follow-ups; for a department alone, also that of the answer it owes. */
export function deadlinesFor<D extends Deadline>(
  { actions }: Incident,
  deadlines: readonly D[],
  steps: readonly StepView[],
  { department, assigned }: DutyFilter,
): readonly D[] {
  if (department === null && assigned === null) return deadlines
  const ids = new Set(steps.filter((view) => matchesFilter(view, { department, assigned })).flatMap(deadlineIds))
  if (department !== null && assigned === null) ids.add(`answer:${department}`)
  for (const { id, owner } of actions) if (mayBe(owner, assigned ?? department)) ids.add(`action:${id}`)
  return deadlines.filter(({ id }) => ids.has(id))
}

/** The ids of the deadlines that a step may have: its own, and of its notice. Who gives a first notice also retracts it. */
function deadlineIds({ step: { id, channel, stage } }: StepView): string[] {
  if (channel === null || stage === null) return [`step:${id}`]
  if (stage === 'update') return [`step:${id}`, `update:${channel}`]
  const retraction = stage === 'first' ? [`retraction-notice:${channel}`] : []
  return [`step:${id}`, `${stage}-notice:${channel}`, ...retraction]
}
