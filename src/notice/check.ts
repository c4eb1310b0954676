import { registersOf } from '../domain/incident/current-values.ts'
import type { Incident, Notice } from '../domain/incident/incident.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { restricted, scopeOf } from '../domain/incident/scope.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { contactWords, publicWords, wordsIn } from '../i18n/customer-words.ts'
import { momentOf, timeOfDay } from '../i18n/time-of-day.ts'
import { type NoticeFinding, type NoticeFindingParams, type Report, reportTo } from './finding.ts'
import { type CheckRequest, isForCustomers, type NoticeText } from './notice.ts'
import { checkFacts } from './required-facts.ts'
import { checkText } from './text.ts'
import { startOf } from './times.ts'
import { itemsOf } from './values.ts'

/**
 * What is wrong with texts about to go, all at once: of each text, then of the channels together. Works on composed
 * texts and on texts edited by hand alike.
 */
export function checkNotices(request: CheckRequest, texts: readonly NoticeText[]): NoticeFinding[] {
  const findings: NoticeFinding[] = []
  for (const notice of texts) {
    const report = reportTo(findings, notice.channel, notice.language, request.incident.exercise !== null)
    checkFacts(request, notice, report)
    checkText(request, notice, report)
    if (!isForCustomers(request, notice)) continue
    checkStage(request, notice, report)
    checkResumption(request, notice, report)
    checkHistory(request, notice, report)
  }
  checkAgreement(
    request,
    texts.filter((notice) => isForCustomers(request, notice)),
    findings,
  )
  return findings
}

/** A text of a time that is over, or has not come: that trading is halted while it is not, or will be while it is. */
export function checkStage({ incident }: CheckRequest, { stage }: NoticeText, report: Report): void {
  const { startedAt, current } = lifecycleOf(incident)
  if (stage === 'scheduled' && startedAt !== null) report('stage-contradicted', { why: 'begun' })
  if (stage !== 'first' && stage !== 'update') return
  if (startedAt === null) report('stage-contradicted', { why: 'not-begun' })
  else if (current.fullyResumedAt !== null) report('stage-contradicted', { why: 'resumed' })
}

const FULLY =
  /(?<!一部サービス)(?<!一部の)(?<!一部)取引再開のお知らせ|(?<!一部)(?<!一部の)サービス再開のお知らせ|全面(?:的に)?再開|(?:すべて|全て|全)の?(?:サービス|取引|お取引)(?:を|が)?(?:通常どおり)?再開|\b(?:fully|completely) resumed|\ball (?:of our |our |suspended )?(?:services|trading)\b[^.\n]{0,20}\bresumed|(?<!some )(?<!some of our )\bservices have resumed/i

/** A resumption in part is never announced as a full one, nor one that has not happened (manual 4.1). */
export function checkResumption(
  { incident }: CheckRequest,
  { stage, subject, text }: NoticeText,
  report: Report,
): void {
  const { liftedAt, fullyResumedAt, resumed } = lifecycleOf(incident).current
  if (fullyResumedAt !== null) return
  const words = FULLY.exec(`${subject ?? ''}\n${text}`)?.[0]
  if (words !== undefined) report('resumption-contradicted', { why: 'still-restricted', words })
  else if (stage === 'resumption' && (liftedAt === null || resumed.size === 0))
    report('resumption-contradicted', { why: 'nothing-resumed', words: subject ?? text.split('\n', 1)[0] ?? '' })
}

type What = NoticeFindingParams['channels-differ']['what']

/** Channels that say different things of one halt; compared as the texts stand, so after editing too. */
export function checkAgreement(request: CheckRequest, texts: readonly NoticeText[], findings: NoticeFinding[]): void {
  const zone = request.settings.timezone
  const start = startOf(request.incident)
  const startTime = start === null ? null : timeOfDay(momentOf(Date.parse(start), zone))
  const saying: Readonly<Record<What, (notice: NoticeText) => string | null>> = {
    number: ({ subject, text, number }) =>
      numberIn(`${subject ?? ''}\n${text}`) ?? (number === null ? null : String(number)),
    next: (notice) => nextIn(notice, zone),
    start: ({ text }) => (startTime === null || text.length === 0 ? null : String(timesIn(text).includes(startTime))),
    scope: (notice) => scopeIn(request, notice),
  }
  for (const together of groupsOf(texts, ({ stage }) => stage)) {
    for (const what of ['number', 'next'] as const) differ(what, together, saying[what], findings)
    if (['first', 'update'].includes(together[0]?.stage ?? '')) differ('start', together, saying.start, findings)
    if (['first', 'update'].includes(together[0]?.stage ?? ''))
      for (const spoken of groupsOf(together, ({ language }) => language))
        differ('scope', spoken, saying.scope, findings)
  }
}

/** Reports each text that does not say what most say, or in a tie what the first says. */
function differ(
  what: What,
  texts: readonly NoticeText[],
  saying: (notice: NoticeText) => string | null,
  findings: NoticeFinding[],
): void {
  const said = texts.map((notice) => ({ notice, says: saying(notice) }))
  const count = (says: string | null) => said.filter((other) => other.says === says).length
  const most = said.reduce((a, b) => (count(b.says) > count(a.says) ? b : a), said[0] ?? { says: null })
  const others = [...new Set(said.filter(({ says }) => says === most.says).map(({ notice }) => notice.channel))]
  for (const { notice, says } of said)
    if (says !== most.says) reportTo(findings, notice.channel, notice.language)('channels-differ', { what, others })
}

