import { awaitedFacts, isAnswered } from '../domain/notice/awaited-facts.ts'
import { factsOfNotice } from '../domain/notice/stated-facts.ts'
import { formOf } from '../domain/runbook/channel-forms.ts'
import { roleOf } from '../domain/runbook/fact-roles.ts'
import {
  type FactDefinition,
  type FactRole,
  isTimeKind,
  type Language,
  mendsAnother,
} from '../domain/runbook/runbook.ts'
import { customerWordsFor, labelOf } from '../i18n/customer-words.ts'
import { beginningLabel } from './beginning-rows.ts'
import { type CheckRequest, fullText, type NoticeText } from './notice.ts'
import type { AddFinding } from './notice-finding.ts'
import { factLabel, factSaid, type RowContext } from './notice-rows.ts'
import { missingFact } from './required-facts.ts'
import { roleValues } from './role-values.ts'
import { ownNameOf } from './scope-words.ts'
import { timesIn } from './stated-times.ts'

/**
 * Reports facts that a notice has to state (manual 2.2) and its text does not, as after an edit. Where room is short, only
 * those that the text had as it was composed.
 */
export function checkDroppedFacts(
  request: CheckRequest,
  notice: NoticeText,
  composed: NoticeText | undefined,
  add: AddFinding,
): void {
  const { incident } = request
  const form = formOf(incident.runbook, notice.channel)
  const isLong = form === 'page' || form === 'mail'
  // A contact that nobody has given is missing in every text.
  const isUnedited = notice.text === composed?.text
  for (const fact of factsOfNotice(incident, notice.stage)) {
    const role = roleOf(incident.runbook, fact)
    const isExpected = isLong ? !(isUnedited && role === 'contact') : composed && states(request, composed, fact)
    // The planned end is stated together with the beginning.
    if (role === 'planned-end' || !isExpected || states(request, notice, fact)) continue
    const { ja, en } = incident.runbook.facts[fact] as FactDefinition
    add('fact-dropped', { fact, label: { ja, en } }, isLong ? 'error' : 'warning')
  }
}

/**
 * Reports what readers of the channel were told to be checked, and wait for, if the text says nothing of it, or if it is the
 * final notice and has no answer.
 */
export function checkAwaitedFacts(request: CheckRequest, notice: NoticeText, add: AddFinding): void {
  const { incident } = request
  const { channel, stage, language } = notice
  if (mendsAnother(stage)) return
  for (const fact of awaitedFacts(incident, channel)) {
    const isOpen = stage === 'final' && !isAnswered(incident, fact, stage)
    if (isOpen || !states(request, notice, fact)) add('answer-awaited', missingFact(request, fact, language))
  }
}

/** Whether a text states a fact: its label, its value, or words that usually state a fact of its role. */
function states(request: CheckRequest, notice: NoticeText, fact: string): boolean {
  const { incident } = request
  const { channel, language, stage } = notice
  const role = roleOf(incident.runbook, fact)
  const text = fullText(notice).normalize('NFKC')
  const context = { ...request, channel, language, stage }
  const label = factLabel(context, fact)
  const { shortLabelOf, ofLatest } = customerWordsFor(language)
  const beginnings = role === 'began' ? beginningLabels(context) : []
  const isEither = [true, false]
  const latest = isEither.flatMap((isRestriction) => isEither.map((isAgain) => ofLatest(label, isRestriction, isAgain)))
  const causes = role === 'cause' ? latest : []
  const own = [label, labelOf(incident.runbook.facts, fact, language), ...beginnings, ...causes]
  const labels = own.flatMap((one) => [one, shortLabelOf(role, stage, one)])
  if (labels.some((one) => hasRow(text, one.normalize('NFKC')))) return true
  if (role !== null && USUAL_WORDS[language][role]?.test(text) === true) return true
  const said = factSaid(context, fact, roleValues(context))
  if (said?.known !== true) return false
  const isTime = isTimeKind((incident.runbook.facts[fact] as FactDefinition).kind)
  const times = timesIn(text)
  return isTime ? timesIn(said.value).every((at) => times.includes(at)) : text.includes(said.value.normalize('NFKC'))
}

/** What notices call the beginning of services that were stopped or restricted, and in the end the time in between. */
export function beginningLabels(context: RowContext): string[] {
  const kinds = [true, false].flatMap((isRestriction) => [true, false].map((isAgain) => ({ isRestriction, isAgain })))
  const labels = kinds.map((kind) => beginningLabel(context, kind))
  if (context.stage !== 'final') return labels
  const { periodLabel } = customerWordsFor(context.language)
  const own = ownNameOf('stopped', context)
  return [...labels, ...(['stopped', 'restricted', 'mixed'] as const).map((kind) => periodLabel(kind, own))]
}

/** Whether a text has a label with something after it. */
function hasRow(text: string, label: string): boolean {
  return text.split(label).some((rest, i) => i > 0 && /^[^\S\n]*[::は][、\s]*[\p{L}\p{N}]/u.test(rest))
}

/** How texts that were written by hand state a fact without its label. */
const USUAL_WORDS: Readonly<Record<Language, Readonly<Partial<Record<FactRole, RegExp>>>>> = {
  ja: {
    began:
      /\d(?:時|:\d\d)[^。\n]{0,8}(?:から|より)[^。\n]{0,40}(?:停止|制限|障害)|\d(?:時|:\d\d)[^。\n]{0,4}に(?:発生|停止)|(?:開始|発生|停止)[^。\n]{0,16}\d(?:時|:\d\d)/,
    'planned-begin': /\d(?:時|:\d\d)[^。\n]{0,12}(?:から|より)/,
    cause: /原因[はがを]/,
    'expected-end':
      /再開[^。\n]{0,12}(?:見込|予定|未定|時刻|時期|目途|めど)|(?:見込|予定|未定|目途|めど)[^。\n]{0,8}再開/,
    impact: /(?<!対象・)影響(?!範囲)|できません|できない状態|いただけません|いただけない/,
    contact: /(?:問い?合わ?せ|連絡先|窓口|サポート)[^\n]{0,60}(?:\d{2,4}-\d|@|https?:|\.[a-z]{2,})/i,
  },
  en: {
    began: /\b(?:since|started|began|halted at|suspended at)\b[^.\n]{0,24}\d/i,
    'planned-begin': /\bfrom\b[^.\n]{0,24}\d/i,
    cause: /\bcause(?: is| was| of| has|s)\b|\bcaused by\b/i,
    'expected-end': /\bexpect(?:s|ed)?\b|\bresum(?:e|ption)\b[^.\n]{0,40}\b(?:by|at|about|around|known|later)\b/i,
    impact: /\b(?:impact|effects?|affect(?:s|ed)?(?!:)|cannot|can't|unable|not possible|unavailable|not available)\b/i,
    contact:
      /\b(?:contact|enquir\w+|inquir\w+|support|help ?desk|questions)\b[^\n]{0,80}(?:@|https?:|\.[a-z]{2,}\b|\d{3})/i,
  },
}
