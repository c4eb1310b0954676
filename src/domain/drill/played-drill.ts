import { phaseOf } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'
import { scoreOf } from './score.ts'

/** A finished drill of a scenario, as later drills are compared with it. */
export interface PlayedDrill {
  readonly scenario: string
  /** Whether the program played it. */
  readonly auto: boolean
  /** ISO 8601. */
  readonly declaredAt: string
  readonly total: number | null
}

/** Returns the summary of a finished drill; null if the incident is not a drill of a scenario, or is still open. */
export function playedDrillOf(incident: Incident): PlayedDrill | null {
  const { exercise, declaration } = incident
  // The score of a closed drill does not depend on the time.
  const score = phaseOf(incident) === 'closed' ? scoreOf(incident, Number.POSITIVE_INFINITY) : null
  if (score === null || exercise === null || declaration === null) return null
  const { auto, scenario } = exercise
  return { scenario: scenario.id, auto, declaredAt: declaration.declaredAt, total: score.total }
}
