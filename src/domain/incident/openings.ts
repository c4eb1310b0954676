import type { ScopeChange } from '../log/event.ts'
import type { Runbook } from '../runbook/runbook.ts'
import { formatTarget, inOrderOf, parseTarget, type ScopeTarget } from './scope.ts'
import type { ScopeStates } from './scope-states.ts'

// What would be restricted no longer, without a lift.

/** Returns which of the targets that an event states would be restricted no longer, or not known to be, if it were undone. */
export function openedByUndoing(before: ScopeStates, event: string, stated: readonly string[]): ScopeTarget[] {
  if (before.isScheduled) return []
  return stated.map(parseTarget).filter((target) => {
    const [own, { operation }] = [formatTarget(target), target]
    const after = before.stateOf(own, event)
    const isOpen = (before.stateOf(own) ?? before.stateOf(operation) ?? 'open') === 'open'
    // An asset of which nothing is stated, before or after, is named by its operation.
    const isMeant = before.stateOf(own) !== null || after === 'open'
    return isMeant && !isOpen && (after ?? before.stateOf(operation, event) ?? 'open') === 'open'
  })
}

/**
 * Returns what is stated to be restricted and would be open, in the runbook's order. An asset whose exception is withdrawn is as
 * its operation.
 */
export function openedBy(before: ScopeStates, runbook: Runbook, changes: readonly ScopeChange[]): ScopeTarget[] {
  const changed = new Map(changes.map((change) => [formatTarget(change), change.state]))
  const opened = [...changed].flatMap(([own, state]): ScopeTarget[] => {
    const target = parseTarget(own)
    if ((before.stateOf(own) ?? 'open') === 'open') return []
    const after = state ?? changed.get(target.operation) ?? before.stateOf(target.operation)
    return after === 'open' ? [target] : []
  })
  return inOrderOf(runbook, opened)
}

/** Returns the changes that open an asset of which nothing was stated but that its operation is restricted. */
export function exceptionsOpenedBy(before: ScopeStates, changes: readonly ScopeChange[]): ScopeChange[] {
  return changes.filter((change) => {
    const { operation, asset, state } = change
    const isStated = before.stateOf(formatTarget(change)) !== null
    return asset !== null && state === 'open' && !isStated && (before.stateOf(operation) ?? 'open') !== 'open'
  })
}
