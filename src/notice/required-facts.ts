import { TERMINAL_CONTROLS } from '../domain/guard.ts'
import { factOf, factRecord } from '../domain/incident/facts.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { incidentAsOf } from '../domain/incident/incident-as-of.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { customerLanguages, lastReportOn } from '../domain/incident/notices.ts'
import { scopeOf } from '../domain/incident/scope.ts'
import { mustPromiseNext, nextReportToCustomers } from '../domain/notice/next-report.ts'
import {
  answersInFinal,
  factsOfNotice,
  isOfEarlierHalt,
  isOfEarlierType,
  isStale,
  preventionFacts,
} from '../domain/notice/stated-facts.ts'
import { factWithRole, roleOf } from '../domain/runbook/fact-roles.ts'
import { optionalFacts } from '../domain/runbook/notice-facts.ts'
import { type Language, mendsAnother } from '../domain/runbook/runbook.ts'
import { contactWords, isStatedUnknown, limitedWords, publicWords } from '../i18n/customer-words.ts'
import { codePointName } from '../view/inert.ts'
import { type CheckRequest, isForCustomers, type NoticeText } from './notice.ts'
import type { AddFinding, NoticeFindingParams } from './notice-finding.ts'
import { isReason } from './notice-rows.ts'
import { expectedResumption, haltStart, isTypeOfEarlierHalt } from './notice-times.ts'

/** Checks that what a notice needs is stated: facts, in public words of its language (manual 2.2), scope and sender. */
export function checkRequiredFacts(request: CheckRequest, notice: NoticeText, add: AddFinding): void {
  const { incident, settings } = request
  const { stage, language } = notice
  if (mustPromiseNext({ incident, stage }) && notice.next === null && !isNextGivenElsewhere(request, notice))
    add('no-next-report', {})
  if (!isForCustomers(request, notice)) return
  for (const fact of factsOfNotice(incident, stage)) {
    if (roleOf(incident.runbook, fact) === 'contact') checkContact(request, language, add)
    else checkFact(request, notice, fact, add)
  }
  // What mends a notice is about that notice alone.
  const describesHalt = !mendsAnother(stage)
  if (describesHalt && stage !== 'final' && scopeOf(incident).length === 0)
    add('scope-missing', { operation: Object.keys(incident.runbook.operations)[0] ?? 'OPERATION' })
  const answers = stage === 'final' ? answersInFinal(incident) : []
  const optional = [
    ...new Set([...optionalFacts(incident.runbook, stage), ...preventionFacts(incident.runbook, stage), ...answers]),
  ]
  for (const fact of optional) if (factOf(incident, fact).at !== null) checkPublicWords(request, fact, language, add)
  // Once all has resumed, nobody expects what was said of the halt, but for what customers were asked to do.
  const isOver = stage === 'final' || lifecycleOf(incident).current.fullyResumedAt !== null
  for (const fact of optionalFacts(incident.runbook, stage)) {
    const isOutdated = factOf(incident, fact).known && isStale(incident, fact, stage)
    if (isOutdated && (!isOver || (stage === 'resumption' && isSilentlyDropped(incident, notice, fact))))
      add('fact-outdated', { ...missingFact(request, fact, language), since: 'turn' })
  }
  if (describesHalt) checkTold(request, language, add)
  if (settings.organisation[language] === null) add('organisation-unset', {})
  for (const { state, words } of scopeOf(incident))
    if (state === 'limited' && limitedWords(words, language) === null)
      add('language-missing', { fact: 'scope', language })
  checkEnteredCharacters(request, language, add)
}

/** Reports facts on record that customers are told of in the words of another fact, which has none. */
function checkTold(request: CheckRequest, language: Language, add: AddFinding): void {
  const { incident } = request
  for (const [fact, { toldIn, ja, en }] of Object.entries(incident.runbook.facts)) {
    if (toldIn === undefined || factOf(incident, fact).value === null) continue
    const { languages } = missingFact(request, toldIn, language)
    if (publicWords(incident, toldIn, language) === null)
      add('fact-untold', { fact, label: { ja, en }, toldIn, languages })
  }
}

/** Whether readers of a channel were told something, such as a request, of which no notice says any more whether it holds. */
function isSilentlyDropped(incident: Incident, { channel }: NoticeText, fact: string): boolean {
  const last = lastReportOn(incident, channel)
  if (last === undefined || incident.runbook.facts[fact]?.unknown !== undefined) return false
  const then = incidentAsOf(incident, last)
  return factOf(then, fact).known && !isStale(then, fact, last.stage)
}

