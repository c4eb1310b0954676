import { isInOtherLanguage } from '../domain/notice/other-language.ts'
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
