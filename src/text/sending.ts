import type { Language } from '../domain/runbook/runbook.ts'
import type { SendingText } from './en/sending.ts'

/** Loaded by what shows or sends notices only. */
export async function sendingText(language: Language): Promise<SendingText> {
  const { sending } = await (language === 'ja' ? import('./ja/sending.ts') : import('./en/sending.ts'))
  return sending
}
