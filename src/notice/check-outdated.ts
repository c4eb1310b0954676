import { currentWrite } from '../domain/incident/current-values.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { scopeOf } from '../domain/incident/scope.ts'
import { sentencesOf } from '../domain/notice/claims.ts'
import { scopeTurn } from '../domain/notice/scope-turn.ts'
import { isQuestion } from '../domain/notice/stated-facts.ts'
import { factWithRole } from '../domain/runbook/fact-roles.ts'
import { optionalFacts } from '../domain/runbook/notice-facts.ts'
import { type FactDefinition, type Language, mendsAnother, type Operation } from '../domain/runbook/runbook.ts'
import { publicWords } from '../i18n/customer-words.ts'
import { type CheckRequest, type NoticeText, pasteText } from './notice.ts'
import type { AddFinding } from './notice-finding.ts'
import { missingFact } from './required-facts.ts'

/** Reports words that somebody stated when the halt was not yet what it is now, and that the text still states. */
export function checkOutdated(request: CheckRequest, notice: NoticeText, add: AddFinding): void {
  if (mendsAnother(notice.stage)) return
  checkImpactCoversScope(request, notice, add)
  if (notice.stage === 'scheduled') return
  checkStatedSinceBeginning(request, notice, add)
  checkRequests(request, notice, add)
  checkAnswers(request, notice, add)
}

/** When public words that a text states were last stated, in milliseconds; null if it does not state them. */
function statedAt({ incident }: CheckRequest, { text, language }: NoticeText, fact: string): number | null {
  const words = publicWords(incident, fact, language)
  const at = currentWrite(incident, `words:${fact}.${language}`)?.at
  return words === null || at === undefined || !text.includes(words) ? null : Date.parse(at)
}

/** Reports an impact that was stated before the scope changed. A final notice has a check of its own. */
function checkImpactCoversScope(request: CheckRequest, notice: NoticeText, add: AddFinding): void {
  const { incident } = request
  const fact = factWithRole(incident.runbook, 'impact')
  const at = fact === null || notice.stage === 'final' ? null : statedAt(request, notice, fact)
  if (fact === null || at === null) return
  const turn = scopeTurn(incident)
  if (turn !== null && turn.before <= at && at < turn.at)
    add('impact-outdated', missingFact(request, fact, notice.language))
}

/** Reports what was stated for the time before a planned halt, and has not been stated again since it began. */
function checkStatedSinceBeginning(request: CheckRequest, notice: NoticeText, add: AddFinding): void {
  const { incident } = request
  const { number, startedAt } = lifecycleOf(incident).current
  if (incident.declaration?.planned == null || number > 1 || startedAt === null || notice.stage === 'final') return
  const impact = factWithRole(incident.runbook, 'impact') ?? []
  for (const fact of new Set([impact, optionalFacts(incident.runbook, notice.stage)].flat())) {
    const at = statedAt(request, notice, fact)
    if (at !== null && at < Date.parse(startedAt))
      add('stated-before-start', missingFact(request, fact, notice.language))
  }
}

/** Reports an answer, such as on the safety of assets, that was stated before what decides it, such as a loss. */
function checkAnswers(request: CheckRequest, notice: NoticeText, add: AddFinding): void {
  const { facts } = request.incident.runbook
  for (const [fact, { onceKnown = {} }] of Object.entries(facts)) {
    if (!isQuestion(request.incident.runbook, fact)) continue
    const at = statedAt(request, notice, fact)
    const later = Object.keys(onceKnown).find((other) => {
      const otherAt = statedAt(request, notice, other)
      return at !== null && otherAt !== null && at < otherAt
    })
    if (later === undefined) continue
    const { ja, en } = facts[later] as FactDefinition
    add('answer-outdated', { ...missingFact(request, fact, notice.language), later: { ja, en } })
  }
}

/** Reports a sentence that asks customers to do what is stopped. */
function checkRequests({ incident }: CheckRequest, notice: NoticeText, add: AddFinding): void {
  const stopped = scopeOf(incident).filter(({ asset, state }) => asset === null && state === 'stopped')
  for (const { operation } of stopped) {
    const definition = incident.runbook.operations[operation] as Operation
    const pattern = requestFor(definition, notice.language)
    const words = pattern && sentencesOf(pasteText(notice)).find((sentence) => isRequest(sentence, pattern))
    if (words) add('request-contradicted', { words, label: { ja: definition.ja, en: definition.en } })
  }
}

function isRequest(sentence: string, pattern: RegExp): boolean {
  const words = pattern.exec(sentence)?.[0]
  return words !== undefined && !NO_REQUEST.test(words)
}

/** What a sentence that asks for an operation looks like, by the words that the manual has for it; null without any. */
function requestFor({ mentions }: Operation, language: Language): RegExp | null {
  const named = mentions?.[language].map((word) => word.replace(/(?:al)?s?$/, '')).join('|') ?? ''
  if (named === '') return null
  return language === 'ja'
    ? new RegExp(
        `(?:${named})[^。、]{0,12}?(?:して|済ませ|行って|進めて|手続き|完了)[^。、]{0,10}(?:ください|下さい|お願い)`,
      )
    : new RegExp(`\\b(?:please|you (?:must|should|need to|have to))\\b[^.;]*?\\b(?:${named})(?:al)?s?\\b`, 'i')
}

/** What only sounds like such a request: not to do it, to wait with it, or to look something up about it. */
const NO_REQUEST =
  /控え|しない|ないで|再開|まで|確認|ご覧|問い?合わ?せ|取り?消|キャンセル|\b(?:no|not|don't|avoid|refrain|wait|until|once|after|when|cancel|check|see|contact|about)\b/i
