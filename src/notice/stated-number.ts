import { mendedNotice } from '../domain/incident/notices.ts'
import { sentencesOf } from '../domain/notice/claims.ts'
import { mendsAnother } from '../domain/runbook/runbook.ts'
import { type CheckRequest, type NoticeText, pasteText } from './notice.ts'
import type { AddFinding } from './notice-finding.ts'

/** Reports a text that gives itself another number than the log does, as one that was written by hand may. */
export function checkStatedNumber({ incident }: CheckRequest, notice: NoticeText, add: AddFinding): void {
  const { stage, number } = notice
  if (number === null) return
  const stated = numbersIn(pasteText(notice))
  // A correction may be titled with the number of the notice that it corrects.
  const mended = mendsAnother(stage) ? mendedNotice(incident, notice)?.number : null
  const [other] = stated.includes(number) ? [] : stated.filter((one) => one !== mended)
  if (other !== undefined) add('number-differs', { stated: other, recorded: number })
}

const KANJI = '一二三四五六七八九十'
const NUMBER = new RegExp(
  `第\\s*(?:(\\d{1,3})|([${KANJI}]))\\s*報|` +
    String.raw`\b(?:notice|report|update|no\.)(?: (?:no\.?|number))? ?#?(\d{1,3})(?=\s*(?:$|[)\]\u3011,.;|\u2013\u2014]|:(?!\d)))`,
  'giu',
)
/** What is said of other notices, past or to come. */
const OTHERS =
  /からの変更点|から、お知らせする|前回|前の|先の|先に|先般|直前|前報|既報|次|\b(?:earlier|last|previous|first|since|next|in our|see|corrects?|retracts?)\b/iu

/** The numbers that a text gives itself: in its title, and in sentences that are not about other notices. */
function numbersIn(text: string): number[] {
  const [title = '', ...rest] = sentencesOf(text)
  return [title, ...rest.filter((sentence) => !OTHERS.test(sentence))].flatMap((sentence) =>
    [...sentence.matchAll(NUMBER)].map(([, ja, kanji = '', en]) => Number(ja ?? en ?? KANJI.indexOf(kanji) + 1)),
  )
}
