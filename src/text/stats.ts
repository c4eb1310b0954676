import type { Language } from '../domain/runbook/runbook.ts'
import type { StatsText } from './en/stats.ts'

export async function statsText(language: Language): Promise<StatsText> {
  return (language === 'ja' ? await import('./ja/stats.ts') : await import('./en/stats.ts')).stats
}
