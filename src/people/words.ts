import type { Language } from '../domain/runbook/runbook.ts'

/** Words about people; only those of one language are loaded, and only where they are shown. */
export function peopleText(language: Language) {
  return language === 'ja' ? import('./words.ja.ts') : import('./words.en.ts')
}
