import type { Language } from '../domain/runbook/runbook.ts'
import type { VerifyLabels } from './verify-words.en.ts'

export async function verifyLabels(language: Language): Promise<VerifyLabels> {
  return (language === 'ja' ? await import('./verify-words.ja.ts') : await import('./verify-words.en.ts')).labels
}
