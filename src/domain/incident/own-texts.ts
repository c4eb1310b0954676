import { REDACTED } from '../log/redaction.ts'
import type { Language } from '../runbook/runbook.ts'

/** The words of an event as somebody wrote them in each language; null in those in which nobody did. */
export type OwnTexts = Readonly<Record<Language, string | null>>

/** Those of them that an event gives. */
export type GivenTexts = Readonly<Partial<Record<Language, string>>>

/** Words of an event that a writer wrote: in a language, or, if that is null, in place of all that it said before. */
export interface Wording {
  readonly writer: string
  readonly language: Language | null
  readonly words: string
}

/** Returns the words in a language if somebody wrote them in it, else null; null too if they are redacted. */
export function wordsIn(
  language: Language,
  { text, texts }: { readonly text: string; readonly texts: OwnTexts },
): string | null {
  return text === REDACTED ? null : texts[language]
}
