import { registerOf, typeOf } from '../incident/current-values.ts'
import { factOf, factRecord, isFactUnknown } from '../incident/facts.ts'
import type { Incident } from '../incident/incident.ts'
import { beginningOfInterruption, lastLift, lifecycleOf } from '../incident/lifecycle.ts'
import { happenedBefore, type Recorded } from '../incident/order-of-events.ts'
import type { Write } from '../incident/register.ts'
import { restrictedScope } from '../incident/scope.ts'
import { roleOf } from '../runbook/fact-roles.ts'
import { requiredFacts } from '../runbook/notice-facts.ts'
import type { Bilingual, FactDefinition, Runbook, Stage } from '../runbook/runbook.ts'
import { scopeTurn } from './scope-turn.ts'

/** Returns the facts that a notice must state now: of a full resumption, no longer when it is expected. */
export function factsOfNotice(incident: Incident, stage: Stage): string[] {
  const { runbook } = incident
  const isOver = stage === 'resumption' && isFullyResumed(incident)
  return requiredFacts(runbook, stage).filter((name) => !isOver || roleOf(runbook, name) !== 'expected-end')
}

/** Returns the facts whose public words the final notice lists as what will prevent the next halt (manual 4.4). */
export function preventionFacts({ facts }: Pick<Runbook, 'facts'>, stage: Stage): string[] {
  return stage === 'final' ? Object.keys(facts).filter((name) => facts[name]?.report?.part === 'prevention') : []
}

/**
 * Returns the answers that a final notice gives, also for types of halts of which no notice asks: those that were stated since
 * services last resumed, and those that answer a part of a result which is not known yet.
 */
export function answersInFinal(incident: Incident): string[] {
  const lift = lastLift(incident)
  return Object.keys(incident.runbook.facts).filter((name) => {
    const stated = factRecord(incident, name)
    if (stated === undefined || !isQuestion(incident.runbook, name)) return false
    return lift === undefined || !happenedBefore(stated, lift) || answersPartOfResult(incident, name)
  })
}

/** Whether a fact says something of a result that a final notice has to give, and that customers do not have yet. */
function answersPartOfResult(incident: Incident, name: string): boolean {
  const { facts } = incident.runbook
  return requiredFacts(incident.runbook, 'final').some(
    (result) => Object.hasOwn(facts[result]?.onceKnown ?? {}, name) && !isKnownToCustomers(incident, result),
  )
}

/** Whether notices of this halt say that an optional fact is not known: of what the halt itself changes, until it is over. */
export function isSaidUnknown(incident: Incident, name: string, stage: Stage): boolean {
  const { notice, types, operations, renew = false } = incident.runbook.facts[name] as FactDefinition
  // Before a planned halt nothing has been interrupted.
  if (notice !== 'if-stated' || stage === 'scheduled') return false
  const fact = factOf(incident, name)
  // What was said of this halt, and may no longer hold, is not taken back.
  if (fact.known && isStale(incident, name, stage) && !isOfEarlierHalt(incident, factRecord(incident, name)))
    return false
  if (unknownWords(incident, name) === null || types?.includes(typeOf(incident)) === false) return false
  const isAffected =
    operations === undefined || restrictedScope(incident).some(({ operation }) => operations.includes(operation))
  return isAffected && !(renew && isFullyResumed(incident))
}

/** Returns what notices say of a fact while it is not known, which may depend on what else is; null if nothing. */
export function unknownWords(incident: Incident, name: string): Bilingual | null {
  const { unknown = null, onceKnown = {} } = incident.runbook.facts[name] as FactDefinition
  const known = Object.keys(onceKnown).find((other) => isKnownToCustomers(incident, other))
  return known === undefined ? unknown : (onceKnown[known] as Bilingual | null)
}

function isKnownToCustomers(incident: Incident, name: string): boolean {
  const { words } = incident.runbook.facts[name] as FactDefinition
  const fact = factOf(incident, name)
  return (words === true ? (fact.ja ?? fact.en) : fact.value) !== null && !hasLapsed(incident, name)
}

/** Whether notices say of an optional fact that it is being checked, so that customers wait to be told. */
export function isQuestion({ facts }: Pick<Runbook, 'facts'>, name: string): boolean {
  const { notice, unknown, renew = false } = facts[name] as FactDefinition
  return notice === 'if-stated' && unknown !== undefined && !renew
}

