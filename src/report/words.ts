import type { Language } from '../domain/runbook/runbook.ts'
import type { PictureText, ReportLabels, StatsText } from './words.en.ts'

/** The words of the report. Only those of one language are loaded, as for statistics and the picture. */
export async function reportLabels(language: Language): Promise<ReportLabels> {
  return (language === 'ja' ? await import('./words.ja.ts') : await import('./words.en.ts')).labels
}

export async function statsText(language: Language): Promise<StatsText> {
  return (language === 'ja' ? await import('./words.ja.ts') : await import('./words.en.ts')).stats
}

export async function pictureText(language: Language): Promise<PictureText> {
  return (language === 'ja' ? await import('./words.ja.ts') : await import('./words.en.ts')).picture
}
