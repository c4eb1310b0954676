import type { Language } from '../domain/runbook/runbook.ts'
import type { FeedWords } from './words.en.ts'

export async function feedWords(language: Language): Promise<FeedWords> {
  return language === 'ja' ? (await import('./words.ja.ts')).feeds : (await import('./words.en.ts')).feeds
}
