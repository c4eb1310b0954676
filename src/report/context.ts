import type { Roster } from '../domain/contacts/roster.ts'
import type { Audience } from '../domain/report/audience.ts'
import type { Language, Runbook } from '../domain/runbook/runbook.ts'
import type { Text } from '../i18n/text.ts'
import type { Stamp } from '../incident/status-document.ts'
import type { ReportLabels } from './words.en.ts'

export interface ReportContext {
  readonly runbook: Runbook
  /** Names of people, departments and levels; undefined without a contact list. */
  readonly roster: Roster | undefined
  readonly text: Text
  readonly labels: ReportLabels
  readonly audience: Audience
  /** How customers reach the company if no fact says so. */
  readonly contact: Readonly<Record<Language, string | null>>
  /** Why a delivery failed, in short, by the code in the log. */
  readonly failures: Readonly<Record<string, string>>
  /** Where the log is damaged, so that later events are missing, and what else it lacks; in words. Empty if it is whole. */
  readonly damage: readonly string[]
  /** The time the report describes, in milliseconds; `stamp` formats such a time in the incident's zone. */
  readonly now: number
  readonly stamp: Stamp
}
