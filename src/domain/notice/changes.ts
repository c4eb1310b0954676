import { registerOf, typeOf } from '../incident/current-values.ts'
import { factOf } from '../incident/facts.ts'
import type { Incident, Notice, PhaseMark } from '../incident/incident.ts'
import { incidentAsOf } from '../incident/incident-as-of.ts'
import type { Write } from '../incident/register.ts'
import { formatTarget, scopeOf } from '../incident/scope.ts'
import { roleOf } from '../runbook/fact-roles.ts'
import type { FactDefinition, Runbook } from '../runbook/runbook.ts'

/**
 * Returns what notices state and what is no longer as it was when a notice was made: names of facts, `scope` and `type`.
 * What was stated anew with the same words has not changed, nor has what was not stated and is now stated to be unknown.
 */
export function changedSince(incident: Incident, notice: Notice): string[] {
  return changedStatements(statementsOf(incidentAsOf(incident, notice)), statementsOf(incident))
}

/** What notices state, by name: facts, `scope` and `type`, each as JSON. */
export type Statements = Readonly<Record<string, string>>

export function statementsOf(incident: Incident): Statements {
  const facts = Object.keys(incident.runbook.facts)
    .filter((name) => isInNotices(incident.runbook, name))
    .map((name) => [name, valuesOf(incident, name)] as const)
  const all = [...facts, ['scope', statesOf(incident)] as const, ['type', typeOf(incident)] as const]
  return Object.fromEntries(all.map(([name, value]) => [name, JSON.stringify(value)]))
}

/**
 * What a text is composed from: what it states, and the lifts and reopenings so far. The scope may be as it was before them,
 * but what the text says of when it was stopped is not.
 */
export function composedFrom(incident: Incident): Statements {
  const statements = statementsOf(incident)
  const turns = registerOf(incident, 'phase').filter(isTurn)
  return { ...statements, scope: JSON.stringify([statements.scope, turns.map(({ event }) => event)]) }
}

/** Whether something was lifted or stopped again, which was not taken back. */
export function isTurn({ undone, value: { by } }: Write<PhaseMark>): boolean {
  return !undone && (by === 'lift' || by === 'reopen')
}

/** Returns the names of what is not as it was. */
export function changedStatements(before: Statements, now: Statements): string[] {
  return Object.keys(now).filter((name) => now[name] !== before[name])
}

/** Whether some notice states a fact, or it is one of the times of a planned halt. */
function isInNotices(runbook: Runbook, name: string): boolean {
  const role = roleOf(runbook, name)
  const { notice } = runbook.facts[name] as FactDefinition
  return notice !== false || (role !== null && role !== 'detected')
}

function valuesOf(incident: Incident, name: string): unknown {
  const { value, ja, en } = factOf(incident, name)
  return [value, ja, en]
}

function statesOf(incident: Incident): unknown {
  return scopeOf(incident).map((entry) => [formatTarget(entry), entry.state, entry.words])
}
