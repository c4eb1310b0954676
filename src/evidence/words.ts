import type { Language } from '../domain/runbook/runbook.ts'
import type { VerifyLabels } from './words.en.ts'

export async function verifyLabels(language: Language): Promise<VerifyLabels> {
  return (language === 'ja' ? await import('./words.ja.ts') : await import('./words.en.ts')).labels
}
