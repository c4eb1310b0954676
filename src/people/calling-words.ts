import type { Language } from '../domain/runbook/runbook.ts'
import type { CallingText } from './calling-words.en.ts'

/** Loaded by who calls people in the walk. */
export async function callingText(language: Language): Promise<CallingText> {
  const { calling } = await (language === 'ja' ? import('./calling-words.ja.ts') : import('./calling-words.en.ts'))
  return calling
}
