import type { Damage } from '../domain/problem.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import type { EventDescriptions } from './events.en.ts'
import type { Said, Words } from './words.en.ts'

/** The texts in one language that most commands need. Errors, findings, the walk and the report load their own. */
export interface Text {
  readonly language: Language
  readonly damage: Readonly<Record<Damage, string>>
  readonly said: Said
  readonly words: Words
  readonly events: EventDescriptions
}

/** The texts of a language; only that one is loaded. */
export async function loadText(language: Language): Promise<Text> {
  const [{ events }, { damage, said, words }] =
    language === 'ja'
      ? await Promise.all([import('./events.ja.ts'), import('./words.ja.ts')])
      : await Promise.all([import('./events.en.ts'), import('./words.en.ts')])
  return { language, damage, said, words, events }
}

/** Each language named in itself, for who reads no other. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { ja: '日本語', en: 'English' }