function groupsOf<K>(texts: readonly NoticeText[], key: (notice: NoticeText) => K): NoticeText[][] {
  const groups = new Map<K, NoticeText[]>()
  for (const notice of texts) groups.set(key(notice), [...(groups.get(key(notice)) ?? []), notice])
  return [...groups.values()]
}

/** The number that a text gives, where it gives one. */
function numberIn(text: string): string | null {
  const [, ja, en] = /第\s*(\d+)\s*報|\b(?:report|no\.) (\d+)/i.exec(text.normalize('NFKC')) ?? []
  return ja ?? en ?? null
}

/** Times of day as `22:05`, in the order in which they stand. */
function timesIn(text: string): string[] {
  const found = text.normalize('NFKC').matchAll(/(\d{1,2})(?:時(\d{1,2})分|:(\d{2}))/g)
  return [...found].map(([, h = '', ja, en]) => `${h.padStart(2, '0')}:${(ja ?? en ?? '').padStart(2, '0')}`)
}

/** The promised time, or that a text no longer has it. */
function nextIn({ next, text }: NoticeText, zone: string): string | null {
  if (next === null) return null
  return timesIn(text).includes(timeOfDay(momentOf(Date.parse(next), zone))) ? next : 'gone'
}

/** What names an operation in a text. English notices speak of trading whatever is stopped. */
const NAMED: Readonly<Record<Language, Readonly<Record<string, RegExp>>>> = {
  ja: { trading: /売買/, deposits: /入金|入出金|預入/, withdrawals: /出金|送付/ },
  en: { deposits: /\bdeposits?\b/i, withdrawals: /\bwithdrawals?\b/i },
}

/** What a text names of what is restricted, and of what nobody has stated, outside of words that people gave. */
function scopeIn({ incident, settings }: CheckRequest, { text, language }: NoticeText): string {
  const facts = Object.keys(incident.runbook.facts).map((fact) => publicWords(incident, fact, language))
  const said = [...facts, contactWords(incident, settings, language)]
  const rest = said.reduce<string>((left, words) => (words === null ? left : left.replaceAll(words, '')), text)
  const entries = scopeOf(incident)
  const items = itemsOf({ incident, settings, language }, restricted(incident), entries)
  const others = Object.entries(NAMED[language]).filter(([id]) => entries.every(({ operation }) => operation !== id))
  const added = others.flatMap(([id, name]) => (name.test(rest) ? id : []))
  return [...items.filter((item) => rest.includes(item)), ...added].join('\n')
}

/** The same words as last time, though what they should say has changed since: an error copied from notice to notice. */
export function checkHistory({ incident, settings }: CheckRequest, notice: NoticeText, report: Report): void {
  const last = incident.notices.findLast((n) => n.channel === notice.channel && wordsOf(n, notice) !== null)
  if (last === undefined) return
  const facts = changedSince(incident, last.order)
  const zone = settings.timezone
  const before = essence(wordsOf(last, notice) ?? '', last.next, notice.language, zone)
  if (facts.length > 0 && before.includes(essence(notice.text, notice.next, notice.language, zone)))
    report('unchanged', { facts })
}

/** What a notice said in a language, as far as it was kept; what a person posted may hold several, and a subject. */
function wordsOf({ texts, text }: Notice, { language }: NoticeText): string | null {
  return texts.find((t) => t.language === language)?.text ?? text
}

/** Facts of notices, and the scope, that were stated after an event. */
function changedSince({ registers, runbook, ...incident }: Incident, order: number): string[] {
  const whole = { registers, runbook, ...incident }
  const later = (writes: readonly { readonly order: number; readonly undone: boolean }[]) =>
    writes.some((w) => !w.undone && w.order > order)
  const facts = registersOf(whole, 'fact:').filter(
    ([name, writes]) => (runbook.facts[name]?.notice || runbook.facts[name]?.words) && later(writes),
  )
  const words = registersOf(whole, 'words:').filter(([, writes]) => later(writes))
  const scope = registersOf(whole, 'scope:').filter(([, writes]) => later(writes))
  const names = [...facts.map(([name]) => name), ...words.map(([name]) => name.replace(/\.(?:ja|en)$/, ''))]
  return [...new Set([...names, ...(scope.length > 0 ? ['scope'] : [])])]
}

/** A text without what differs in every report: its number, and the time of the next one. */
function essence(text: string, next: string | null, language: NoticeText['language'], zone: string): string {
  const words = wordsIn(language)
  const at = next === null ? null : momentOf(Date.parse(next), zone)
  const times = at === null ? [] : [words.moment(at, 'exact'), words.brief(at, 'exact')]
  return times
    .reduce((rest, time) => rest.replaceAll(time, ''), text)
    .replace(/第\d+報|(?:report|no\.) \d+/gi, '')
    .replace(/\s+/g, ' ')
    .trim()
}
