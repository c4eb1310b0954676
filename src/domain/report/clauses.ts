import type { Incident } from '../incident/incident.ts'
import type { StepView } from '../incident/steps.ts'
import { coverage } from '../runbook/coverage.ts'

export interface ClauseState {
  readonly id: string
  readonly state: 'done' | 'declined' | 'skipped' | 'open' | 'not-applicable' | 'carried'
  /** Step ids, and `place:NAME`. */
  readonly by: readonly string[]
  readonly reason: string | null
}

/** What became of each clause of the manual: the worst of the steps that carry it; places carry without an act. */
export function clauseStates(incident: Incident, views: readonly StepView[]): ClauseState[] {
  const byId = new Map(views.map((v) => [v.step.id, v]))
  return coverage(incident.runbook).map(({ id, by }) => {
    const steps = by.flatMap((name) => byId.get(name) ?? [])
    const state = worst(steps, by.length > 0)
    const reason = steps.find((v) => v.state === state && v.reason !== null)?.reason ?? null
    return { id, state, by, reason }
  })
}

function worst(steps: readonly StepView[], carried: boolean): ClauseState['state'] {
  if (steps.length === 0) return carried ? 'carried' : 'open'
  if (steps.some((v) => v.state === 'pending' || v.state === 'in-progress')) return 'open'
  for (const state of ['skipped', 'done', 'declined'] as const) if (steps.some((v) => v.state === state)) return state
  return 'not-applicable'
}
