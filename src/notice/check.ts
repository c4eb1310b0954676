import { ACTIVE } from '../domain/guard.ts'
import { registersOf, typeOf } from '../domain/incident/current-values.ts'
import type { Incident, Notice } from '../domain/incident/incident.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { restricted, scopeOf } from '../domain/incident/scope.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { contactWords, customerWordsFor, publicWords } from '../i18n/customer-words.ts'
import { momentOf, timeOfDay } from '../i18n/time-of-day.ts'
import { columnsOf } from '../view/columns.ts'
import { codePoint } from '../view/inert.ts'
import { type NoticeFinding, type NoticeFindingParams, type Report, reportTo } from './finding.ts'
import { itemNames } from './incident-values.ts'
import { MAX_POST_WEIGHT, POST_CHANNEL, PUSH_BODY } from './length-limits.ts'
import { type CheckRequest, isForCustomers, type NoticeText } from './notice.ts'
import { startOf } from './notice-times.ts'
import { checkFacts } from './required-facts.ts'

/**
 * Checks texts about to be sent, first each one by itself, then the channels against each other. Works on composed and
 * on hand-edited texts alike.
 */
export function checkNotices(request: CheckRequest, texts: readonly NoticeText[]): NoticeFinding[] {
  const findings: NoticeFinding[] = []
  for (const notice of texts) {
    const addFinding = reportTo(findings, notice.channel, notice.language, request.incident.exercise !== null)
    checkFacts(request, notice, addFinding)
    checkText(request, notice, addFinding)
    if (!isForCustomers(request, notice)) continue
    checkStage(request, notice, addFinding)
    checkResumption(request, notice, addFinding)
    checkHistory(request, notice, addFinding)
  }
  const forCustomers = texts.filter((notice) => isForCustomers(request, notice))
  checkAgreement(request, forCustomers, findings)
  return findings
}

/** Reports a stage that contradicts the state of the halt, such as an update before it began or after it ended. */
function checkStage({ incident }: CheckRequest, { stage }: NoticeText, addFinding: Report): void {
  const { startedAt, current } = lifecycleOf(incident)
  if (stage === 'scheduled' && startedAt !== null) addFinding('stage-contradicted', { why: 'begun' })
  if (stage !== 'first' && stage !== 'update') return
  if (startedAt === null) addFinding('stage-contradicted', { why: 'not-begun' })
  else if (current.fullyResumedAt !== null) addFinding('stage-contradicted', { why: 'resumed' })
}

const FULL_RESUMPTION =
  /(?<!一部サービス)(?<!一部の)(?<!一部)取引再開のお知らせ|(?<!一部)(?<!一部の)サービス再開のお知らせ|全面(?:的に)?再開|(?:すべて|全て|全)の?(?:サービス|取引|お取引)(?:を|が)?(?:通常どおり)?再開|\b(?:fully|completely) resumed|\ball (?:of our |our |suspended )?(?:services|trading)\b[^.\n]{0,20}\bresumed|(?<!some )(?<!some of our )\bservices have resumed/i

/** Reports a partial resumption announced as a full one, or a resumption that has not happened (manual 4.1). */
function checkResumption({ incident }: CheckRequest, { stage, subject, text }: NoticeText, addFinding: Report): void {
  const { liftedAt, fullyResumedAt, resumed } = lifecycleOf(incident).current
  if (fullyResumedAt !== null) return
  const words = FULL_RESUMPTION.exec(`${subject ?? ''}\n${text}`)?.[0]
  if (words !== undefined) addFinding('resumption-contradicted', { why: 'still-restricted', words })
  else if (stage === 'resumption' && (liftedAt === null || resumed.size === 0))
    addFinding('resumption-contradicted', { why: 'nothing-resumed', words: subject ?? text.split('\n', 1)[0] ?? '' })
}

type Aspect = NoticeFindingParams['channels-differ']['what']

/**
 * Reports channels that contradict each other, for each stage by itself. Compares the texts themselves, so edits count too.
 * Only the scope is compared language by language.
 */
function checkAgreement(request: CheckRequest, texts: readonly NoticeText[], findings: NoticeFinding[]): void {
  const zone = request.settings.timezone
  const start = startOf(request.incident)
  const startTime = start === null ? null : timeOfDay(momentOf(Date.parse(start), zone))
  const extract: Readonly<Record<Aspect, (notice: NoticeText) => string | null>> = {
    number: ({ subject, text, number }) =>
      numberIn(`${subject ?? ''}\n${text}`) ?? (number === null ? null : String(number)),
    next: (notice) => nextIn(notice, zone),
    start: ({ text }) => (startTime === null || text.length === 0 ? null : String(timesIn(text).includes(startTime))),
    scope: (notice) => scopeIn(request, notice),
  }
  for (const group of groupBy(texts, ({ stage }) => stage)) {
    for (const what of ['number', 'next'] as const) reportDifferences(what, group, extract[what], findings)
    if (group[0]?.stage !== 'first' && group[0]?.stage !== 'update') continue
    reportDifferences('start', group, extract.start, findings)
    for (const sameLanguage of groupBy(group, ({ language }) => language))
      reportDifferences('scope', sameLanguage, extract.scope, findings)
  }
}

