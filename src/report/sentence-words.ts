import type { FactView } from '../domain/incident/facts.ts'
import type { Language } from '../domain/runbook/runbook.ts'

/** The public words of a fact in the language of the report, else in the other one; null where none were stated. */
export function wordsIn(language: Language, { ja, en }: Pick<FactView, 'ja' | 'en'>): string | null {
  return language === 'ja' ? (ja ?? en) : (en ?? ja)
}
