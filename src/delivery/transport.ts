import type { DeliveryReason, PreflightFailure } from '../domain/delivery-reasons.ts'
import type { ProbeResult } from '../domain/readiness/finding.ts'
import type { Language, Stage } from '../domain/runbook/runbook.ts'
import { inertLine } from '../view/inert.ts'
import type { MailJournal } from './mail-journal.ts'
import type { HaltStatus } from './status-document.ts'

export type { DeliveryReason } from '../domain/delivery-reasons.ts'

/** One text of a notice as it is sent; `digest` is its SHA-256 in lower-case hex. */
export interface OutgoingText {
  readonly language: Language
  readonly subject: string | null
  readonly text: string
  readonly digest: string
  /** Where customers can read more in this language; missing or null if nothing is out yet. */
  readonly link?: string | null
}

/** A notice, or a page (a message that alerts one person), as recorded in its intent. */
export interface OutgoingMessage {
  /** Idempotency key, fixed in the intent and the same on each retry. */
  readonly key: string
  readonly incident: string
  /** Id of the channel; `page` for a page. */
  readonly channel: string
  /** Id of the person who is paged; null for a notice. */
  readonly person: string | null
  /** Null for a page. */
  readonly stage: Stage | null
  /** Null for a page, and for a notice without a number. */
  readonly number: number | null
  /** When the intent was recorded: ISO 8601 with offset. */
  readonly at: string
  /** Digest of the heads of the log when the intent was recorded: 64 hexadecimal digits. */
  readonly head: string
  /** Its name in the first language of the texts. */
  readonly organisation: string
  /** Its names by language; missing if it has only that one. */
  readonly organisations?: Readonly<Record<Language, string | null>>
  /** One per language of the channel. */
  readonly texts: readonly OutgoingText[]
  /** When the next report is promised: ISO 8601; null if none is. */
  readonly next: string | null
  /** How the halt stands by this notice; missing for a page. */
  readonly status?: HaltStatus
}

/** What came of one attempt to send. */
export interface DeliveryResult {
  readonly outcome: 'sent' | 'failed' | 'unknown'
  /** Null if it was sent without any problem. */
  readonly why: DeliveryReason | null
  /** What the other side said: one line of inert text, at most 300 characters, without secrets or recipients. */
  readonly detail: string | null
  /** Where the notice can be read; null if that is not known. */
  readonly link: string | null
  /** Where each language can be read, if there are several. */
  readonly links?: Readonly<Record<string, string>>
  /** Numbers of recipients; null for transports without recipients. */
  readonly accepted: number | null
  readonly refused: number | null
  readonly unknown: number | null
}

/** Longest wait of `probe` for another machine, in milliseconds. */
export const PROBE_TIMEOUT_MS = 10_000

/** What prevents a notice from being sent. */
export interface Unreadiness<Why extends DeliveryReason = PreflightFailure> {
  readonly why: Why
  readonly detail: string
}

/** One way to send. */
export interface Transport {
  /** Where notices go, in one line without secrets, such as `smtps://mail.example.com`. */
  readonly target: string
  /** To how many people they go there; missing if that is not known, or for transports without recipients. */
  readonly recipients?: number
  /** What prevents sending, as far as can be checked locally; null if nothing does. */
  unreadiness(): Unreadiness | null
  /** What prevents sending, also checked by connecting and logging in, without sending anything; null if nothing does. */
  probe(): Promise<Unreadiness | null>
  /** What is known to work if `probe` resolves to null. */
  readonly probed: ProbeResult
  /** A failed delivery is a result, not a rejection. `progress` counts recipients or texts. */
  send(notice: OutgoingMessage, progress: (done: number, all: number) => void): Promise<DeliveryResult>
}

/** Everything that whoever sends may use besides its settings. */
export interface SendingContext {
  /** The workspace folder, which paths in the settings are relative to. */
  readonly workspace: string
  readonly env: NodeJS.ProcessEnv
  /** Once aborted, no more sends start; those under way finish. */
  readonly stop: AbortSignal
}

