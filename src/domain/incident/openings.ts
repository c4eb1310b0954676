import type { ScopeChange, ScopeState } from '../log/event.ts'
import { phaseOf, registersByName } from './current-values.ts'
import type { Incident } from './incident.ts'
import { formatTarget, parseTarget, restrictedScope, type ScopeTarget, scopeOf } from './scope.ts'

// What would be restricted no longer, without a lift.

/** Returns what would be restricted no longer, or is not known to be, if an event were undone. */
export function openedByUndoing(incident: Incident, event: string): ScopeTarget[] {
  if (phaseOf(incident) === 'scheduled') return []
  const after = new Map(
    registersByName(incident, 'scope:').map(([target, writes]) => {
      const last = writes.findLast((write) => !write.undone && write.event !== event)
      return [target, last?.value.state ?? null]
    }),
  )
  const before = new Map(scopeOf(incident).map((entry) => [formatTarget(entry), entry.state]))
  const isOpenIn = (states: ReadonlyMap<string, ScopeState | null>, target: ScopeTarget) =>
    (states.get(formatTarget(target)) ?? states.get(target.operation) ?? 'open') === 'open'
  return [...after.keys()].map(parseTarget).filter((target) => {
    const own = formatTarget(target)
    // An asset of which nothing is stated, before or after, is named by its operation.
    const isMeant = before.has(own) || after.get(own) === 'open'
    return isMeant && !isOpenIn(before, target) && isOpenIn(after, target)
  })
}

/** Returns what is stated to be restricted and would be open. An asset whose exception is withdrawn is as its operation. */
export function openedBy(incident: Incident, changes: readonly ScopeChange[]): ScopeTarget[] {
  const states = new Map(scopeOf(incident).map((entry) => [formatTarget(entry), entry.state]))
  const changed = new Map(changes.map((change) => [formatTarget(change), change.state]))
  return restrictedScope(incident).filter((entry) => {
    const own = changed.get(formatTarget(entry))
    if (own === undefined) return false
    return (own ?? changed.get(entry.operation) ?? states.get(entry.operation)) === 'open'
  })
}

/** Returns the changes that open an asset of which nothing was stated but that its operation is restricted. */
export function exceptionsOpenedBy(incident: Incident, changes: readonly ScopeChange[]): ScopeChange[] {
  const states = new Map(scopeOf(incident).map((entry) => [formatTarget(entry), entry.state]))
  return changes.filter((change) => {
    const { operation, asset, state } = change
    const isStated = states.has(formatTarget(change))
    return asset !== null && state === 'open' && !isStated && (states.get(operation) ?? 'open') !== 'open'
  })
}