/**
 * Whether a fact may no longer hold: it was last stated before the halt was reopened, or it has to be stated anew at a turn
 * of the halt, and was not. A final notice is about the whole halt, but for answers that are still awaited.
 */
export function isStale(incident: Incident, name: string, stage: Stage): boolean {
  const { runbook } = incident
  const stated = factRecord(incident, name)
  const isOfHaltOnly = stage !== 'final' || isQuestion(runbook, name)
  if (isOfHaltOnly && hasLapsed(incident, name)) return true
  const turn = lastTurn(incident, stage)
  const isRenewed = runbook.facts[name]?.renew === true
  return isRenewed && stated !== undefined && turn !== null && happenedBefore(stated, turn)
}

/**
 * Whether a fact of the halt as it is now is not known: also what was said of the halt before it was reopened, but for the
 * beginning, which each has of its own.
 */
export function isUnknownNow(incident: Incident, name: string): boolean {
  return isFactUnknown(incident, name) || (roleOf(incident.runbook, name) !== 'began' && hasLapsed(incident, name))
}

/** Whether a fact no longer holds since the halt was reopened. A contact stays, as does a result told early, such as a loss. */
function hasLapsed(incident: Incident, name: string): boolean {
  const { runbook } = incident
  const stays = roleOf(runbook, name) === 'contact' || runbook.facts[name]?.otherStages === 'if-stated'
  return !stays && isOfEarlierHalt(incident, factRecord(incident, name))
}

/** Whether what was stated of a fact (`factRecord`) was so before the halt was reopened, and so of the halt before. */
export function isOfEarlierHalt(incident: Incident, stated: Recorded | undefined): boolean {
  const { current } = lifecycleOf(incident)
  if (stated === undefined || current.number === 1) return false
  return happenedBefore(stated, beginningOfInterruption(incident, current) as Recorded)
}

/** The same of when the halt became one of another type. */
export function isOfEarlierType(incident: Incident, stated: Recorded | undefined): boolean {
  const change = typeChange(incident)
  return stated !== undefined && change !== undefined && happenedBefore(stated, change)
}

/** The last change of the type; undefined if it never was changed. */
function typeChange(incident: Incident): Write<string> | undefined {
  const stated = registerOf(incident, 'type').filter(({ undone }) => !undone)
  return stated.findLast(({ value }, i) => i > 0 && value !== stated[i - 1]?.value)
}

function typeChangedAt(incident: Incident): number {
  return Date.parse(typeChange(incident)?.at ?? '') || 0
}

/** The last time after which a fact may not hold any more: a turn of the halt, or that of a fact which decides it; 0 if none. */
export function lastTurnFor(incident: Incident, name: string): number {
  const decisive = Object.keys(incident.runbook.facts[name]?.onceKnown ?? {}).map((other) => factOf(incident, other))
  const stated = decisive.flatMap(({ known, at }) => (known && at !== null ? [Date.parse(at)] : []))
  return Math.max(lastTurnOf(incident), ...stated)
}

/** When the halt last became another: when it was reopened, lifted, begun as planned, or its scope or type changed; 0 if never. */
function lastTurnOf(incident: Incident): number {
  const { number, startedAt, lastLiftAt } = lifecycleOf(incident).current
  const isTurn = number > 1 || incident.declaration?.planned != null
  const turns = [isTurn ? startedAt : null, lastLiftAt].flatMap((turn) => (turn === null ? [] : Date.parse(turn)))
  return Math.max(...turns, scopeTurn(incident)?.at ?? 0, typeChangedAt(incident))
}

/** When what a notice of a stage is about began: the resumption, the reopening or the planned halt; else null. */
function lastTurn(incident: Incident, stage: Stage): Recorded | null {
  const { current } = lifecycleOf(incident)
  const lift = lastLift(incident) ?? null
  if (stage === 'resumption' || stage === 'final') return lift
  const isTurn = current.number > 1 || incident.declaration?.planned != null
  const began = isTurn ? beginningOfInterruption(incident, current) : null
  // After a resumption in part, an update may be about what was stopped since.
  return stage === 'update' ? (lift ?? began) : began
}

function isFullyResumed(incident: Incident): boolean {
  return lifecycleOf(incident).current.fullyResumedAt !== null
}
