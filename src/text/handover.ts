import type { Language } from '../domain/runbook/runbook.ts'
import type { HandoverText } from './en/handover.ts'

/** Loaded by what shows the hand-over pack only. */
export async function handoverText(language: Language): Promise<HandoverText> {
  const { handover } = await (language === 'ja' ? import('./ja/handover.ts') : import('./en/handover.ts'))
  return handover
}
