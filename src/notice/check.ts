import { typeOf } from '../domain/incident/current-values.ts'
import { factOf, factOfRole } from '../domain/incident/facts.ts'
import type { Notice } from '../domain/incident/incident.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { publicMeasuresUnderWay } from '../domain/incident/measures.ts'
import { falseAlarmOf, lastToldOn } from '../domain/incident/notices.ts'
import { openScope, restrictedScope, scopeOf } from '../domain/incident/scope.ts'
import { isTakenBackAfter } from '../domain/incident/scope-statements.ts'
import { REDACTED } from '../domain/log/redaction.ts'
import { changedSince } from '../domain/notice/changes.ts'
import { factWithRole } from '../domain/runbook/fact-roles.ts'
import { type FactDefinition, type Language, mendsAnother, type Operation } from '../domain/runbook/runbook.ts'
import { contactWords, customerWordsFor, oneLine, publicWords } from '../i18n/customer-words.ts'
import { isoOf, momentOf, timeOfDay } from '../i18n/moment.ts'
import { checkContactReaches } from './check-contact.ts'
import { checkFinal } from './check-final.ts'
import { checkLanguage } from './check-language.ts'
import { checkOutdated } from './check-outdated.ts'
import { checkRows } from './check-rows.ts'
import { checkText } from './check-text.ts'
import { checkAwaitedFacts, checkDroppedFacts } from './dropped-facts.ts'
import { type CheckRequest, isForCustomers, type NoticeText } from './notice.ts'
import { type AddFinding, findingCollector, type NoticeFinding, type NoticeFindingParams } from './notice-finding.ts'
import { haltStart } from './notice-times.ts'
import { checkRequiredFacts } from './required-facts.ts'
import { isPast, withoutFullStop } from './role-values.ts'
import { itemNames, onChannel, unstatedRow } from './scope-words.ts'
import { startsTold } from './start-told.ts'
import { checkStatedNumber } from './stated-number.ts'
import { checkNextStated, checkPastTimes, timesIn, withoutOwnTime } from './stated-times.ts'

/**
 * Checks texts about to be sent or posted: first each by itself, then the channels against each other. `composed` are the
 * texts as they were before somebody edited them.
 */
export function checkNotices(
  request: CheckRequest,
  texts: readonly NoticeText[],
  composed: readonly NoticeText[] = texts,
): NoticeFinding[] {
  const findings: NoticeFinding[] = []
  for (const notice of texts) {
    const add = findingCollector(findings, notice.channel, notice.language, request.incident.exercise !== null)
    checkRequiredFacts(request, notice, add)
    checkText(request, notice, add)
    checkRedacted(request, notice, add)
    if (notice.correction !== undefined && !notice.text.includes(oneLine(notice.correction)))
      add('correction-missing', {})
    checkNextStated(request, notice, add)
    if (!isForCustomers(request, notice)) continue
    const unedited = composed.find((text) => text.channel === notice.channel && text.language === notice.language)
    checkDroppedFacts(request, notice, unedited, add)
    checkRows(request, notice, unedited, add)
    checkAwaitedFacts(request, notice, add)
    checkPastTimes(request, notice, add)
    checkStatedNumber(request, notice, add)
    checkContactReaches(request, notice, add)
    checkLanguage(request, notice, add)
    checkStage(request, notice, add)
    checkFinal(request, notice, add)
    checkOutdated(request, notice, add)
    checkResumption(request, notice, add)
    checkStart(request, notice, add)
    checkHistory(request, notice, add)
    checkMeasures(request, notice, add)
  }
  const forCustomers = texts.filter((notice) => isForCustomers(request, notice))
  checkAgreement(request, forCustomers, findings)
  return findings
}

/** Reports redacted words, in whose place the text has the mark for them. */
function checkRedacted({ incident }: CheckRequest, { subject, text }: NoticeText, add: AddFinding): void {
  if (!`${subject}\n${text}`.includes(REDACTED)) return
  const facts = Object.keys(incident.runbook.facts).filter((fact) => {
    const { value, ja, en } = factOf(incident, fact)
    return [value, ja, en].includes(REDACTED)
  })
  add('words-redacted', { facts })
}

/** Reports a stage that contradicts the state of the halt, such as an update before it began or after it ended. */
function checkStage({ incident, now }: CheckRequest, { stage }: NoticeText, add: AddFinding): void {
  const { startedAt, closedAt, current } = lifecycleOf(incident)
  const isFalseAlarm = falseAlarmOf(incident) !== undefined
  if (stage === 'retraction' && !isFalseAlarm) add('stage-contradicted', { why: 'no-false-alarm' })
  if (stage === 'final' && isFalseAlarm) add('stage-contradicted', { why: 'false-alarm' })
  if (stage === 'scheduled' && startedAt !== null) add('stage-contradicted', { why: 'begun' })
  const start = factOfRole(incident, 'planned-begin').value
  const isDue = stage === 'scheduled' && start !== null && isPast(start, now)
  if (isDue && startedAt === null && closedAt === null) {
    const planned = (['planned-begin', 'planned-end'] as const).map((role) => factWithRole(incident.runbook, role))
    add('time-past', { words: null, planned: planned.filter((name) => name !== null) }, 'error')
  }
  if (stage !== 'first' && stage !== 'update') return
  const isOpen = restrictedScope(incident).length === 0
  // Services may be open again although nobody has recorded a lift.
  const isOver = current.resumed.size > 0 && isOpen
  if (startedAt === null) add('stage-contradicted', { why: 'not-begun' })
  else if (current.fullyResumedAt !== null || isOver) add('stage-contradicted', { why: 'resumed' })
  else if (isOpen && isTakenBackAfter(incident, current.order)) add('stage-contradicted', { why: 'never-restricted' })
}

