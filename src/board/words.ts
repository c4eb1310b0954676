import type { Language } from '../domain/runbook/runbook.ts'
import type { BoardWords } from './words.en.ts'

export async function boardWords(language: Language): Promise<BoardWords> {
  return (language === 'ja' ? await import('./words.ja.ts') : await import('./words.en.ts')).board
}
