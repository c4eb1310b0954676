import type { Language } from '../domain/runbook/runbook.ts'
import type { Text } from './text.ts'

/** The texts of a language; only that one is loaded. */
export async function loadText(language: Language): Promise<Text> {
  const [{ events }, { damage, said, words }] =
    language === 'ja'
      ? await Promise.all([import('./events.ja.ts'), import('./words.ja.ts')])
      : await Promise.all([import('./events.en.ts'), import('./words.en.ts')])
  return { language, damage, said, words, events }
}
