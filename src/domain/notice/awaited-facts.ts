import { factOf } from '../incident/facts.ts'
import type { Incident, Notice } from '../incident/incident.ts'
import { incidentAsOf } from '../incident/incident-as-of.ts'
import { reachedSomebody } from '../incident/notice-reach.ts'
import { memoize } from '../memoize.ts'
import { formOf } from '../runbook/channel-forms.ts'
import { optionalFacts } from '../runbook/notice-facts.ts'
import { type Bilingual, customerChannels, type FactDefinition, mendsAnother, type Stage } from '../runbook/runbook.ts'
import { isQuestion, isSaidUnknown, isStale, unknownWords } from './stated-facts.ts'

const NONE: ReadonlySet<string> = new Set()

/**
 * The facts of which notices on a channel said that they are being checked, and none has said since what came of it. Whoever
 * reads that channel waits for the answer, also once the halt is of another type, or over. Inside the company, customers ask
 * for what any of their channels told them.
 */
export function awaitedFacts(incident: Incident, channel: string): ReadonlySet<string> {
  const own = awaitedByChannel(incident).get(channel) ?? NONE
  return customerChannels(incident.runbook).includes(channel) ? own : new Set([...own, ...awaitedByCustomers(incident)])
}

/** Whether it is known what came of a fact that was being checked. */
export function isAnswered(incident: Incident, name: string, stage: Stage): boolean {
  const { words } = incident.runbook.facts[name] as FactDefinition
  const { value, ja, en } = factOf(incident, name)
  // What else is known may answer it.
  if (unknownWords(incident, name) === null) return true
  return (words ? (ja ?? en) : value) !== null && !isStale(incident, name, stage)
}

/** The facts of which customers wait to be told what came of them, and nobody has stated it, so that no notice can say. */
export function owedAnswers(incident: Incident): { readonly fact: string; readonly hasWords: boolean }[] {
  return [...awaitedByCustomers(incident)]
    .filter((name) => !isAnswered(incident, name, 'final'))
    .map((fact) => ({ fact, hasWords: (incident.runbook.facts[fact] as FactDefinition).words === true }))
}

function awaitedByCustomers(incident: Incident): Set<string> {
  return new Set(customerChannels(incident.runbook).flatMap((channel) => [...awaitedFacts(incident, channel)]))
}

const awaitedByChannel = memoize((incident: Incident): ReadonlyMap<string, ReadonlySet<string>> => {
  const { runbook, notices } = incident
  const questions = Object.keys(runbook.facts).filter((name) => isQuestion(runbook, name))
  const awaited = new Map<string, Set<string>>()
  for (const notice of questions.length === 0 ? [] : notices.filter(reachedSomebody)) {
    const { channel, stage } = notice
    const waiting = awaited.get(channel) ?? new Set()
    awaited.set(channel, waiting)
    if (stage === 'retraction') waiting.clear()
    if (mendsAnother(stage)) continue
    const then = incidentAsOf(incident, notice)
    for (const name of questions) {
      if (isAnswered(then, name, stage)) waiting.delete(name)
      else if (saysChecking(then, notice, name)) waiting.add(name)
    }
  }
  return awaited
})

/** Whether a notice said that a fact is being checked, as it was composed and, if its text was kept, as it went out. */
function saysChecking(then: Incident, { channel, stage, text, texts }: Notice, name: string): boolean {
  const { runbook } = then
  // Short texts have no room for it.
  if (['push', 'post'].includes(formOf(runbook, channel))) return false
  if (!optionalFacts(runbook, stage).includes(name) || !isSaidUnknown(then, name, stage)) return false
  const { ja, en } = unknownWords(then, name) as Bilingual
  const kept = [text, ...texts.map((one) => one.text)].filter((one) => one !== null)
  return kept.length === 0 || kept.some((one) => one.includes(ja) || one.includes(en))
}
