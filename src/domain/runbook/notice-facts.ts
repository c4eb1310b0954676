import { roleOf } from './fact-roles.ts'
import { type FactDefinition, type FactRole, mendsAnother, type Runbook, STAGES, type Stage } from './runbook.ts'

/** Notices about the halt itself; the others mend one of these. */
const ABOUT_HALT: readonly Stage[] = STAGES.filter((stage) => !mendsAnother(stage))

/** In which notices facts of these roles belong (manual 2.2): a planned time only before the halt, a cause also after it. */
const STAGES_OF_ROLES: Readonly<Partial<Record<FactRole, readonly Stage[]>>> = {
  began: ['first', 'update', 'resumption', 'final'],
  'planned-begin': ['scheduled'],
  'planned-end': ['scheduled'],
  'expected-end': ['first', 'update', 'resumption'],
  impact: ['scheduled', 'first', 'update', 'final'],
  contact: STAGES,
}

type WithFacts = Pick<Runbook, 'facts'>

/** Returns the facts that a customers' notice of a stage must state, known or as not known, in the runbook's order. */
export function requiredFacts(runbook: WithFacts, stage: Stage): string[] {
  return Object.keys(runbook.facts).filter((name) => {
    const role = roleOf(runbook, name)
    const isPlanned = role === 'planned-begin' || role === 'planned-end'
    return (runbook.facts[name]?.notice === true || isPlanned) && belongsIn(runbook, name, stage)
  })
}

/** Returns the facts that a customers' notice of a stage states only if somebody has stated them, in the runbook's order. */
export function optionalFacts(runbook: WithFacts, stage: Stage): string[] {
  return Object.keys(runbook.facts).filter((name) => {
    const { notice, otherStages } = runbook.facts[name] as FactDefinition
    if (belongsIn(runbook, name, stage)) return notice === 'if-stated'
    return otherStages === 'if-stated' && ABOUT_HALT.includes(stage)
  })
}

/**
 * Whether what is stated of a fact stays inside: no notice states it, it has neither a role nor public words, and it does not say
 * that something is safe.
 */
export function isInternalFact(runbook: WithFacts, name: string): boolean {
  const { notice, words, safety, otherStages } = runbook.facts[name] as FactDefinition
  const isTold = notice !== false || words === true || otherStages !== undefined
  return !isTold && safety !== true && roleOf(runbook, name) === null
}

function belongsIn(runbook: WithFacts, name: string, stage: Stage): boolean {
  const role = roleOf(runbook, name)
  const stages = runbook.facts[name]?.stages ?? (role === null ? undefined : STAGES_OF_ROLES[role]) ?? ABOUT_HALT
  return stages.includes(stage)
}
