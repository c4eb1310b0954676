import type { Language } from '../domain/runbook/runbook.ts'
import type { StatsText } from './stats-words.en.ts'

export async function statsText(language: Language): Promise<StatsText> {
  return (language === 'ja' ? await import('./stats-words.ja.ts') : await import('./stats-words.en.ts')).stats
}
