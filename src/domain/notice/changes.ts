import { typeOf } from '../incident/current-values.ts'
import { factOf } from '../incident/facts.ts'
import type { Incident, Notice } from '../incident/incident.ts'
import { type EventPosition, isKnown } from '../incident/register.ts'
import { formatTarget, scopeOf } from '../incident/scope.ts'
import { roleOf } from '../runbook/fact-roles.ts'
import type { FactDefinition, Runbook } from '../runbook/runbook.ts'

/**
 * Returns the incident as whoever made a notice knew it: what had been recorded before and had reached that machine. For a
 * notice that a person posted, what was recorded after it went out does not count either.
 */
export function incidentAsOf(incident: Incident, { order, seen, state, at }: Notice): Incident {
  const horizon = { order, seen, until: state === 'posted' ? at : null }
  const notices = incident.notices.filter((notice) => isKnown(positionOf(notice), horizon))
  return { ...incident, registers: incident.registers.asOf(horizon), notices }
}

function positionOf({ event, order, recordedAt }: Notice): EventPosition {
  const [writer = '', seq] = event.split(':')
  return { writer, seq: Number(seq), order, recordedAt }
}

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
