import { REDACTED } from '../log/redaction.ts'
import type { Language } from '../runbook/runbook.ts'

/** The words of an event as somebody wrote them in each language; null in those in which nobody did. */
export type OwnTexts = Readonly<Record<Language, string | null>>

/** Those of them that an event gives. */
export type GivenTexts = Readonly<Partial<Record<Language, string>>>

/** The words that a correction gives an event, and the same in each language; null for those that it does not. */
interface NewTexts extends OwnTexts {
  readonly text: string | null
}

/** Returns the texts after more were given; a new `text` replaces those that say what the old one did. */
export function withTexts(texts: OwnTexts, { text, ja, en }: NewTexts): OwnTexts {
  const kept = text === null ? texts : { ja: null, en: null }
  return { ja: ja ?? kept.ja, en: en ?? kept.en }
}

/** Returns the texts that an event gives, after all corrections of it. */
export function correctedTexts({ ja, en }: GivenTexts, corrections: readonly NewTexts[]): OwnTexts {
  return corrections.reduce(withTexts, { ja: ja ?? null, en: en ?? null })
}

/** Returns the words in a language if somebody wrote them in it, else null; null too if they are redacted. */
export function wordsIn(
  language: Language,
  { text, texts }: { readonly text: string; readonly texts: OwnTexts },
): string | null {
  return text === REDACTED ? null : texts[language]
}
