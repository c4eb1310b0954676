import type { Language } from '../domain/runbook/runbook.ts'
import type { DrillText } from './en/drills.ts'

/** Loaded by what opens, plays or scores a drill only. */
export async function drillText(language: Language): Promise<DrillText> {
  const { drills } = await (language === 'ja' ? import('./ja/drills.ts') : import('./en/drills.ts'))
  return drills
}
