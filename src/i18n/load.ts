import type { Language } from '../domain/runbook/runbook.ts'
import type { Text } from './text.ts'

/** The texts of a language; only that one is loaded. */
export async function textIn(language: Language): Promise<Text> {
  return language === 'ja' ? (await import('./ja.ts')).text : (await import('./en.ts')).text
}
