import type { Incident } from '../incident/incident.ts'
import { scopeOf, type Target, targetOf } from '../incident/scope.ts'
import type { ScopeChange, ScopeState } from '../log/event.ts'
import { type Problem, problem } from '../outcome.ts'
import { accept, type Decision, type GivenTime, givenTime, isProblem, type Situation, unchanged } from './decision.ts'

/** A scope statement by the operator; asset `*` also withdraws the statements about single assets. */
export interface ScopeStatement extends Target {
  readonly state: ScopeState
  readonly words: string | null
}

export interface ScopeIntent extends GivenTime {
  readonly kind: 'scope'
  readonly statements: readonly ScopeStatement[]
}

export function decideScope({ incident }: Situation, intent: ScopeIntent): Decision {
  const changes = changesOf(incident, intent.statements)
  if (isProblem(changes)) return changes
  if (changes.length === 0) return unchanged(...intent.statements.map((s) => `scope ${targetOf(s)}=${s.state}`))
  return accept({ type: 'scope.changed', ...givenTime(intent), data: { changes } })
}

/** Returns how the statements change the scope table, applied in order. Statements that already hold change nothing. */
export function changesOf(incident: Incident, statements: readonly ScopeStatement[]): ScopeChange[] | Problem {
  const { operations } = incident.runbook
  const now = new Map(scopeOf(incident).map((e): [string, ScopeChange] => [targetOf(e), e]))
  const changes: ScopeChange[] = []
  const change = (to: ScopeChange) => {
    changes.push(to)
    now.set(targetOf(to), to)
  }
  for (const { operation, asset, state, words } of statements) {
    if (!Object.hasOwn(operations, operation))
      return problem('unknown-operation', { given: operation, allowed: Object.keys(operations) })
    if (asset !== null && asset !== '*' && !isAsset(asset)) return problem('bad-asset', { given: asset })
    if (state === 'limited' && words === null) return problem('words-needed', { operation })
    const general = asset === '*' ? null : asset
    const entry = now.get(targetOf({ operation, asset: general }))
    if (entry?.state !== state || entry.words !== words) change({ operation, asset: general, state, words })
    if (asset === '*') for (const withdrawal of withdrawals(now, operation)) change(withdrawal)
  }
  return changes
}

/** Returns the changes that withdraw all statements about single assets of an operation. */
function withdrawals(scope: ReadonlyMap<string, ScopeChange>, operation: string): ScopeChange[] {
  return [...scope.values()]
    .filter((e) => e.operation === operation && e.asset !== null && e.state !== null)
    .map(({ asset }) => ({ operation, asset, state: null, words: null }))
}

/** Returns whether a text is an asset's ticker, such as `XEM` or `JPY`: `[A-Z0-9]{2,12}`. */
export function isAsset(asset: string): boolean {
  return /^[A-Z0-9]{2,12}$/.test(asset)
}
