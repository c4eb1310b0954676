import type { Language } from '../domain/runbook/runbook.ts'
import type { Text } from './text.ts'

/** Loads the texts of one language. */
export async function loadText(language: Language): Promise<Text> {
  return language === 'ja' ? (await import('./ja.ts')).text : (await import('./en.ts')).text
}