/** Reports measures that customers may read as carried out although follow-ups are open (manual 4.4). */
function checkMeasures({ incident }: CheckRequest, { stage, language }: NoticeText, add: AddFinding): void {
  if (stage !== 'final') return
  for (const fact of publicMeasuresUnderWay(incident, [language])) {
    const { ja, en } = incident.runbook.facts[fact] as FactDefinition
    add('measure-open', { fact, label: { ja, en } })
  }
}

const FULL_RESUMPTION =
  /(?<!一部サービス)(?<!一部の)(?<!一部)取引(?:・[^\s、。]{1,8}|等のサービス)?再開のお知らせ|(?<!一部)(?<!一部の)サービス再開のお知らせ|全面(?:的に)?再開|(?:すべて|全て|全)の?(?:サービス|取引|お取引)(?:を|が)?(?:通常どおり)?再開|\b(?:fully|completely) resumed|\ball (?:of our |our |suspended )?(?:services|trading)\b[^.\n]{0,20}\bresumed|(?<!some )(?<!some of our )\b(?:services have|trading and (?:withdrawals|deposits|other services)(?: have)?) resumed/i

/** Reports a partial resumption announced as a full one, or a resumption that has not happened (manual 4.1). */
function checkResumption({ incident }: CheckRequest, { stage, subject, text }: NoticeText, add: AddFinding): void {
  const { liftedAt, fullyResumedAt, resumed } = lifecycleOf(incident).current
  if (fullyResumedAt !== null) return
  const words = FULL_RESUMPTION.exec(`${subject ?? ''}\n${text}`)?.[0]
  if (words !== undefined) add('resumption-contradicted', { why: 'still-restricted', words })
  else if (stage === 'resumption' && (liftedAt === null || openScope(incident, [...resumed.keys()]).length === 0))
    add('resumption-contradicted', { why: 'nothing-resumed', words: subject ?? text.split('\n', 1)[0] ?? '' })
}

/** What stands for the start in a text that does not state it. */
const NOT_STATED = ''

type Aspect = NoticeFindingParams['channels-differ']['what']

/** Reports channels whose texts, with any edits, contradict each other, stage by stage; the scope also by language. */
function checkAgreement(request: CheckRequest, texts: readonly NoticeText[], findings: NoticeFinding[]): void {
  const zone = request.settings.timezone
  const start = haltStart(request.incident)
  const startTime = start === null ? null : timeOfDay(momentOf(Date.parse(start), zone))
  const extract: Readonly<Record<Aspect, (notice: NoticeText) => string | null>> = {
    next: ({ next }) => next,
    start: ({ text }) => {
      if (startTime === null || text.length === 0) return null
      return timesIn(text).includes(startTime) ? startTime : NOT_STATED
    },
    scope: (notice) => scopeIn(request, notice),
  }
  for (const group of groupBy(texts, ({ stage }) => stage)) {
    // A channel that notifies on change gives none.
    const promising = group.filter(({ next }) => next !== null)
    const report = differencesReporter(request, findings)
    report('next', promising, extract.next)
    if (group[0]?.stage !== 'first' && group[0]?.stage !== 'update') continue
    const stating = group.filter(({ leftOut = [] }) => !leftOut.some(({ role }) => role === 'began'))
    report('start', stating, extract.start)
    for (const sameLanguage of groupBy(group, ({ language }) => language)) report('scope', sameLanguage, extract.scope)
  }
}

/**
 * Returns what reports each text that differs from the majority; in a tie, the value that comes first counts as the majority.
 * Of the others, those are named that have told something; if none has, their texts are drafts like this one.
 */
function differencesReporter({ incident }: CheckRequest, findings: NoticeFinding[]) {
  return (what: Aspect, texts: readonly NoticeText[], extract: (notice: NoticeText) => string | null): void => {
    const extracted = texts.map((notice) => ({ notice, value: extract(notice) }))
    const count = (value: string | null) => extracted.filter((other) => other.value === value).length
    const majority = extracted.reduce(
      (a, b) => (count(b.value) > count(a.value) ? b : a),
      extracted[0] ?? { value: null },
    )
    const agreeing = extracted.filter(({ value }) => value === majority.value)
    const all = [...new Set(agreeing.map(({ notice }) => notice.channel))]
    const told = all.filter((channel) => lastToldOn(incident, channel) !== undefined)
    const isUntold = told.length === 0
    for (const { notice, value } of extracted) {
      if (value === majority.value) continue
      const add = findingCollector(findings, notice.channel, notice.language)
      add('channels-differ', { what, others: isUntold ? all : told, isMissing: value === NOT_STATED, isUntold })
    }
  }
}

