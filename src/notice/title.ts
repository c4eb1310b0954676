import type { Words } from '../i18n/words.en.ts'
import type { NoticeText } from './notice.ts'

/** Identifies a notice: `website  first no. 1  ja`. */
export function noticeTitle(
  { channel, stage, number, language }: Pick<NoticeText, 'channel' | 'stage' | 'number' | 'language'>,
  words: Words,
): string {
  return [channel, words.notice(stage, number), language].join('  ')
}
