import type { Language } from '../domain/runbook/runbook.ts'
import type { WalkText } from './words.en.ts'

export async function walkText(language: Language): Promise<WalkText> {
  return (language === 'ja' ? await import('./words.ja.ts') : await import('./words.en.ts')).walk
}
