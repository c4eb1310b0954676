import type { Roster } from '../domain/contacts/roster.ts'
import type { Audience } from '../domain/report/audience.ts'
import type { Runbook } from '../domain/runbook/runbook.ts'
import type { Text } from '../i18n/text.ts'
import type { Stamp } from '../incident/status-document.ts'
import type { ReportLabels } from './words.en.ts'

export interface ReportContext {
  readonly runbook: Runbook
  /** Who is who, where there was a contact list. */
  readonly roster: Roster | undefined
  readonly text: Text
  readonly labels: ReportLabels
  readonly audience: Audience
  /** Where the log is damaged, in words; what comes after is missing. */
  readonly damage: readonly string[]
  /** As of when, in milliseconds, and how such a time is written in the incident's zone. */
  readonly now: number
  readonly stamp: Stamp
}
