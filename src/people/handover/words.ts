import type { Language } from '../../domain/runbook/runbook.ts'
import type { HandoverText } from './words.en.ts'

/** Loaded only when the hand-over pack is shown. */
export async function handoverText(language: Language): Promise<HandoverText> {
  const { handover } = await (language === 'ja' ? import('./words.ja.ts') : import('./words.en.ts'))
  return handover
}
