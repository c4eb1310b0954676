export { pasteText } from '../domain/notice/paste-text.ts'

import type { Incident, Notice } from '../domain/incident/incident.ts'
import type { ClaimRule, FactRole, Language, Stage } from '../domain/runbook/runbook.ts'
import type { Settings } from '../domain/settings.ts'

/** Returns the weighted length of a post on X. */
export type Weigh = (text: string) => number

/** What the text of a notice is composed from. */
export interface NoticeRequest {
  readonly incident: Incident
  readonly channel: string
  readonly stage: Stage
  readonly number: number | null
  readonly language: Language
  /** When this notice promises the next report; ISO 8601. Null: as promised before, or by the cadence. */
  readonly next: string | null
  /** The highest number of the customers' notices composed together with this one; null or missing if there are none. */
  readonly round?: number | null
  /** What a correction says, in the language of the notice; null or missing for other notices. */
  readonly correction?: string | null
  /** The date of the notice, in milliseconds since the epoch. */
  readonly now: number
  readonly settings: Settings
  /** Who approved a claim, such as that assets are safe, and on what evidence. */
  readonly claim: { readonly evidence: string; readonly approvedBy: string } | null
  readonly weigh: Weigh
  /** The notices whose links a text may have, if not all: whoever nobody here knows leads no customer anywhere. */
  readonly linked?: readonly Notice[]
}

/** What a text leaves out for lack of room. */
export interface LeftOut {
  readonly label: string
  /** The role of the fact, if it is one that has a role. */
  readonly role: FactRole | null
}

/** The text of a notice for one channel, in one language. */
export interface NoticeText {
  readonly channel: string
  readonly stage: Stage
  readonly number: number | null
  readonly language: Language
  /** Subject of a mail, title of a page or a push notice; null if the channel has none. */
  readonly subject: string | null
  /** Lines separated by LF, without a trailing one. */
  readonly text: string
  /** The time of the next report that the text states; ISO 8601. Null if it states none. */
  readonly next: string | null
  /** What it was asked to correct; missing if it is no correction. */
  readonly correction?: string
  /** What it leaves out for lack of room; missing if nothing. */
  readonly leftOut?: readonly LeftOut[]
}

/** What texts that are sent together are checked against. */
export interface CheckRequest extends Omit<NoticeRequest, 'channel' | 'stage' | 'number' | 'language'> {
  /** What every notice is checked for, besides the claims of the runbook. */
  readonly claims: readonly ClaimRule[]
}

/** Whether customers read a notice; a channel unknown to the runbook counts as one for customers. */
export function isForCustomers(
  { incident }: Pick<NoticeRequest, 'incident'>,
  { channel }: Pick<NoticeText, 'channel'>,
): boolean {
  return incident.runbook.channels[channel]?.audience !== 'departments'
}

/** All words of a notice, the subject on a line of its own. */
export function fullText({ subject, text }: Pick<NoticeText, 'subject' | 'text'>): string {
  return subject === null ? text : `${subject}\n${text}`
}
