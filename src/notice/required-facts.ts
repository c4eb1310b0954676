import { TERMINAL_CONTROLS } from '../domain/guard.ts'
import { factOf } from '../domain/incident/facts.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { customerLanguages } from '../domain/incident/notices.ts'
import { scopeOf } from '../domain/incident/scope.ts'
import { type Language, mendsAnother, type Stage } from '../domain/runbook/runbook.ts'
import { contactWords, isStatedUnknown, limitedWords, publicWords } from '../i18n/customer-words.ts'
import { codePointName } from '../view/inert.ts'
import { type CheckRequest, isForCustomers, type NoticeText } from './notice.ts'
import type { AddFinding, NoticeFindingParams } from './notice-finding.ts'
import { expectedResumption, haltStart } from './notice-times.ts'
import { mustPromiseNext, PREVENTION_FACTS } from './notice-values.ts'

/** Facts that a notice states, by stage; a partial resumption also states when the rest is expected to resume. */
export const FACTS_BY_STAGE: Readonly<Record<Stage, readonly string[]>> = {
  scheduled: ['planned-start', 'planned-end', 'impact', 'contact'],
  first: ['started-at', 'cause', 'expected-recovery', 'impact', 'contact'],
  update: ['started-at', 'cause', 'expected-recovery', 'impact', 'contact'],
  resumption: ['started-at', 'cause', 'contact'],
  final: ['started-at', 'cause', 'impact', 'losses', 'contact'],
  correction: ['contact'],
  retraction: ['contact'],
}

const EXPECTED = 'expected-recovery'

/** Facts that a notice includes if they are stated. */
const OPTIONAL: readonly string[] = ['progress', 'open-orders', 'customer-request', ...PREVENTION_FACTS]

/** Checks that what a notice needs is stated: facts, in public words of its language (manual 2.2), scope and sender. */
export function checkRequiredFacts(request: CheckRequest, notice: NoticeText, add: AddFinding): void {
  const { incident, settings } = request
  const { stage, language } = notice
  if (mustPromiseNext({ incident, stage }) && notice.next === null) add('no-next-report', {})
  if (!isForCustomers(request, notice)) return
  const definitions = incident.runbook.facts
  const ifPartial = stage === 'resumption' && lifecycleOf(incident).current.fullyResumedAt === null ? [EXPECTED] : []
  for (const fact of [...FACTS_BY_STAGE[stage], ...ifPartial]) {
    if (fact === 'contact') checkContact(request, language, add)
    else if (definitions[fact] !== undefined) checkFact(request, fact, language, add)
  }
  // What mends a notice is about that notice alone.
  const describesHalt = !mendsAnother(stage)
  if (describesHalt && stage !== 'final' && scopeOf(incident).length === 0) add('scope-missing', {})
  const optional = describesHalt ? OPTIONAL : []
  for (const fact of optional) if (factOf(incident, fact).at !== null) checkPublicWords(request, fact, language, add)
  if (settings.organisation[language] === null) add('organisation-unset', {})
  for (const { state, words } of scopeOf(incident))
    if (state === 'limited' && limitedWords(words, language) === null)
      add('language-missing', { fact: 'scope', language })
  checkEnteredCharacters(request, language, add)
}

/** Reports a required fact that nobody has stated. Some facts may be known from elsewhere: start, expected end, cause. */
function checkFact(request: CheckRequest, name: string, language: Language, add: AddFinding): void {
  const { incident } = request
  const fact = factOf(incident, name)
  if (name === 'started-at' && haltStart(incident) !== null) return
  if (name === 'cause' && fact.at === null && incident.declaration?.planned != null) return
  if (name === EXPECTED && expectedResumption(incident) !== null) checkExpected(request, add)
  else if (fact.at === null) add('fact-missing', missingFact(request, name, language))
  else if (incident.runbook.facts[name]?.words === true) checkPublicWords(request, name, language, add)
}

/** A fact by both its names, and the languages in which customers need its public words, if it has any. */
function missingFact(
  { incident, settings }: CheckRequest,
  fact: string,
  language: Language,
): NoticeFindingParams['fact-missing'] {
  const { words = true, ja = fact, en = fact } = incident.runbook.facts[fact] ?? {}
  const languages = new Set([...customerLanguages({ ...incident, settings }), language])
  return { fact, label: { ja, en }, languages: words ? [...languages] : [] }
}

/** Reports an estimate that has passed, since it tells customers nothing. */
function checkExpected({ incident, now }: CheckRequest, add: AddFinding): void {
  const until = expectedResumption(incident)?.value.split('/').at(-1) ?? ''
  if (Date.parse(until) <= now) add('expected-past', { fact: EXPECTED })
}

/** Reports a known fact without words in this language: customers would read that it is not known yet. */
function checkPublicWords(request: CheckRequest, name: string, language: Language, add: AddFinding): void {
  const { incident } = request
  const fact = factOf(incident, name)
  if (isStatedUnknown(fact) || publicWords(incident, name, language) !== null) return
  if (fact.ja !== null || fact.en !== null) add('language-missing', { fact: name, language })
  else add('words-missing', missingFact(request, name, language))
}

/** Reports a missing contact, which unlike other facts is never allowed to be unknown. */
function checkContact(request: CheckRequest, language: Language, add: AddFinding): void {
  const { incident, settings } = request
  if (contactWords(incident, settings, language) !== null) return
  const { ja, en } = factOf(incident, 'contact')
  const other = ja ?? en ?? settings.contact.ja ?? settings.contact.en
  if (other === null) add('fact-missing', missingFact(request, 'contact', language))
  else add('language-missing', { fact: 'contact', language })
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
