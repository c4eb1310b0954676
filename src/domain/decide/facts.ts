import { phaseOf, registerOf } from '../incident/current-values.ts'
import { type FactView, factFor, factWrites, valueInEvidence } from '../incident/facts.ts'
import type { Incident } from '../incident/incident.ts'
import type { Write } from '../incident/register.ts'
import type { EventData } from '../log/event.ts'
import { lastTurnFor } from '../notice/stated-facts.ts'
import { problem } from '../problem.ts'
import { roleOf } from '../runbook/fact-roles.ts'
import { LANGUAGES } from '../runbook/runbook.ts'
import {
  accept,
  allOrNone,
  type Decision,
  type GivenTime,
  givenTime,
  isProblem,
  type Situation,
  unchanged,
} from './decision.ts'
import { orderProblem, pastEstimateProblem } from './fact-times.ts'

export interface FactIntent extends GivenTime {
  readonly kind: 'set'
  readonly statements: readonly EventData['fact.set'][]
}

export function decideFacts(situation: Situation, intent: FactIntent): Decision {
  const decision = allOrNone(intent.statements.map((statement) => decideFact(situation, statement, intent)))
  return isProblem(decision) ? decision : (orderProblem(situation.incident, intent.statements) ?? decision)
}

type FactStatement = EventData['fact.set']

function decideFact({ incident, context }: Situation, statement: FactStatement, when: GivenTime): Decision {
  const { fact } = statement
  const definitions = incident.runbook.facts
  const definition = Object.hasOwn(definitions, fact) ? definitions[fact] : undefined
  if (definition === undefined) return problem('unknown-fact', { given: fact, allowed: Object.keys(definitions) })
  const hasPublicWords = statement.known !== false && (statement.ja !== undefined || statement.en !== undefined)
  if (hasPublicWords && !definition.words) {
    const allowed = Object.keys(definitions).filter((name) => definitions[name]?.words)
    return problem('no-public-words', { fact, allowed })
  }
  // A planned halt starts when it is advanced from `scheduled`, which also states this fact.
  if (roleOf(incident.runbook, fact) === 'began' && phaseOf(incident) === 'scheduled') return problem('not-begun', {})
  const statedAt = when.at === undefined ? context.now : Date.parse(when.at)
  const isRestated = definition.words === true && isFirstSinceTurn(incident, fact, statedAt)
  if (saysNothing(statement) || (saysTheSame(factFor(incident, fact, context.by), statement) && !isRestated))
    return unchanged(`set ${fact}`)
  return (
    pastEstimateProblem(definition, statement, statedAt) ??
    accept({ type: 'fact.set', ...givenTime(when), data: statement })
  )
}

/** Whether nobody has stated a fact since a turn after which it may not hold: that its words still do is news. */
function isFirstSinceTurn(incident: Incident, fact: string, statedAt: number): boolean {
  const turn = lastTurnFor(incident, fact)
  const words = LANGUAGES.flatMap((language) => registerOf(incident, `words:${fact}.${language}`))
  const isBefore = ({ undone, at }: Write<unknown>) => undone || Date.parse(at) < turn
  return statedAt >= turn && [...factWrites(incident, fact), ...words].every(isBefore)
}

function saysNothing({ fact: _, ...values }: FactStatement): boolean {
  return Object.values(values).every((value) => value === undefined)
}

function saysTheSame(current: FactView, statement: FactStatement): boolean {
  if (current.at === null) return false
  const { ja = current.ja, en = current.en, kept } = statement
  const stated = kept === undefined ? statement : { known: true, value: valueInEvidence(kept) }
  const { known = current.known, value = current.value } = stated
  return known === current.known && value === current.value && ja === current.ja && en === current.en
}
