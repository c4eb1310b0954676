import type { Language } from '../domain/runbook/runbook.ts'
import type { SendingText } from './sending-words.en.ts'

/** Loaded by what shows or sends notices only. */
export async function sendingText(language: Language): Promise<SendingText> {
  const { sending } = await (language === 'ja' ? import('./sending-words.ja.ts') : import('./sending-words.en.ts'))
  return sending
}
