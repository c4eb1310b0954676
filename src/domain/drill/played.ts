import { phaseOf } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'
import { scoreOf } from './score.ts'

/** A finished drill of a scenario, as later drills are compared with it. */
export interface Played {
  readonly scenario: string
  /** Whether the program played it. */
  readonly auto: boolean
  /** ISO 8601. */
  readonly declaredAt: string
  readonly total: number | null
}

/** Returns null if the incident is not a drill of a scenario, or is still open. */
export function playedOf(incident: Incident): Played | null {
  const { exercise, declaration } = incident
  const score = phaseOf(incident) === 'closed' ? scoreOf(incident, Number.POSITIVE_INFINITY) : null
  if (score === null || exercise === null || declaration === null) return null
  const { auto, scenario } = exercise
  return { scenario: scenario.id, auto, declaredAt: declaration.declaredAt, total: score.total }
}
