import type { FactRole } from '../runbook/runbook.ts'
import { factWritesWithRole } from './facts.ts'
import type { Incident } from './incident.ts'
import { beginningOf } from './lifecycle.ts'

/** When a planned halt was to begin and to end, in ISO 8601; null if that is not known. */
export interface Plan {
  readonly from: string | null
  readonly to: string | null
}

/** Returns the plan of a planned halt as it stood when the halt began, or as it stands before that; null for other halts. */
export function planOf(incident: Incident): Plan | null {
  if (incident.declaration?.planned == null) return null
  const beginning = beginningOf(incident)?.order ?? Number.POSITIVE_INFINITY
  const planned = (role: FactRole) => {
    const writes = factWritesWithRole(incident, role)
    return writes.findLast(({ undone, order }) => !undone && order < beginning)?.value.value ?? null
  }
  return { from: planned('planned-begin'), to: planned('planned-end') }
}
