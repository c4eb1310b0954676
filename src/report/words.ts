import type { Language } from '../domain/runbook/runbook.ts'
import type { ReportLabels, StatsText } from './words.en.ts'

export async function reportLabels(language: Language): Promise<ReportLabels> {
  return (language === 'ja' ? await import('./words.ja.ts') : await import('./words.en.ts')).labels
}

export async function statsText(language: Language): Promise<StatsText> {
  return (language === 'ja' ? await import('./words.ja.ts') : await import('./words.en.ts')).stats
}
