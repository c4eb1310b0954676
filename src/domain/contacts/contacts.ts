import type { Language } from '../runbook/runbook.ts'
import type { CommandSettings, SmtpSettings, WebhookSettings } from '../settings.ts'
import type { Roster } from './roster.ts'

export const CONTACT_METHODS = ['phone', 'chat', 'mail', 'pager'] as const
export type ContactMethodName = (typeof CONTACT_METHODS)[number]

export interface ContactMethod {
  readonly by: ContactMethodName
  /** A number, an address or a name, for a person to use; null if only the program uses this way. */
  readonly to: string | null
  /** How the program sends a page this way; null if a person has to. */
  readonly send: SmtpSettings | WebhookSettings | CommandSettings | null
}

export const DAYS_OF_WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type DayOfWeek = (typeof DAYS_OF_WEEK)[number]

/** `from` and `to` are minutes since midnight in the time zone. If `to` is not after `from`, they end on the next day. */
export interface WorkingHours {
  readonly days: readonly DayOfWeek[]
  readonly from: number
  readonly to: number
  readonly timezone: string
}

export interface Person {
  readonly languages: readonly Language[]
  /** When they work. Empty if they can be called at any time. */
  readonly hours: readonly WorkingHours[]
  /** The ways to reach them, in the order in which they are tried. */
  readonly reach: readonly ContactMethod[]
}

/** `contacts.yaml`, normalised. */
export interface Contacts {
  readonly roster: Roster
  readonly people: Readonly<Record<string, Person>>
  /** When it was last reviewed: YYYY-MM-DD. */
  readonly reviewed: string | null
}
