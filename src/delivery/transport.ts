import type { DeliveryReason, PreflightFailure } from '../domain/delivery.ts'
import type { ProbeResult } from '../domain/readiness/finding.ts'
import type { Language, Stage } from '../domain/runbook/runbook.ts'
import { inert } from '../view/inert.ts'
import type { MailJournal } from './mail-journal.ts'

export type { DeliveryReason } from '../domain/delivery.ts'

/** One text of a notice as it is sent; `digest` is its SHA-256 in lower-case hex. */
export interface OutgoingText {
  readonly language: Language
  readonly subject: string | null
  readonly text: string
  readonly digest: string
}

/** A notice, or a page to a person, as recorded in its intent. */
export interface Outgoing {
  /** Idempotency key, fixed in the intent and the same on each retry. */
  readonly key: string
  /** Id of the incident. */
  readonly incident: string
  /** Id of the channel; `page` for a page to a person. */
  readonly channel: string
  /** Id of the person who is paged; null for a notice. */
  readonly person: string | null
  /** Null for a page. */
  readonly stage: Stage | null
  readonly number: number | null
  /** When the intent was recorded: ISO 8601 with offset. */
  readonly at: string
  /** Digest of the heads of the log when the intent was recorded: 64 hexadecimal digits. */
  readonly head: string
  readonly organisation: string
  /** One per language of the channel. */
  readonly texts: readonly OutgoingText[]
  /** When the next report is promised. */
  readonly next: string | null
}

export interface DeliveryResult {
  readonly outcome: 'sent' | 'failed' | 'unknown'
  /** Null if it was sent without any problem. */
  readonly why: DeliveryReason | null
  /** What the other side said: one line of inert text, at most 300 characters, without secrets or recipients. */
  readonly detail: string | null
  readonly link: string | null
  /** Numbers of recipients; null for transports without recipients. */
  readonly accepted: number | null
  readonly refused: number | null
  readonly unknown: number | null
}

/** Longest wait for another machine when probing it, in milliseconds. */
export const PROBE_MS = 10_000

/** What prevents a notice from being sent. */
export interface Unready<Why extends DeliveryReason = PreflightFailure> {
  readonly why: Why
  readonly detail: string
}

/** One way to send. `send` returns a failed delivery as a value instead of throwing. */
export interface Transport {
  /** Where notices go, in one line without secrets: `smtps://mail.example.com, 3 recipients`. */
  readonly target: string
  /** What prevents sending, as far as can be checked locally; null if nothing does. */
  unready(): Unready | null
  /** What prevents sending, also checked by connecting and logging in, without sending anything. */
  probe(): Promise<Unready | null>
  /** What is known to work once `probe` has found nothing. */
  readonly probed: ProbeResult
  send(notice: Outgoing, progress: (done: number, all: number) => void): Promise<DeliveryResult>
}

export interface TransportContext {
  readonly workspace: string
  readonly env: NodeJS.ProcessEnv
  /** Who already got a mail; only SMTP uses it. */
  readonly journal: MailJournal
  /** Once aborted, no more sends start; those under way finish. */
  readonly stop: AbortSignal
}

/** An outcome without numbers of recipients. */
export function outcomeWithoutRecipients(
  outcome: DeliveryResult['outcome'],
  why: DeliveryReason | null = null,
  detail: string | null = null,
  link: string | null = null,
): DeliveryResult {
  return { outcome, why, detail, link, accepted: null, refused: null, unknown: null }
}

export function failedBecause({ why, detail }: Unready<DeliveryReason>): DeliveryResult {
  return outcomeWithoutRecipients('failed', why, safeDetail(detail))
}

/** The notice in only one of its languages. */
export function inLanguage(notice: Outgoing, text: OutgoingText): Outgoing {
  return { ...notice, texts: [text] }
}

/** The idempotency key of one language that is sent separately; if it is the only one, that of the notice. */
export function keyFor({ key, texts }: Outgoing, { language }: OutgoingText): string {
  return texts.length > 1 ? `${key}-${language}` : key
}

/** The title of a notice: its first subject, else the first line of its first text. */
export function subjectOf({ texts }: Outgoing): string {
  return texts[0]?.subject ?? texts[0]?.text.trimStart().split(/\r?\n/)[0] ?? ''
}

const MAX_DETAIL = 300

/** Makes what the other side said safe for the log: one line, without mail addresses and without these secrets. */
export function safeDetail(text: string, secrets: readonly string[] = [], max = MAX_DETAIL): string {
  let line = text.replace(/\s+/g, ' ').trim()
  for (const secret of secrets) if (secret !== '') line = line.replaceAll(secret, '***')
  return cut(inert(line.replace(/[^\s<>()[\]",;:=]+@[^\s<>()[\]",;]+/g, '***@***')), max)
}

function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 3).replace(/[\ud800-\udbff]$/, '')}...`
}

/** TLS options of every connection: always verify the server, whatever NODE_TLS_REJECT_UNAUTHORIZED says. */
export const TLS_OPTIONS = { minVersion: 'TLSv1.2', rejectUnauthorized: true } as const

/** Whether a Node error code means that the certificate was rejected or that the server does not speak TLS. */
export function isTlsError(code: string): boolean {
  return /CERT|TLS|SSL|EPROTO|UNABLE_TO_|SIGNATURE|HOSTNAME_MISMATCH|CRL/.test(code)
}
