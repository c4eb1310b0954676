import type { Language } from '../domain/runbook/runbook.ts'
import type { PictureText } from './en/picture.ts'

export async function pictureText(language: Language): Promise<PictureText> {
  return (language === 'ja' ? await import('./ja/picture.ts') : await import('./en/picture.ts')).picture
}
