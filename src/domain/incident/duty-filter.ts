import type { Incident } from './incident.ts'
import type { Clock } from './notice-deadlines.ts'
import type { StepView } from './steps.ts'

/** Whose duties are meant (manual chapter 5): those of a department, what was given to somebody, or both. */
export interface DutyFilter {
  readonly department: string | null
  readonly assigned: string | null
}

export const ALL_DUTIES: DutyFilter = { department: null, assigned: null }

/** A step is a department's by the runbook, or because it was given to it. */
export function isOf({ step, assignee }: StepView, { department, assigned }: DutyFilter): boolean {
  const owned = department === null || step.department === department || assignee === department
  return owned && (assigned === null || assignee === assigned)
}

/** Clocks of these steps, answers that a department owes, and follow-ups; all of them where nobody is meant. */
export function clocksFor<C extends Clock>(
  { actions }: Incident,
  clocks: readonly C[],
  steps: readonly StepView[],
  { department, assigned }: DutyFilter,
): readonly C[] {
  if (department === null && assigned === null) return clocks
  const own = new Set(steps.filter((view) => isOf(view, { department, assigned })).flatMap(clockIds))
  if (department !== null && assigned === null) own.add(`answer:${department}`)
  for (const { id, owner } of actions) if (owner !== null && owner === (assigned ?? department)) own.add(`action:${id}`)
  return clocks.filter(({ id }) => own.has(id))
}

function clockIds({ step: { id, channel, stage } }: StepView): string[] {
  if (channel === null || stage === null) return [`step:${id}`]
  return [`step:${id}`, stage === 'update' ? `update:${channel}` : `${stage}-notice:${channel}`]
}