/** Whether another customers' channel gives the next report, so that one that notifies on change need not. */
function isNextGivenElsewhere(request: CheckRequest, notice: NoticeText): boolean {
  const { incident, settings, now } = request
  return (
    isForCustomers(request, notice) && nextReportToCustomers(incident, settings.cadence, notice.number, now) !== null
  )
}

/** Reports a required fact that nobody has stated. Some facts may be known from elsewhere: start, expected end, cause. */
function checkFact(request: CheckRequest, { stage, language }: NoticeText, name: string, add: AddFinding): void {
  const { incident } = request
  const fact = factOf(incident, name)
  const role = roleOf(incident.runbook, name)
  if (role === 'began' && haltStart(incident) !== null) return
  const isGiven = isReason({ incident, stage }) && (stage === 'final' || !isTypeOfEarlierHalt(incident))
  if (role === 'cause' && fact.at === null && isGiven) return
  if (role === 'expected-end' && expectedResumption(incident) !== null) checkExpected(request, name, add)
  else if (fact.at === null) add('fact-missing', missingFact(request, name, language))
  else if (fact.known && role !== 'expected-end' && isStale(incident, name, stage))
    add('fact-outdated', { ...missingFact(request, name, language), since: 'turn' })
  else checkPublicWords(request, name, language, add)
  if (role === 'cause' && isCauseOfOtherType(request, name, language))
    add('fact-outdated', { ...missingFact(request, name, language), since: 'type' })
}

/** Whether notices give a cause that was stated when the halt was of another type. */
function isCauseOfOtherType({ incident }: CheckRequest, name: string, language: Language): boolean {
  const stated = factRecord(incident, name)
  const isGiven = publicWords(incident, name, language) !== null && !isOfEarlierHalt(incident, stated)
  return isGiven && isOfEarlierType(incident, stated)
}

/** A fact by both its names, and the languages in which customers need its public words, if it has any. */
export function missingFact(
  { incident, settings }: CheckRequest,
  fact: string,
  language: Language,
): NoticeFindingParams['fact-missing'] {
  const { words = true, ja = fact, en = fact } = incident.runbook.facts[fact] ?? {}
  const languages = new Set([...customerLanguages({ ...incident, settings }), language])
  return { fact, label: { ja, en }, languages: words ? [...languages] : [] }
}

/** Reports an estimate that has passed, since it tells customers nothing. */
function checkExpected({ incident, now }: CheckRequest, fact: string, add: AddFinding): void {
  const until = expectedResumption(incident)?.value.split('/').at(-1) ?? ''
  if (Date.parse(until) <= now) add('expected-past', { fact })
}

/** Reports a known fact without words in this language: customers would read that it is not known yet. */
function checkPublicWords(request: CheckRequest, name: string, language: Language, add: AddFinding): void {
  const { incident } = request
  const fact = factOf(incident, name)
  if (incident.runbook.facts[name]?.words !== true) return
  if (isStatedUnknown(fact) || publicWords(incident, name, language) !== null) return
  if (fact.ja !== null || fact.en !== null) add('language-missing', { fact: name, language })
  else add('words-missing', missingFact(request, name, language))
}

/** Reports a missing contact, which unlike other facts is never allowed to be unknown. */
function checkContact(request: CheckRequest, language: Language, add: AddFinding): void {
  const { incident, settings } = request
  if (contactWords(incident, settings, language) !== null) return
  const name = factWithRole(incident.runbook, 'contact') as string
  const { ja, en } = factOf(incident, name)
  const other = ja ?? en ?? settings.contact.ja ?? settings.contact.en
  if (other === null) add('fact-missing', missingFact(request, name, language))
  else add('language-missing', { fact: name, language })
}

/** Reports control characters in words as they were entered, since the texts show them escaped. */
function checkEnteredCharacters({ incident, settings }: CheckRequest, language: Language, add: AddFinding): void {
  const entered: (readonly [string, string | null])[] = [
    ...Object.keys(incident.runbook.facts).map((fact) => [fact, factOf(incident, fact)[language]] as const),
    ...scopeOf(incident).map(({ words }) => ['scope', words] as const),
    ['organisation', settings.organisation[language]],
    ['contact', settings.contact[language]],
  ]
  for (const [fact, words] of entered) {
    const found = TERMINAL_CONTROLS.exec((words ?? '').replaceAll('\n', ''))?.[0]
    if (found !== undefined) add('control-character', { where: 'fact', character: codePointName(found), line: 1, fact })
  }
}
