import { contactWords } from '../i18n/customer-words.ts'
import { type CheckRequest, fullText, type NoticeText } from './notice.ts'
import type { AddFinding, NoticeFindingParams } from './notice-finding.ts'

type Kind = NoticeFindingParams['contact-internal']['kind']

/** What reaches nobody outside the company, wherever it stands in a text. */
const ANYWHERE: readonly (readonly [Kind, RegExp])[] = [
  ['extension', /内線[\s:]*(?:番号)?[\s:]*\d*|(?<![\w.])(?:ext|extension)[.:]?\s*\d{2,6}\b/i],
  ['host', /(?<![\w-])(?:[\w-]+\.)+(?:local|localdomain|internal|intranet|intra|lan|corp|home\.arpa)(?![\w-]|\.\w)/i],
  ['host', /(?<![\w.-])(?:localhost|intranet)(?![\w-])|イントラ(?:ネット)?|社内(?:ポータル|サイト|ページ)/i],
  ['host', /(?<![\d.])(?:10\.\d{1,3}|127\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}(?![\d.])/],
]
/** What does in a contact: elsewhere it may be a hashtag, or an account that everyone can write to. */
const IN_CONTACT: readonly (readonly [Kind, RegExp])[] = [
  [
    'chat',
    /\b(?:slack|microsoft teams|ms teams|mattermost|chatwork|google chat|internal chat)\b|社内チャット|(?<![\w/#])#[\w-]{2,}/i,
  ],
  ['chat', /(?<![\w.])@[\w-]+(?![\w-]*\.\w)/],
]
/** What tells customers where to write or ask. */
const CONTACT =
  /問い?合わ?せ|連絡先|(?:ご連絡|お尋ね|ご質問|ご相談|お寄せ)(?:ください|下さい)|\bcontact\b|\b(?:ask|write to|message|reach)(?: us)? (?:in|on|at|via)\b/i
/** A number that can be called from outside, to which an extension may belong, and where an account is public. */
const REACHABLE: Readonly<Partial<Record<Kind, RegExp>>> = {
  extension: /\d[\d() -]{7,}\d/,
  chat: /\b(?:x|twitter|sns|instagram|facebook|line)\b|公式アカウント/i,
}

/** Reports a way to reach the company that works only inside it: in the contact, or anywhere in the text. */
export function checkContactReaches(request: CheckRequest, notice: NoticeText, add: AddFinding): void {
  const contact = contactWords(request.incident, request.settings, notice.language) ?? ''
  const lines = fullText(notice).normalize('NFKC').split('\n')
  const isContact = (line: string) => line.includes(contact.normalize('NFKC') || '\n') || CONTACT.test(line)
  const found = lines.flatMap((line) =>
    [...ANYWHERE, ...(isContact(line) ? IN_CONTACT : [])].flatMap(([kind, pattern]) => {
      const words = pattern.exec(line)?.[0].trim()
      return words === undefined || REACHABLE[kind]?.test(line) === true ? [] : [{ kind, words }]
    }),
  )
  const isFirst = ({ words }: { words: string }, i: number) => found.findIndex((other) => other.words === words) === i
  for (const one of found.filter(isFirst)) add('contact-internal', one)
}
