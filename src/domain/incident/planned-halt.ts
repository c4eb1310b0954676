import type { FactRole } from '../runbook/runbook.ts'
import { phaseOf } from './current-values.ts'
import { factOfRole, factWritesWithRole } from './facts.ts'
import type { Incident } from './incident.ts'
import { beginningOf, lifecycleOf } from './lifecycle.ts'

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

/** What a planned halt is waiting for, and when that is planned, in ISO 8601. */
export interface PlannedTurn {
  readonly turn: 'begin' | 'end'
  readonly at: string
}

/**
 * Returns when a planned halt is to begin or, once it has begun, to end, as the plan stands now; null if no time is known, for
 * what has resumed or was stopped again, and for other halts.
 */
export function nextPlannedTurn(incident: Incident): PlannedTurn | null {
  const { current } = lifecycleOf(incident)
  const isOver = phaseOf(incident) === 'closed' || current.fullyResumedAt !== null || current.number > 1
  if (incident.declaration?.planned == null || isOver) return null
  const turn = phaseOf(incident) === 'scheduled' ? 'begin' : 'end'
  const { value } = factOfRole(incident, `planned-${turn}`)
  return value === null ? null : { turn, at: value }
}
