import type { Audience } from '../domain/report/audience.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import type { PictureText, ReportLabels, StatsText } from './words.en.ts'

/** The words of the report. Only those of one language are loaded, as for statistics and the picture. */
export async function reportLabels(language: Language, audience: Audience): Promise<ReportLabels> {
  const { labels, customerLabels } = await wordsIn(language)
  return audience === 'customer' ? { ...labels, ...customerLabels } : labels
}

export async function statsText(language: Language): Promise<StatsText> {
  return (await wordsIn(language)).stats
}

export async function pictureText(language: Language, audience: Audience): Promise<PictureText> {
  const { picture, customerPicture } = await wordsIn(language)
  return audience === 'customer' ? { ...picture, ...customerPicture } : picture
}

function wordsIn(language: Language) {
  return language === 'ja' ? import('./words.ja.ts') : import('./words.en.ts')
}