/** Reports each text that differs from the majority; in a tie, the value that comes first counts as the majority. */
function reportDifferences(
  what: Aspect,
  texts: readonly NoticeText[],
  extract: (notice: NoticeText) => string | null,
  findings: NoticeFinding[],
): void {
  const extracted = texts.map((notice) => ({ notice, value: extract(notice) }))
  const count = (value: string | null) => extracted.filter((other) => other.value === value).length
  const majority = extracted.reduce(
    (a, b) => (count(b.value) > count(a.value) ? b : a),
    extracted[0] ?? { value: null },
  )
  const agreeing = extracted.filter(({ value }) => value === majority.value)
  const others = [...new Set(agreeing.map(({ notice }) => notice.channel))]
  for (const { notice, value } of extracted)
    if (value !== majority.value)
      reportTo(findings, notice.channel, notice.language)('channels-differ', { what, others })
}

function groupBy<K>(texts: readonly NoticeText[], key: (notice: NoticeText) => K): NoticeText[][] {
  const groups = new Map<K, NoticeText[]>()
  for (const notice of texts) groups.set(key(notice), [...(groups.get(key(notice)) ?? []), notice])
  return [...groups.values()]
}

/** The report number stated in a text; null if there is none. */
function numberIn(text: string): string | null {
  const [, ja, en] = /第\s*(\d+)\s*報|\b(?:report|no\.) (\d+)/i.exec(text.normalize('NFKC')) ?? []
  return ja ?? en ?? null
}

/** Times of day in a text as `22:05`, in order. */
function timesIn(text: string): string[] {
  const found = text.normalize('NFKC').matchAll(/(\d{1,2})(?:時(\d{1,2})分|:(\d{2}))/g)
  return [...found].map(([, h = '', ja, en]) => `${h.padStart(2, '0')}:${(ja ?? en ?? '').padStart(2, '0')}`)
}

/** The promised time of the next report, or `gone` if the text no longer states it. */
function nextIn({ next, text }: NoticeText, zone: string): string | null {
  if (next === null) return null
  return timesIn(text).includes(timeOfDay(momentOf(Date.parse(next), zone))) ? next : 'gone'
}

/** Words that name an operation in a text. English notices say "trading" whatever is stopped. */
const OPERATION_WORDS: Readonly<Record<Language, Readonly<Record<string, RegExp>>>> = {
  ja: { trading: /売買/, deposits: /入金|入出金|預入/, withdrawals: /出金|送付/ },
  en: { deposits: /\bdeposits?\b/i, withdrawals: /\bwithdrawals?\b/i },
}

/** The restricted items and the unstated operations that a text names, ignoring words that people entered. */
function scopeIn({ incident, settings }: CheckRequest, { text, language }: NoticeText): string {
  const facts = Object.keys(incident.runbook.facts).map((fact) => publicWords(incident, fact, language))
  const entered = [...facts, contactWords(incident, settings, language)]
  const rest = entered.reduce<string>((left, words) => (words === null ? left : left.replaceAll(words, '')), text)
  const entries = scopeOf(incident)
  const items = itemNames({ incident, settings, language }, restricted(incident), entries)
  const operations = Object.entries(OPERATION_WORDS[language])
  const unstated = operations.filter(([id]) => entries.every(({ operation }) => operation !== id))
  const added = unstated.flatMap(([id, name]) => (name.test(rest) ? id : []))
  return [...items.filter((item) => rest.includes(item)), ...added].join('\n')
}

/** Reports a text that repeats the last notice although facts have changed since: what was wrong then would stay wrong. */
function checkHistory({ incident, settings }: CheckRequest, notice: NoticeText, addFinding: Report): void {
  const last = incident.notices.findLast((n) => n.channel === notice.channel && keptText(n, notice) !== null)
  if (last === undefined) return
  const facts = changedSince(incident, last.order)
  const zone = settings.timezone
  const before = comparable(keptText(last, notice) ?? '', last.next, notice.language, zone)
  if (facts.length > 0 && before.includes(comparable(notice.text, notice.next, notice.language, zone)))
    addFinding('unchanged', { facts })
}

/** The kept text of a notice in a language; null if none was kept. If it was posted by hand, it may be in all languages. */
function keptText({ texts, text }: Notice, { language }: NoticeText): string | null {
  return texts.find((t) => t.language === language)?.text ?? text
}

