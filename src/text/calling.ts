import type { Language } from '../domain/runbook/runbook.ts'
import type { CallingText } from './en/calling.ts'

/** Loaded by who calls people in the walk. */
export async function callingText(language: Language): Promise<CallingText> {
  const { calling } = await (language === 'ja' ? import('./ja/calling.ts') : import('./en/calling.ts'))
  return calling
}
