import type { Language } from '../../domain/runbook/runbook.ts'
import type { PictureText } from './words.en.ts'

export async function pictureText(language: Language): Promise<PictureText> {
  return (language === 'ja' ? await import('./words.ja.ts') : await import('./words.en.ts')).picture
}