/** The same for a transport. */
export interface TransportContext extends SendingContext {
  /** Who already got a mail; only SMTP uses it. */
  readonly journal: MailJournal
}

/** The result of a sent notice whose texts can be read at these links, by language; null if that is not known. */
export function sentWithLinks(links: readonly (readonly [language: string, link: string | null])[]): DeliveryResult {
  const known = links.flatMap(([language, link]) => (link === null ? [] : [[language, link] as const]))
  const sent = resultWithoutRecipients('sent', null, null, known[0]?.[1] ?? null)
  return known.length > 1 ? { ...sent, links: Object.fromEntries(known) } : sent
}

export function resultWithoutRecipients(
  outcome: DeliveryResult['outcome'],
  why: DeliveryReason | null = null,
  detail: string | null = null,
  link: string | null = null,
): DeliveryResult {
  return { outcome, why, detail, link, accepted: null, refused: null, unknown: null }
}

/** The result if nothing could be sent. */
export function failedResult({ why, detail }: Unreadiness<DeliveryReason>): DeliveryResult {
  return resultWithoutRecipients('failed', why, safeDetail(detail))
}

export function withOnlyText(notice: OutgoingMessage, text: OutgoingText): OutgoingMessage {
  return { ...notice, texts: [text] }
}

/** The idempotency key of a text that is sent by itself; that of the notice if it is the only text. */
export function textKey({ key, texts }: OutgoingMessage, { language }: OutgoingText): string {
  return texts.length > 1 ? `${key}-${language}` : key
}

/** The title of a notice: the subject of its first text, else that text's first line. */
export function subjectOf({ texts }: OutgoingMessage): string {
  return texts[0]?.subject ?? texts[0]?.text.trimStart().split(/\r?\n/)[0] ?? ''
}

const MAX_DETAIL = 300

/** A mail address; it begins where a word does, so that looking for one takes no longer in a long word. */
const MAIL_ADDRESS = /(?<![^\s<>()[\]",;:=])[^\s<>()[\]",;:=]+@[^\s<>()[\]",;]+/g

/** What the other side said, safe for the log: one inert line of up to `max` characters, no mail addresses, no secrets. */
export function safeDetail(text: string, secrets: readonly string[] = [], max = MAX_DETAIL): string {
  const line = withoutSecrets(text, secrets).replace(/\s+/g, ' ').trim()
  return cut(inertLine(line.replace(MAIL_ADDRESS, '***@***')), max)
}

/** Characters of a secret that give it away in something else, or that are enough of it. */
const MIN_PART = 4
const BASE64 = /[A-Za-z0-9+/]{4,}={0,2}/g

/** What a server said, without secrets: neither as they are nor as a server quotes a request that has them. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const known = secrets.filter((secret) => secret !== '')
  if (known.length === 0) return text
  let said = text
  for (const form of known.flatMap(formsOf)) said = said.replaceAll(form, '***')
  return said.replace(BASE64, (quoted) => {
    const decoded = Buffer.from(quoted, 'base64').toString('utf8')
    const isTold = known.some(
      (secret) =>
        (secret.length >= MIN_PART && decoded.includes(secret)) ||
        (decoded.length >= MIN_PART && secret.startsWith(decoded)),
    )
    return isTold ? '***' : quoted
  })
}

/** A secret as it is, and as a server that quotes a request has it in JSON, in a URL or in Base64. */
function formsOf(secret: string): string[] {
  const inBase64 = Buffer.from(secret).toString('base64')
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), inBase64]
}

/** Truncates a text to `max` UTF-16 units, but never between the two of a character. */
function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 3).replace(/[\ud800-\udbff]$/, '')}...`
}

/** TLS options of every connection. The server is always verified, whatever NODE_TLS_REJECT_UNAUTHORIZED says. */
export const TLS_OPTIONS = { minVersion: 'TLSv1.2', rejectUnauthorized: true } as const

/** Whether a Node error code means that the certificate was rejected or that the server does not speak TLS. */
export function isTlsError(code: string): boolean {
  return /CERT|TLS|SSL|EPROTO|UNABLE_TO_|SIGNATURE|HOSTNAME_MISMATCH|CRL/.test(code)
}
