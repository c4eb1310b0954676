import type { Language } from '../runbook/runbook.ts'

const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/gu
/** A word in small letters, and no part of an address, a name with digits, or what stands before a telephone number. */
const ENGLISH_WORD =
  /(?<![\p{L}\p{N}@.:/_-])(?!(?:tel|fax|e?-?mail|ext|and|or)\b)\p{Ll}{2,}(?![\p{L}\p{N}@:/_-]|\.\p{L})/u

/** Whether words for Japanese have only English ones, or words for English are mostly Japanese. Names alone are neither. */
export function isInOtherLanguage(words: string, language: Language): boolean {
  const japanese = words.match(JAPANESE)?.length ?? 0
  if (language === 'ja') return japanese === 0 && ENGLISH_WORD.test(withoutAddresses(words))
  return japanese * 2 > (words.match(/\p{L}/gu)?.length ?? 0)
}

/** A text without its web and mail addresses, which are in no language. */
export function withoutAddresses(text: string): string {
  // One word at a time: a pattern for a whole address would try each of its beginnings.
  return text.replaceAll(/\S+/g, (word) => (/.(?::\/\/|@)./.test(word) ? '' : word))
}
