import type { Audience } from '../domain/report/audience.ts'
import type { Language } from '../domain/runbook/runbook.ts'

/** A report as the board shows it. */
export interface ReportView {
  readonly incident: string
  readonly language: Language
  readonly audience: Audience
  /** Whether it is compared with earlier incidents, of which a guest learns nothing. */
  readonly compares: boolean
}

/** The address of the page that shows it. */
export function reportAddress({ incident, language, audience }: Omit<ReportView, 'compares'>): string {
  return `/incidents/${encodeURIComponent(incident)}/report?${new URLSearchParams({ lang: language, audience })}`
}
