import type { Incident } from '../domain/incident/incident.ts'
import type { Language, Stage } from '../domain/runbook/runbook.ts'
import type { Settings } from '../domain/settings.ts'

/** What a post weighs. */
export type Weigh = (text: string) => number

export interface NoticeRequest {
  readonly incident: Incident
  readonly channel: string
  readonly stage: Stage
  readonly number: number | null
  readonly language: Language
  /** When the next report was promised; ISO 8601. Null where the cadence says it. */
  readonly next: string | null
  /** Milliseconds since the epoch; the notice is dated with it. */
  readonly now: number
  /** The settings as they are now. */
  readonly settings: Settings
  /** Who approved a claim such as that assets are safe, and on what evidence. */
  readonly claim: { readonly evidence: string; readonly approvedBy: string } | null
  readonly weigh: Weigh
}

export interface NoticeText {
  readonly channel: string
  readonly stage: Stage
  readonly number: number | null
  readonly language: Language
  /** Subject of a mail, title of a page or a push notice; null where the channel has none. */
  readonly subject: string | null
  /** Lines parted by LF, the last without one. */
  readonly text: string
  /** The time of the next report as it stands in the text; ISO 8601. */
  readonly next: string | null
}

/** What the texts of a round are checked against. */
export type CheckRequest = Omit<NoticeRequest, 'channel' | 'stage' | 'number' | 'language'>

/** Whether customers read it; a channel that the runbook does not know is taken to be theirs. */
export function isForCustomers(
  { incident }: { readonly incident: Incident },
  { channel }: Pick<NoticeText, 'channel'>,
): boolean {
  return incident.runbook.channels[channel]?.audience !== 'departments'
}