/** The names of facts in notices, and `scope`, that were stated after an event. */
function changedSince(incident: Incident, order: number): string[] {
  const { facts: definitions } = incident.runbook
  const later = (writes: readonly { readonly order: number; readonly undone: boolean }[]) =>
    writes.some((w) => !w.undone && w.order > order)
  const changed = (kind: 'fact:' | 'words:' | 'scope:') =>
    registersOf(incident, kind).filter(([, writes]) => later(writes))
  const facts = changed('fact:').filter(([name]) => definitions[name]?.notice || definitions[name]?.words)
  const words = changed('words:')
  const scope = changed('scope:')
  const names = [...facts.map(([name]) => name), ...words.map(([name]) => name.replace(/\.(?:ja|en)$/, ''))]
  return [...new Set([...names, ...(scope.length > 0 ? ['scope'] : [])])]
}

/** A text without what differs in every report: its number and the time of the next one. */
function comparable(text: string, next: string | null, language: NoticeText['language'], zone: string): string {
  const words = customerWordsFor(language)
  const at = next === null ? null : momentOf(Date.parse(next), zone)
  const nextTimes = at === null ? [] : [words.moment(at, 'exact'), words.brief(at, 'exact')]
  return nextTimes
    .reduce((rest, time) => rest.replaceAll(time, ''), text)
    .replace(/第\d+報|(?:report|no\.) \d+/gi, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Largest push notice that the services of Apple and Google accept: bytes of JSON. */
const MAX_PUSH_BYTES = 4096
/** Columns (two for a full-width character) that a phone shows of a push title, and a mail program of a subject. */
const PUSH_TITLE = 30
const MAIL_SUBJECT = 50

/** Checks a text by itself, no matter who wrote it. */
function checkText(request: CheckRequest, notice: NoticeText, addFinding: Report): void {
  checkCharacters(notice, addFinding)
  checkNotEmpty(notice, addFinding)
  if (!isForCustomers(request, notice)) return
  checkLength(request, notice, addFinding)
  checkLinks(notice, addFinding)
  checkWording(request, notice, addFinding)
  if (request.claim === null) for (const words of claimsIn(fullText(notice))) addFinding('unbacked-claim', { words })
}

function checkCharacters({ subject, text }: NoticeText, addFinding: Report): void {
  const inSubject = ACTIVE.exec(subject ?? '')?.[0]
  if (inSubject !== undefined)
    addFinding('control-character', { where: 'subject', character: codePoint(inSubject), line: 1, fact: null })
  for (const [index, line] of text.split('\n').entries()) {
    const found = ACTIVE.exec(line)?.[0]
    if (found === undefined) continue
    addFinding('control-character', { where: 'text', character: codePoint(found), line: index + 1, fact: null })
  }
}

/** Reports a subject or text without letters or digits, which a template or an edit can leave behind. */
function checkNotEmpty({ subject, text }: NoticeText, addFinding: Report): void {
  if (subject !== null && !/[\p{L}\p{N}]/u.test(subject)) addFinding('empty', { where: 'subject' })
  if (!/[\p{L}\p{N}]/u.test(text)) addFinding('empty', { where: 'text' })
}

function checkLength({ weigh }: CheckRequest, notice: NoticeText, addFinding: Report): void {
  const { channel, subject, text, language } = notice
  const { drillMark } = customerWordsFor(language)
  const columns = columnsOf((subject ?? '').replace(drillMark, ''))
  if (channel === POST_CHANNEL) {
    const size = weigh(text)
    if (size > MAX_POST_WEIGHT) addFinding('too-long', { what: 'post', size, limit: MAX_POST_WEIGHT })
  }
  if (channel === 'email' && columns > MAIL_SUBJECT) addFinding('subject-long', { columns, limit: MAIL_SUBJECT })
  if (channel !== 'app-push') return
  const size = Buffer.byteLength(JSON.stringify({ title: subject, body: text }))
  if (size > MAX_PUSH_BYTES) addFinding('too-long', { what: 'push', size, limit: MAX_PUSH_BYTES })
  if (columns > PUSH_TITLE) addFinding('push-cut', { where: 'title', columns, limit: PUSH_TITLE })
  const body = columnsOf(text)
  if (body > PUSH_BODY) addFinding('push-cut', { where: 'body', columns: body, limit: PUSH_BODY })
}

const LINK_PATTERN = /(?:https?:\/\/|www\.)[^\s<>「」（）、。]+/gi
const LOGIN_PATTERN = /log-?_?in|sign-?_?in|logon|signon|ログイン/i

/**
 * Phishing mails imitate notices of a halt and lead to fake log-in pages. So real mails have no link to a log-in page, and
 * push notices no link at all.
 */
function checkLinks(notice: NoticeText, addFinding: Report): void {
  const links = fullText(notice).match(LINK_PATTERN) ?? []
  const isPush = notice.channel === 'app-push'
  for (const link of links) {
    if ((isPush || notice.channel === 'email') && LOGIN_PATTERN.test(link)) addFinding('login-link', { link })
    if (isPush) addFinding('push-link', { link })
  }
}

const REPAIR_PATTERN = /復旧|\brestor(?:ed?|ing|ation)\b|\brepair(?:ed|ing|s)?\b|\brecover(?:ed|ing|y|s)?\b/i

function checkWording({ incident, settings }: CheckRequest, notice: NoticeText, addFinding: Report): void {
  const text = fullText(notice).normalize('NFKC').toLowerCase()
  const has = (word: string) => text.includes(word.normalize('NFKC').toLowerCase())
  const { banned = [], preferred = {} } = settings.words ?? {}
  for (const word of banned) if (has(word)) addFinding('banned-word', { word })
  for (const [word, instead] of Object.entries(preferred))
    if (has(word)) addFinding('preferred-word', { word, instead })
  const repair = REPAIR_PATTERN.exec(fullText(notice))?.[0]
  if (repair !== undefined && incident.runbook.types[typeOf(incident)]?.repair !== true)
    addFinding('repair-word', { word: repair })
}

function fullText({ subject, text }: NoticeText): string {
  return subject === null ? text : `${subject}\n${text}`
}

/**
 * Claims that assets or data are safe, or that none were lost. An exchange once made such a claim while it was false, so
 * each one needs evidence and an approver.
 */
const CLAIMS: Readonly<Record<Language, readonly RegExp[]>> = {
  ja: [
    /(?:資産|残高|暗号資産|仮想通貨|日本円|情報|データ|お預かり)[^。\n]{0,30}(?:安全|無事|保全(?:されて|して)|守られて)/,
    /安全(?:である|性)?(?:こと)?(?:を|が)(?:確認|確保)/,
    /(?:資産|残高|情報|データ)[^。\n]{0,12}(?:影響|被害|損害|損失|異常|問題)[はが:]?(?:特に|一切)?(?:ありません|ございません|なく|ない|なし|無し|生じておりません|確認されて)/,
    /(?:流出|漏えい|漏洩|漏出|消失|盗難|不正送金)[^。\n]{0,12}(?:ありません|ございません|なく|なかった|ない(?:こと)?|確認されておりません|確認されていません|認められません)/,
    /(?:資産|暗号資産|仮想通貨|情報|データ)[^。\n]{0,8}失われて(?:おりません|いません|いない)/,
  ],
  en: [
    /\b(?:assets?|funds?|balances?|holdings|coins?|wallets?|money|yen|data|information|accounts?)\b[^.\n]{0,40}\b(?:is|are|remains?|were|was|been|stay|kept)\b[^.\n]{0,20}\b(?:safe|secure|safeguarded|protected|intact|unaffected|unharmed|not (?:been )?(?:affected|lost|stolen|leaked|compromised|at risk))\b/i,
    /\b(?:no|none of (?:the|your|our))\b[^.\n]{0,30}\b(?:assets?|funds?|balances?|coins?|crypto|data|information)\b[^.\n]{0,30}\b(?:lost|stolen|leaked|affected|compromised|at risk|missing|taken|harmed)\b/i,
    /\b(?:no|without(?: any)?)\b[^.\n]{0,12}\b(?:loss(?:es)?|leaks?|theft|harm|damage|impact)\b[^.\n]{0,20}\b(?:assets?|funds?|balances?|coins?|data|information)\b/i,
    /\b(?:effect|impact|harm|damage|loss(?:es)?)\b[^.\n]{0,30}\b(?:assets?|funds?|balances?|data|information)\b: *(?:there (?:was|is|were|has been) (?:none|no)\b|none\b|nil\b|nothing\b|no (?:effect|impact|harm|damage|loss(?:es)?)\b)/i,
    /\b(?:assets?|funds?|balances?) (?:are )?safu\b/i,
    /\bsafety of (?:your |all |customers?['’]? )*(?:assets?|funds?|data)\b[^.\n]{0,20}\b(?:confirmed|ensured|guaranteed)\b/i,
    /\bconfirmed\b[^.\n]{0,30}\b(?:safe|safety)\b/i,
  ],
}

/** The claims in a text, as worded there. Looks for both languages, whichever the text is in. */
function claimsIn(text: string): string[] {
  const normalized = text.normalize('NFKC').replace(/[\u00ad\u200b-\u200d\u2060]/g, '')
  return Object.values(CLAIMS).flatMap((patterns) =>
    patterns.flatMap((pattern) => pattern.exec(normalized)?.[0].trim() ?? []),
  )
}
