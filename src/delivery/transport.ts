import type { DeliveryWhy, Hindrance } from '../domain/delivery.ts'
import type { Language, Stage } from '../domain/runbook/runbook.ts'
import { inert } from '../view/inert.ts'
import type { DeliveryJournal } from './delivery-journal.ts'

export type { DeliveryWhy } from '../domain/delivery.ts'

/** One text of a notice, as it leaves; `digest` is its SHA-256 in lower-case hex. */
export interface OutgoingText {
  readonly language: Language
  readonly subject: string | null
  readonly text: string
  readonly digest: string
}

/** A notice, or a page to somebody, as its intent was recorded. */
export interface Outgoing {
  /** Idempotency key, fixed in the intent, the same at each retry. */
  readonly key: string
  /** Id of the incident. */
  readonly incident: string
  /** `page` for one to a person. */
  readonly channel: string
  /** Id of the person who is paged; null for a notice. */
  readonly person: string | null
  /** Null for a page. */
  readonly stage: Stage | null
  readonly number: number | null
  /** When the intent was recorded: ISO 8601 with offset. */
  readonly at: string
  /** Digest of the heads of the log when it was intended: 64 hexadecimal digits. */
  readonly head: string
  readonly organisation: string
  /** One for each language of the channel. */
  readonly texts: readonly OutgoingText[]
  /** When the next report is promised. */
  readonly next: string | null
}

export interface Delivered {
  readonly outcome: 'sent' | 'failed' | 'unknown'
  /** Null where it was sent and nothing is amiss. */
  readonly why: DeliveryWhy | null
  /** What the other side said: one line that acts on nothing, at most 300 characters, without secrets or recipients. */
  readonly detail: string | null
  readonly link: string | null
  /** Numbers of recipients; null where there is no such thing. */
  readonly accepted: number | null
  readonly refused: number | null
  readonly unknown: number | null
}

/** No longer than this, in milliseconds, is waited for another machine where nothing is sent. */
export const PROBE_MS = 10_000

/** What keeps a notice from being sent. */
export interface Unready<Why extends DeliveryWhy = Hindrance> {
  readonly why: Why
  readonly detail: string
}

/** One way to send. `send` tells every failure as a value. */
export interface Transport {
  /** What would go where, in one line without secrets: `smtps://mail.example.com, 3 recipients`. */
  readonly target: string
  /** What can be known without sending; null where nothing is in the way. */
  unready(): Unready | null
  /** What can be known besides by connecting and logging in, without sending anything. */
  probe(): Promise<Unready | null>
  send(notice: Outgoing, progress: (done: number, all: number) => void): Promise<Delivered>
}

export interface TransportContext {
  readonly workspace: string
  readonly env: NodeJS.ProcessEnv
  /** Who got a mail already; the other ways do not touch it. */
  readonly journal: DeliveryJournal
  /** Once it is aborted, nothing more is begun; what is under way comes to its end. */
  readonly stop: AbortSignal
}

/** A delivery that knows of no recipients. */
export function delivered(
  outcome: Delivered['outcome'],
  why: DeliveryWhy | null = null,
  detail: string | null = null,
  link: string | null = null,
): Delivered {
  return { outcome, why, detail, link, accepted: null, refused: null, unknown: null }
}

/** A notice in one of its languages. */
export function only(notice: Outgoing, text: OutgoingText): Outgoing {
  return { ...notice, texts: [text] }
}

/** The idempotency key of what goes out on its own for a language; where it is the only one, that of the notice. */
export function keyFor({ key, texts }: Outgoing, { language }: OutgoingText): string {
  return texts.length > 1 ? `${key}-${language}` : key
}

/** What stands above a notice: its first subject, else the first line of its first text. */
export function subjectOf({ texts }: Outgoing): string {
  return texts[0]?.subject ?? texts[0]?.text.trimStart().split(/\r?\n/)[0] ?? ''
}

const MOST = 300

/** What another side said, as it may stand in the log: one line, no address of a customer, none of these secrets. */
export function detailOf(text: string, secrets: readonly string[] = [], most = MOST): string {
  let told = text.replace(/\s+/g, ' ').trim()
  for (const secret of secrets) if (secret !== '') told = told.replaceAll(secret, '***')
  return cut(inert(told.replace(/[^\s<>()[\]",;:=]+@[^\s<>()[\]",;]+/g, '***@***')), most)
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 3).replace(/[\ud800-\udbff]$/, '')}...`
}

/** For every connection: a server proves who it is. Left unsaid, NODE_TLS_REJECT_UNAUTHORIZED would decide that. */
export const VERIFIED = { minVersion: 'TLSv1.2', rejectUnauthorized: true } as const

/** Whether an error code of Node says that the other side could not be believed, or does not speak TLS at all. */
export function isTlsTrouble(code: string): boolean {
  return /CERT|TLS|SSL|EPROTO|UNABLE_TO_|SIGNATURE|HOSTNAME_MISMATCH|CRL/.test(code)
}
