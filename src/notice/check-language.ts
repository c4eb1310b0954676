import type { Language } from '../domain/runbook/runbook.ts'
import { publicWords } from '../i18n/customer-words.ts'
import type { CheckRequest, NoticeText } from './notice.ts'
import type { AddFinding } from './notice-finding.ts'

/** Reports words of a notice that were entered for its language and seem to be in the other one. */
export function checkLanguage({ incident }: CheckRequest, notice: NoticeText, add: AddFinding): void {
  const { language, text } = notice
  for (const fact of Object.keys(incident.runbook.facts)) {
    const words = publicWords(incident, fact, language)
    if (words !== null && text.includes(words) && isInOtherLanguage(words, language))
      add('words-in-other-language', { fact, language })
  }
}

const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/gu
/** A word in small letters, and no part of an address, a name with digits, or what stands before a telephone number. */
const ENGLISH_WORD =
  /(?<![\p{L}\p{N}@.:/_-])(?!(?:tel|fax|e?-?mail|ext|and|or)\b)\p{Ll}{2,}(?![\p{L}\p{N}@:/_-]|\.\p{L})/u

/** Whether words for Japanese have only English ones, or words for English are mostly Japanese. Names alone are neither. */
function isInOtherLanguage(words: string, language: Language): boolean {
  const japanese = words.match(JAPANESE)?.length ?? 0
  if (language === 'ja') return japanese === 0 && ENGLISH_WORD.test(words.replaceAll(/\S+:\/\/\S+/g, ''))
  return japanese * 2 > (words.match(/\p{L}/gu)?.length ?? 0)
}
