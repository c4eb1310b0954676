import type { Language } from '../domain/runbook/runbook.ts'
import type { WalkText } from './en/walk.ts'

export async function walkText(language: Language): Promise<WalkText> {
  return (language === 'ja' ? await import('./ja/walk.ts') : await import('./en/walk.ts')).walk
}
