import type { Language } from '../domain/runbook/runbook.ts'

const JAPANESE = String.raw`[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}\u3000-\u303f\uff00-\uffef]`

/** Runs of words in the other language than that of a page. In English, fewer than three words may be a name. */
const FOREIGN: Readonly<Record<Language, { readonly runs: RegExp; readonly other: Language }>> = {
  // With what is written in Latin characters within it, such as numbers.
  en: {
    runs: new RegExp(
      String.raw`((?:[\w.,:-]{0,12}\w)?${JAPANESE}(?:(?:[^()"]|\((?=${JAPANESE})|(?<=${JAPANESE})\)){0,12}?${JAPANESE})*)`,
      'u',
    ),
    other: 'ja',
  },
  // Begun at no other letter of a word: a long one would be tried from each of them.
  ja: { runs: /((?<![\w'-])[A-Za-z][\w'-]*(?:[\s,.:;!?"/&]{1,3}[\w'-]+){2,}[.!?]?)/, other: 'en' },
}

/**
 * The text of a page that is in `language`, written by `write`, with the language of words in the other one (WCAG 2.2, 3.1.2)
 * on an element of HTML or SVG.
 */
export function withForeignWords(
  text: string,
  language: Language,
  write: (text: string) => string,
  element: 'span' | 'tspan' = 'span',
): string {
  const { runs, other } = FOREIGN[language]
  return text
    .split(runs)
    .map((part, i) =>
      i % 2 === 0 || !/[a-z\u0080-\uffff]/.test(part)
        ? write(part)
        : `<${element} lang="${other}">${write(part)}</${element}>`,
    )
    .join('')
}
