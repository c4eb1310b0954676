import { phaseOf } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'
import { restrictionsOf } from '../incident/restrictions.ts'
import { formatTarget, openScope, scopeWrites } from '../incident/scope.ts'

/** When the scope last changed, and since when something was restricted, or planned to be; in milliseconds since the epoch. */
export interface ScopeTurn {
  readonly at: number
  readonly before: number
}

/**
 * Returns the last time that what is restricted now came into its state, or that something was stated never to have been
 * restricted, while or after something was; null if never. What has resumed is no such change. Before a planned halt, it is
 * the last time that the plan changed.
 */
export function scopeTurn(incident: Incident): ScopeTurn | null {
  const isAhead = phaseOf(incident) === 'scheduled'
  const stated = scopeWrites(incident).flatMap(([target, writes]) => {
    const live = writes.filter(({ undone }) => !undone)
    return live.length === 0 ? [] : [{ target, writes: live }]
  })
  const plans = stated.flatMap(({ writes }) => writes.map(({ at }) => Date.parse(at)))
  const open = openScope(
    incident,
    stated.map(({ target }) => target),
  ).map(formatTarget)
  const before = Math.min(...(isAhead ? plans : restrictionsOf(incident).map(({ from }) => from)))
  const last = stated.flatMap(({ target, writes }) => {
    const { value, at, recordedAt } = writes.at(-1) as (typeof writes)[number]
    const wasPlanned = isAhead && writes.some(({ value: { state } }) => state !== 'open')
    if (!open.includes(target) || wasPlanned) return Date.parse(at)
    // What never was restricted is open since it was said to be restricted, but that is known since it was recorded.
    return value.forced === undefined ? [] : Date.parse(recordedAt)
  })
  const at = Math.max(...last)
  return at > before ? { at, before } : null
}
