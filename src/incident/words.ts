import type { Language } from '../domain/runbook/runbook.ts'
import type { StatusLabels } from './words.en.ts'

export async function statusLabels(language: Language): Promise<StatusLabels> {
  return (language === 'ja' ? await import('./words.ja.ts') : await import('./words.en.ts')).labels
}
