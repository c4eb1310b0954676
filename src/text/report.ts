import type { Language } from '../domain/runbook/runbook.ts'
import type { ReportLabels } from './en/report.ts'

export async function reportLabels(language: Language): Promise<ReportLabels> {
  return (language === 'ja' ? await import('./ja/report.ts') : await import('./en/report.ts')).labels
}
