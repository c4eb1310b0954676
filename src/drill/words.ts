import type { Language } from '../domain/runbook/runbook.ts'
import type { DrillText } from './words.en.ts'

/** Loaded by what opens, plays or scores a drill only. */
export async function drillText(language: Language): Promise<DrillText> {
  const { drills } = await (language === 'ja' ? import('./words.ja.ts') : import('./words.en.ts'))
  return drills
}
