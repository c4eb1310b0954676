import { TERMINAL_CONTROLS } from '../domain/guard.ts'
import { typeOf } from '../domain/incident/current-values.ts'
import { formOf, MAIL_SUBJECT_COLUMNS, PUSH_TITLE_COLUMNS } from '../domain/runbook/channel-forms.ts'
import { contactWords, customerWordsFor } from '../i18n/customer-words.ts'
import { columnsOf } from '../view/columns.ts'
import { codePointName } from '../view/inert.ts'
import { checkClaims } from './check-claims.ts'
import { LINK_PATTERN, MAX_POST_WEIGHT, MAX_PUSH_BODY_COLUMNS } from './length-limits.ts'
import { type CheckRequest, fullText, isForCustomers, type NoticeText } from './notice.ts'
import type { AddFinding } from './notice-finding.ts'
import { unknownPage } from './page-link.ts'

/** Largest push notice that the services of Apple and Google accept: bytes of JSON. */
const MAX_PUSH_BYTES = 4096

/** Checks a text by itself, no matter who wrote it. */
export function checkText(request: CheckRequest, notice: NoticeText, add: AddFinding): void {
  checkCharacters(notice, add)
  checkNotEmpty(notice, add)
  if (!isForCustomers(request, notice)) return
  checkLength(request, notice, add)
  const labels = (notice.leftOut ?? []).map(({ label }) => label)
  if (labels.length > 0) add('left-out', { labels })
  checkLinks(request, notice, add)
  checkWording(request, notice, add)
  checkClaims(request, notice, add)
}

function checkCharacters({ subject, text }: NoticeText, add: AddFinding): void {
  const inSubject = TERMINAL_CONTROLS.exec(subject ?? '')?.[0]
  if (inSubject !== undefined)
    add('control-character', { where: 'subject', character: codePointName(inSubject), line: 1, fact: null })
  for (const [index, line] of text.split('\n').entries()) {
    const found = TERMINAL_CONTROLS.exec(line)?.[0]
    if (found === undefined) continue
    add('control-character', { where: 'text', character: codePointName(found), line: index + 1, fact: null })
  }
}

/** Reports a subject or text without letters or digits, which a template or an edit can leave behind. */
function checkNotEmpty({ subject, text }: NoticeText, add: AddFinding): void {
  if (subject !== null && !/[\p{L}\p{N}]/u.test(subject)) add('empty', { where: 'subject' })
  if (!/[\p{L}\p{N}]/u.test(text)) add('empty', { where: 'text' })
}

function checkLength({ incident, weigh }: CheckRequest, notice: NoticeText, add: AddFinding): void {
  const { subject, text, language } = notice
  const form = formOf(incident.runbook, notice.channel)
  const { drillMark } = customerWordsFor(language)
  const columns = columnsOf((subject ?? '').replace(drillMark, ''))
  if (form === 'post') {
    const size = weigh(text)
    if (size > MAX_POST_WEIGHT) add('too-long', { what: 'post', size, limit: MAX_POST_WEIGHT })
  }
  if (form === 'mail' && columns > MAIL_SUBJECT_COLUMNS) add('subject-long', { columns, limit: MAIL_SUBJECT_COLUMNS })
  if (form !== 'push') return
  const size = Buffer.byteLength(JSON.stringify({ title: subject, body: text }))
  if (size > MAX_PUSH_BYTES) add('too-long', { what: 'push', size, limit: MAX_PUSH_BYTES })
  if (columns > PUSH_TITLE_COLUMNS) add('push-cut', { where: 'title', columns, limit: PUSH_TITLE_COLUMNS })
  const body = columnsOf(text)
  if (body > MAX_PUSH_BODY_COLUMNS) add('push-cut', { where: 'body', columns: body, limit: MAX_PUSH_BODY_COLUMNS })
}

const LOGIN_PATTERN = /log-?_?in|sign-?_?in|logon|signon|ログイン/i

/**
 * Phishing imitates notices and leads to log-in pages, so mails have no link to a log-in page, push notices no link. Short texts
 * lead to a page, the latter outside their text.
 */
function checkLinks(
  { incident, settings, linked = incident.notices }: CheckRequest,
  notice: NoticeText,
  add: AddFinding,
): void {
  const { language } = notice
  const form = formOf(incident.runbook, notice.channel)
  const contact = contactWords(incident, settings, language) ?? ''
  const isLinked = form === 'post' && fullText(notice).replace(contact, '').search(LINK_PATTERN) >= 0
  const page = unknownPage({ incident, settings, language, linked })
  if ((form === 'post' || form === 'push') && !isLinked && page !== null) add('link-unknown', { page })
  const isPush = form === 'push'
  for (const link of fullText(notice).match(LINK_PATTERN) ?? []) {
    if ((isPush || form === 'mail') && LOGIN_PATTERN.test(link)) add('login-link', { link })
    if (isPush) add('push-link', { link })
  }
}

const REPAIR_PATTERN = /復旧|\brestor(?:ed?|ing|ation)\b|\brepair(?:ed|ing|s)?\b|\brecover(?:ed|ing|y|s)?\b/i

function checkWording({ incident, settings }: CheckRequest, notice: NoticeText, add: AddFinding): void {
  const text = fullText(notice).normalize('NFKC').toLowerCase()
  const has = (word: string) => text.includes(word.normalize('NFKC').toLowerCase())
  const { banned = [], preferred = {} } = settings.words ?? {}
  for (const word of banned) if (has(word)) add('banned-word', { word })
  for (const [word, instead] of Object.entries(preferred)) if (has(word)) add('preferred-word', { word, instead })
  const repair = REPAIR_PATTERN.exec(fullText(notice))?.[0]
  if (repair !== undefined && incident.runbook.types[typeOf(incident)]?.repair !== true)
    add('repair-word', { word: repair })
}