function groupBy<K>(texts: readonly NoticeText[], key: (notice: NoticeText) => K): NoticeText[][] {
  const groups = new Map<K, NoticeText[]>()
  for (const notice of texts) groups.set(key(notice), [...(groups.get(key(notice)) ?? []), notice])
  return [...groups.values()]
}

/** Whether a text mentions an operation, by the words that the runbook has for it. */
function mentions({ mentions: words }: Operation, text: string, language: Language): boolean {
  if (language === 'ja') return words?.ja.some((word) => text.includes(word)) ?? false
  const spoken = ` ${wordsOf(text)} `
  return words?.en.some((word) => spoken.includes(` ${wordsOf(word)} `)) ?? false
}

/** The English words of a text in small letters, with a blank between them. */
function wordsOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, ' ')
    .trim()
}

/** Stands for all restricted services, which short texts name in other words. */
const ALL = '*'

/** The restricted services and the unstated operations that a text names, ignoring words that people or the manual put in. */
function scopeIn({ incident, settings }: CheckRequest, { text, language, channel }: NoticeText): string {
  const { facts, types } = incident.runbook
  const said = Object.keys(facts).map((fact) => publicWords(incident, fact, language))
  const { reason, remark } = types[typeOf(incident)] ?? {}
  const ofManual = [...Object.values(facts), reason, remark].map((words) => words?.[language] ?? null)
  const put = [
    ...said,
    ...ofManual,
    contactWords(incident, settings, language),
    unstatedRow({ incident, settings, language }),
  ]
  // Short texts have words without their full stop. The longest first: they may have shorter ones in them.
  const rest = put
    .filter((words) => words !== null)
    .sort((a, b) => b.length - a.length)
    .reduce((left, words) => left.replaceAll(words, '').replaceAll(withoutFullStop(words), ''), text)
  const entries = scopeOf(incident)
  const items = itemNames(onChannel({ incident, settings, language, channel }), restrictedScope(incident), entries)
  const operations = Object.entries(incident.runbook.operations)
  const unstated = operations.filter(([id]) => entries.every(({ operation }) => operation !== id))
  const added = unstated.flatMap(([id, operation]) => (mentions(operation, rest, language) ? id : []))
  // An English line may begin with a service.
  const isNamed = (item: string) => rest.toLowerCase().includes(item.toLowerCase())
  const named = items.filter(isNamed)
  return [...(named.length > 0 && named.length === items.length ? [ALL] : named), ...added].join('\n')
}

/** Reports a text that gives another start of the halt than customers were told before, on its channel or another one. */
function checkStart({ incident, settings }: CheckRequest, { stage, text }: NoticeText, add: AddFinding): void {
  if (stage === 'scheduled' || mendsAnother(stage)) return
  for (const { told, now, channels } of startsTold(incident)) {
    const isStated = timesIn(text).includes(timeOfDay(momentOf(now, settings.timezone)))
    const [before, after] = [isoOf(told, settings.timezone), isoOf(now, settings.timezone)]
    if (isStated) add('start-moved', { told: before, now: after, channels })
  }
}

const SAYS_UNCHANGED = /変更はございません|\bnothing\b[^.\n]*\b(?:has changed|new to report)\b/i

/** Reports a text that repeats the last notice, or says that nothing has changed, although facts have changed since: what was wrong then would stay wrong. */
function checkHistory({ incident, settings }: CheckRequest, notice: NoticeText, add: AddFinding): void {
  const last = incident.notices.findLast(({ channel }) => channel === notice.channel)
  if (last === undefined) return
  const kept = keptText(last, notice)
  const names = changedSince(incident, last)
  const zone = settings.timezone
  const now = comparable(notice.text, notice.next, notice.language, zone)
  const isSame = kept !== null && comparable(kept, last.next, notice.language, zone).includes(now)
  if (names.length === 0 || !(isSame || SAYS_UNCHANGED.test(notice.text))) return
  const changed = names.map((name) => {
    const label = incident.runbook.facts[name]
    return label === undefined ? (name as 'scope' | 'type') : { fact: name, label: { ja: label.ja, en: label.en } }
  })
  add('unchanged', { changed })
}

/** The kept text of a notice in a language; null if none was kept. If it was posted by hand, it may be in all languages. */
function keptText({ texts, text }: Notice, { language }: NoticeText): string | null {
  return texts.find((t) => t.language === language)?.text ?? text
}

/** A text without what differs in every report: its number, its own time and that of the next one. */
function comparable(text: string, next: string | null, language: NoticeText['language'], zone: string): string {
  const words = customerWordsFor(language)
  const at = next === null ? null : momentOf(Date.parse(next), zone)
  const nextTimes = at === null ? [] : [words.moment(at, 'exact'), words.brief(at, 'exact')]
  return nextTimes
    .reduce((rest, time) => rest.replaceAll(time, ''), withoutOwnTime(text))
    .replace(/第\d+報|(?:notice|report|no\.) \d+/gi, '')
    .replace(/\s+/g, ' ')
    .trim()
}
