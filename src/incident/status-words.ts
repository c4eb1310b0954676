import type { Language } from '../domain/runbook/runbook.ts'
import type { StatusLabels } from './status-words.en.ts'

export async function statusLabels(language: Language): Promise<StatusLabels> {
  return (language === 'ja' ? await import('./status-words.ja.ts') : await import('./status-words.en.ts')).labels
}
