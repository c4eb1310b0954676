import { phaseOf } from '../incident/current-values.ts'
import { type FactView, factOf } from '../incident/facts.ts'
import type { EventData } from '../log/event.ts'
import { problem } from '../problem.ts'
import { accept, allOrNone, type Decision, type GivenTime, givenTime, type Situation, unchanged } from './decision.ts'

export interface FactIntent extends GivenTime {
  readonly kind: 'set'
  readonly statements: readonly EventData['fact.set'][]
}

export function decideFacts(situation: Situation, intent: FactIntent): Decision {
  return allOrNone(intent.statements.map((statement) => decideFact(situation, statement, intent)))
}

type FactStatement = EventData['fact.set']

function decideFact({ incident }: Situation, statement: FactStatement, when: GivenTime): Decision {
  const { fact } = statement
  const definitions = incident.runbook.facts
  const definition = Object.hasOwn(definitions, fact) ? definitions[fact] : undefined
  if (definition === undefined) return problem('unknown-fact', { given: fact, allowed: Object.keys(definitions) })
  const hasPublicWords = statement.known !== false && (statement.ja != null || statement.en != null)
  if (hasPublicWords && !definition.words) {
    const allowed = Object.keys(definitions).filter((name) => definitions[name]?.words)
    return problem('no-public-words', { fact, allowed: allowed.join(', ') })
  }
  // A planned halt starts when it is advanced from `scheduled`, which also states this fact.
  if (fact === 'started-at' && phaseOf(incident) === 'scheduled') return problem('not-begun', {})
  return isUnchanged(factOf(incident, fact), statement)
    ? unchanged(`set ${fact}`)
    : accept({ type: 'fact.set', ...givenTime(when), data: statement })
}

/** Whether a statement says nothing, or only what was stated before. */
function isUnchanged(current: FactView, statement: FactStatement): boolean {
  const { fact: _, ...values } = statement
  if (Object.values(values).every((value) => value === undefined)) return true
  if (current.at === null) return false
  const { known = current.known, value = current.value, ja = current.ja, en = current.en } = statement
  return known === current.known && value === current.value && ja === current.ja && en === current.en
}
