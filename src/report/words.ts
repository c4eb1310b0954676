import type { Language } from '../domain/runbook/runbook.ts'
import type { PictureText, ReportLabels, StatsText } from './words.en.ts'

export async function reportLabels(language: Language): Promise<ReportLabels> {
  return (language === 'ja' ? await import('./words.ja.ts') : await import('./words.en.ts')).labels
}

export async function statsText(language: Language): Promise<StatsText> {
  return (language === 'ja' ? await import('./words.ja.ts') : await import('./words.en.ts')).stats
}

export async function pictureText(language: Language): Promise<PictureText> {
  return (language === 'ja' ? await import('./words.ja.ts') : await import('./words.en.ts')).picture
}
