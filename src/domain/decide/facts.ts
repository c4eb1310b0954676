import { factOf, phaseOf } from '../incident/current-values.ts'
import type { EventData } from '../log/event.ts'
import { problem } from '../outcome.ts'
import { accept, allOrNone, type Decision, type GivenTime, givenTime, type Situation, unchanged } from './decision.ts'

export interface FactIntent extends GivenTime {
  readonly kind: 'set'
  readonly facts: readonly EventData['fact.set'][]
}

export function decideFacts(situation: Situation, intent: FactIntent): Decision {
  return allOrNone(intent.facts.map((fact) => decideFact(situation, fact, intent)))
}

function decideFact({ incident }: Situation, data: EventData['fact.set'], when: GivenTime): Decision {
  const { facts } = incident.runbook
  const definition = Object.hasOwn(facts, data.fact) ? facts[data.fact] : undefined
  if (definition === undefined) return problem('unknown-fact', { given: data.fact, allowed: Object.keys(facts) })
  const hasPublicWords = data.known !== false && (data.ja != null || data.en != null)
  if (hasPublicWords && !definition.words) {
    const allowed = Object.keys(facts).filter((name) => facts[name]?.words)
    return problem('no-public-words', { fact: data.fact, allowed: allowed.join(', ') })
  }
  if (data.fact === 'started-at' && phaseOf(incident) === 'scheduled') return problem('not-begun', {})
  return isUnchanged(factOf(incident, data.fact), data)
    ? unchanged(`set ${data.fact}`)
    : accept({ type: 'fact.set', ...givenTime(when), data })
}

function isUnchanged(current: ReturnType<typeof factOf>, data: EventData['fact.set']): boolean {
  const { fact: _, ...values } = data
  if (Object.values(values).every((value) => value === undefined)) return true
  if (current.at === null) return false
  const { known = current.known, value = current.value, ja = current.ja, en = current.en } = data
  return known === current.known && value === current.value && ja === current.ja && en === current.en
}
