import { phaseOf } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'
import { scoreOf } from './score.ts'

/** A drill of a scenario that came to its end, as later ones are compared with it. */
export interface Played {
  readonly scenario: string
  /** Played by the program. */
  readonly auto: boolean
  /** ISO 8601. */
  readonly declaredAt: string
  readonly total: number | null
}

/** Null where the incident is none, or is still open. */
export function playedOf(incident: Incident): Played | null {
  const { exercise, declaration } = incident
  const score = phaseOf(incident) === 'closed' ? scoreOf(incident, Number.POSITIVE_INFINITY) : null
  if (score === null || exercise === null || declaration === null) return null
  const { auto, scenario } = exercise
  return { scenario: scenario.id, auto, declaredAt: declaration.declaredAt, total: score.total }
}
