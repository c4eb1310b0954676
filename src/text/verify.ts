import type { Language } from '../domain/runbook/runbook.ts'
import type { VerifyLabels } from './en/verify.ts'

export async function verifyLabels(language: Language): Promise<VerifyLabels> {
  return (language === 'ja' ? await import('./ja/verify.ts') : await import('./en/verify.ts')).labels
}
