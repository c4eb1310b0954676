import type { Incident } from '../incident/incident.ts'
import { restrictionsOf } from '../incident/restrictions.ts'

/** When more was last restricted, and since when something already was; in milliseconds since the epoch. */
export interface ScopeWidening {
  readonly at: number
  readonly before: number
}

/** Returns the last time that something became restricted, or stopped, while or after something else was; null if never. */
export function scopeWidening(incident: Incident): ScopeWidening | null {
  const restrictions = restrictionsOf(incident)
  const before = Math.min(...restrictions.map(({ from }) => from))
  const lasting = restrictions.filter(({ to }) => to === null)
  const at = Math.max(...lasting.map(({ from, stoppedAt }) => Math.max(from, stoppedAt ?? from)))
  return at > before ? { at, before } : null
}
