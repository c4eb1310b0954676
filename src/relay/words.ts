import type { Language } from '../domain/runbook/runbook.ts'
import type { RelayWords } from './words.en.ts'

export async function relayWords(language: Language): Promise<RelayWords> {
  return (language === 'ja' ? await import('./words.ja.ts') : await import('./words.en.ts')).relay
}
