import type { Language } from '../domain/runbook/runbook.ts'
import type { StatusLabels } from './en/status.ts'

export async function statusLabels(language: Language): Promise<StatusLabels> {
  return (language === 'ja' ? await import('./ja/status.ts') : await import('./en/status.ts')).labels
}
