import { phaseOf } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'
import { exceptionsOpenedBy, openedBy } from '../incident/openings.ts'
import { formatTarget, type ScopeTarget, scopeOf } from '../incident/scope.ts'
import { scopeStates } from '../incident/scope-states.ts'
import type { EventData, EventDraft, ScopeChange, ScopeState } from '../log/event.ts'
import { ASSET_FORM } from '../log/scope-change.ts'
import { type Problem, problem } from '../problem.ts'
import { idByName } from '../runbook/names.ts'
import { accept, type Decision, type GivenTime, givenTime, isProblem, type Situation, unchanged } from './decision.ts'

/**
 * What to state, with an operation by its id or any of its names. The asset `*` means the whole operation, like null, but
 * also withdraws the statements about single assets.
 */
export interface ScopeStatement extends ScopeTarget {
  readonly state: ScopeState
  /** What a limited state means; required for `limited`. */
  readonly words: string | null
}

export interface ScopeIntent extends GivenTime {
  readonly kind: 'scope'
  readonly statements: readonly ScopeStatement[]
  /** The reason to state as open, without a lift, what was stated to be restricted: it never was. */
  readonly force?: string
}

/** While a halt runs, only a lift says what is open again: it asks for the criteria, and customers are owed notice of it. */
export function decideScope({ incident }: Situation, intent: ScopeIntent): Decision {
  const { statements, force } = intent
  const changes = scopeChangesFor(incident, statements)
  if (isProblem(changes)) return changes
  if (changes.length === 0) return unchanged(...statements.map((s) => alreadyHolds(incident, s)))
  const isPlanned = phaseOf(incident) === 'scheduled'
  const states = scopeStates(incident)
  const opened = isPlanned ? [] : openedBy(states, incident.runbook, changes)
  if (opened.length > 0 && force === undefined) return problem('lift-instead', { targets: opened.map(formatTarget) })
  const open = [...new Set(opened.map(({ operation }) => operation))]
  const needsApproval = !isPlanned && incident.settings.approval?.lift === true
  const unapproved = needsApproval ? { unapproved: true } : {}
  const forced = force === undefined || open.length === 0 ? {} : { forced: { reason: force, open }, ...unapproved }
  const exceptions = needsApproval ? exceptionsOpenedBy(states, changes) : []
  const others = changes.filter((change) => !exceptions.includes(change))
  const changed = (data: EventData['scope.changed']): EventDraft[] =>
    data.changes.length === 0 ? [] : [{ type: 'scope.changed', ...givenTime(intent), data }]
  return accept(...changed({ changes: others, ...forced }), ...changed({ changes: exceptions, ...unapproved }))
}

/** Why a reopening cannot state something, since it would be open; null if it can. Only a lift says what is open again. */
export function openingProblem(incident: Incident, changes: readonly ScopeChange[]): Problem | null {
  const states = scopeStates(incident)
  const opened = [...openedBy(states, incident.runbook, changes), ...exceptionsOpenedBy(states, changes)]
  return opened.length === 0 ? null : problem('lift-instead', { targets: opened.map(formatTarget) })
}

/** For a statement whose operation is known. */
function alreadyHolds({ runbook }: Incident, { operation, asset, state }: ScopeStatement): string {
  return `scope ${formatTarget({ operation: idByName(runbook.operations, operation) as string, asset })}=${state}`
}

/** Returns how the statements, applied in order, change the scope. Statements that already hold change nothing. */
export function scopeChangesFor(incident: Incident, statements: readonly ScopeStatement[]): ScopeChange[] | Problem {
  const { operations } = incident.runbook
  const current = new Map(scopeOf(incident).map((entry): [string, ScopeChange] => [formatTarget(entry), entry]))
  const changes: ScopeChange[] = []
  const apply = (change: ScopeChange) => {
    changes.push(change)
    current.set(formatTarget(change), change)
  }
  for (const { operation: given, asset, state, words } of statements) {
    const operation = idByName(operations, given)
    if (operation === undefined)
      return problem('unknown-operation', { given, allowed: Object.keys(operations), names: operations })
    if (asset !== null && asset !== '*' && !isAsset(asset)) return problem('bad-asset', { given: asset })
    if (state === 'limited' && words === null) return problem('words-needed', { operation })
    const target = { operation, asset: asset === '*' ? null : asset }
    const entry = current.get(formatTarget(target))
    if (entry?.state !== state || entry.words !== words) apply({ ...target, state, words })
    if (asset === '*') for (const withdrawal of withdrawalsOf(current, operation)) apply(withdrawal)
  }
  return changes
}

/** Returns the changes that withdraw all statements about single assets of an operation. */
function withdrawalsOf(scope: ReadonlyMap<string, ScopeChange>, operation: string): ScopeChange[] {
  return [...scope.values()]
    .filter((e) => e.operation === operation && e.asset !== null && e.state !== null)
    .map(({ asset }) => ({ operation, asset, state: null, words: null }))
}

/** Whether a text names an asset or a market, such as `XEM`, `JPY` or `BTC/JPY`. */
export function isAsset(asset: string): boolean {
  return ASSET.test(asset)
}

const ASSET = new RegExp(`^${ASSET_FORM}$`)
