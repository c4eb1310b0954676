import type { Language } from '../domain/runbook/runbook.ts'
import type { Finding } from './finding.ts'

/** Returns the function that gives a finding's message and mend in a language. */
export async function findingWords(
  language: Language,
): Promise<(finding: Finding) => readonly [message: string, mend: string]> {
  const { findings } = language === 'ja' ? await import('./words.ja.ts') : await import('./words.en.ts')
  return (finding) => (findings[finding.code] as (params: unknown) => readonly [string, string])(finding.params)
}
