import type { Runbook } from '../../domain/runbook/runbook.ts'
import type { ReportLabels } from '../../text/en/report.ts'
import type { Text } from '../../text/text.ts'

export interface ReportContext {
  readonly runbook: Runbook
  readonly text: Text
  readonly labels: ReportLabels
  /** As of when, in milliseconds, and how such a time is written. */
  readonly now: number
  readonly stamp: (ms: number) => string
}
