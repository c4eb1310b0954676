import type { Words } from '../i18n/words.en.ts'
import type { NoticeText } from './notice.ts'

/** A notice as it is to be pasted: its subject, where it has one, an empty line, and the text. */
export function pasteable({ subject, text }: Pick<NoticeText, 'subject' | 'text'>): string {
  return subject === null ? text : `${subject}\n\n${text}`
}

/** Which notice it is: `website  first no. 1  ja`. */
export function noticeTitle({ channel, stage, number, language }: NoticeText, words: Words): string {
  return [channel, words.notice(stage, number), language].join('  ')
}

/** The same as a heading between several. */
export function noticeHeading(notice: NoticeText, words: Words): string {
  return `--- ${noticeTitle(notice, words)} ---`
}
