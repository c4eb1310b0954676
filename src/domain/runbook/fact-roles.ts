import { memoize } from '../memoize.ts'
import type { FactDefinition, FactKind, FactRole, Runbook } from './runbook.ts'

/** Names that facts of these roles had in runbooks that give none: those of logs from before there were roles. */
const NAMES_WITHOUT_ROLES: Readonly<Record<FactRole, string>> = {
  began: 'started-at',
  detected: 'detected-at',
  'planned-begin': 'planned-start',
  'planned-end': 'planned-end',
  'expected-end': 'expected-recovery',
  impact: 'impact',
  cause: 'cause',
  contact: 'contact',
}

/** The kind of a fact that has a role. */
export const KIND_OF_ROLE: Readonly<Record<FactRole, FactKind>> = {
  began: 'time',
  detected: 'time',
  'planned-begin': 'future',
  'planned-end': 'future',
  'expected-end': 'estimate',
  impact: 'text',
  cause: 'text',
  contact: 'text',
}

type WithFacts = Pick<Runbook, 'facts'>

/** The name of the fact that has a role; null if the runbook has none. */
export function factWithRole({ facts }: WithFacts, role: FactRole): string | null {
  const given = namesByRole(facts)
  return given.get(role) ?? (given.size > 0 ? null : NAMES_WITHOUT_ROLES[role])
}

/** The role of a fact; null if it has none. */
export function roleOf({ facts }: WithFacts, name: string): FactRole | null {
  if (namesByRole(facts).size > 0) return facts[name]?.role ?? null
  const roles = Object.keys(NAMES_WITHOUT_ROLES) as FactRole[]
  return roles.find((role) => NAMES_WITHOUT_ROLES[role] === name) ?? null
}

/** The kind of a fact: that of its role, since the runbook of a log need not have been checked, else as defined, else text. */
export function kindOf(runbook: WithFacts, name: string): FactKind {
  const role = roleOf(runbook, name)
  if (role !== null) return KIND_OF_ROLE[role]
  return Object.hasOwn(runbook.facts, name) ? (runbook.facts[name] as FactDefinition).kind : 'text'
}

/** The facts that a runbook gives a role, of two with one role the first. */
const namesByRole = memoize((facts: Runbook['facts']): ReadonlyMap<FactRole, string> => {
  const given = Object.entries(facts).flatMap(([name, { role }]) => (role === undefined ? [] : [[role, name] as const]))
  return new Map(given.reverse())
})
