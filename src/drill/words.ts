import type { Language } from '../domain/runbook/runbook.ts'
import type { DrillText } from './words.en.ts'

/** Loaded only by commands that open, play or score a drill. */
export async function drillText(language: Language): Promise<DrillText> {
  const { drills } = await (language === 'ja' ? import('./words.ja.ts') : import('./words.en.ts'))
  return drills
}
