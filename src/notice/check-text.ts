import { TERMINAL_CONTROLS } from '../domain/guard.ts'
import { typeOf } from '../domain/incident/current-values.ts'
import { formOf, PUSH_TITLE_COLUMNS } from '../domain/runbook/channel-forms.ts'
import type { Language, Runbook } from '../domain/runbook/runbook.ts'
import { customerWordsFor } from '../i18n/customer-words.ts'
import { columnsOf } from '../view/columns.ts'
import { codePointName } from '../view/inert.ts'
import { MAX_POST_WEIGHT, MAX_PUSH_BODY_COLUMNS } from './length-limits.ts'
import { type CheckRequest, isForCustomers, type NoticeText } from './notice.ts'
import type { AddFinding } from './notice-finding.ts'

/** Largest push notice that the services of Apple and Google accept: bytes of JSON. */
const MAX_PUSH_BYTES = 4096
/** Columns (two for a full-width character) that a mail program shows of a subject. */
const MAIL_SUBJECT = 50

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
  if (request.claim === null)
    for (const words of claimsIn(fullText(notice), request.incident.runbook)) add('unbacked-claim', { words })
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
  if (form === 'mail' && columns > MAIL_SUBJECT) add('subject-long', { columns, limit: MAIL_SUBJECT })
  if (form !== 'push') return
  const size = Buffer.byteLength(JSON.stringify({ title: subject, body: text }))
  if (size > MAX_PUSH_BYTES) add('too-long', { what: 'push', size, limit: MAX_PUSH_BYTES })
  if (columns > PUSH_TITLE_COLUMNS) add('push-cut', { where: 'title', columns, limit: PUSH_TITLE_COLUMNS })
  const body = columnsOf(text)
  if (body > MAX_PUSH_BODY_COLUMNS) add('push-cut', { where: 'body', columns: body, limit: MAX_PUSH_BODY_COLUMNS })
}

const LINK_PATTERN = /(?:https?:\/\/|www\.)[^\s<>「」（）、。]+/gi
const LOGIN_PATTERN = /log-?_?in|sign-?_?in|logon|signon|ログイン/i

/** Phishing imitates notices and leads to log-in pages, so mails have no link to a log-in page, push notices no link. */
function checkLinks({ incident }: CheckRequest, notice: NoticeText, add: AddFinding): void {
  const form = formOf(incident.runbook, notice.channel)
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

function fullText({ subject, text }: NoticeText): string {
  return subject === null ? text : `${subject}\n${text}`
}

/** Claims that assets or data are safe or not lost. An exchange once made a false one: each needs evidence and approval. */
const CLAIMS: Readonly<Record<Language, readonly RegExp[]>> = {
  ja: [
    /(?:資産|残高|情報|データ|お預かり)[^。\n]{0,30}(?:安全(?!を(?:確認|確保)するため)|無事|保全(?:されて|して)|守られて)/,
    /安全(?:である|性)?(?:こと)?(?:を|が)(?:確認|確保)(?!するため)/,
    /(?:資産|残高|情報|データ)[^。\n]{0,12}(?:影響|被害|損害|損失|異常|問題)[はが:]?(?:特に|一切)?(?:ありません|ございません|なく|ない|なし|無し|生じておりません|確認されて)/,
    /(?:流出|漏えい|漏洩|漏出|消失|盗難|不正送金)[^。\n]{0,12}(?:ありません|ございません|なく|なかった|ない(?:こと)?|確認されておりません|確認されていません|認められません)/,
    /(?:資産|情報|データ)[^。\n]{0,8}失われて(?:おりません|いません|いない)/,
  ],
  en: [
    /\b(?:assets?|funds?|balances?|holdings|money|data|information|accounts?)\b[^.\n]{0,40}\b(?:is|are|remains?|were|was|been|stay|kept)\b[^.\n]{0,20}\b(?:safe|secure|safeguarded|protected|intact|unaffected|unharmed|not (?:been )?(?:affected|lost|stolen|leaked|compromised|at risk))\b/i,
    /\b(?:no|none of (?:the|your|our))\b[^.\n]{0,30}\b(?:assets?|funds?|balances?|data|information)\b[^.\n]{0,30}\b(?:lost|stolen|leaked|affected|compromised|at risk|missing|taken|harmed)\b/i,
    /\b(?:no|without(?: any)?)\b[^.\n]{0,12}\b(?:loss(?:es)?|leaks?|theft|harm|damage|impact)\b[^.\n]{0,20}\b(?:assets?|funds?|balances?|data|information)\b/i,
    /\b(?:effect|impact|harm|damage|loss(?:es)?)\b[^.\n]{0,30}\b(?:assets?|funds?|balances?|data|information)\b: *(?:there (?:was|is|were|has been) (?:none|no)\b|none\b|nil\b|nothing\b|no (?:effect|impact|harm|damage|loss(?:es)?)\b)/i,
    /\bsafety of (?:your |all |customers?['’]? )*(?:assets?|funds?|data)\b[^.\n]{0,20}\b(?:confirmed|ensured|guaranteed)\b/i,
    /\bconfirmed\b[^.\n]{0,30}\b(?:safe|safety)\b/i,
  ],
}

/** What a claim of the manual matches, in letters of any case: its words, where `*` is up to 40 characters of a sentence. */
function claimPattern(claim: string): RegExp {
  const parts = claim
    .normalize('NFKC')
    .split('*')
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
  return new RegExp(parts.join('[^。.\\n]{0,40}?'), 'iu')
}

/** The claims in a text, as worded there. Looks for both languages, whichever the text is in. */
function claimsIn(text: string, { claims = { ja: [], en: [] } }: Pick<Runbook, 'claims'>): string[] {
  const normalized = text.normalize('NFKC').replace(/[\u00ad\u200b-\u200d\u2060]/g, '')
  const own = [...claims.ja, ...claims.en].map(claimPattern)
  return [...CLAIMS.ja, ...CLAIMS.en, ...own].flatMap((pattern) => pattern.exec(normalized)?.[0].trim() ?? [])
}
