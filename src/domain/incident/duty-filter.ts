import type { Incident } from './incident.ts'
import type { Deadline } from './notice-deadlines.ts'
import type { StepView } from './steps.ts'

/** Selects duties by department, by assignee, or both; null selects all (manual chapter 5). */
export interface DutyFilter {
  readonly department: string | null
  readonly assigned: string | null
}

export const ALL_DUTIES: DutyFilter = { department: null, assigned: null }

/** Whether a step is selected. It belongs to a department by the runbook, or by assignment. */
export function matchesFilter({ step, assignee }: StepView, { department, assigned }: DutyFilter): boolean {
  const owned = department === null || step.department === department || assignee === department
  return owned && (assigned === null || assignee === assigned)
}

/** Returns the deadlines of the selected steps and follow-ups, and of the answer that a selected department owes. */
export function deadlinesFor<C extends Deadline>(
  { actions }: Incident,
  deadlines: readonly C[],
  steps: readonly StepView[],
  { department, assigned }: DutyFilter,
): readonly C[] {
  if (department === null && assigned === null) return deadlines
  const own = new Set(steps.filter((view) => matchesFilter(view, { department, assigned })).flatMap(deadlineIds))
  if (department !== null && assigned === null) own.add(`answer:${department}`)
  for (const { id, owner } of actions) if (owner !== null && owner === (assigned ?? department)) own.add(`action:${id}`)
  return deadlines.filter(({ id }) => own.has(id))
}

function deadlineIds({ step: { id, channel, stage } }: StepView): string[] {
  if (channel === null || stage === null) return [`step:${id}`]
  return [`step:${id}`, stage === 'update' ? `update:${channel}` : `${stage}-notice:${channel}`]
}
