import type { Words } from '../i18n/words.en.ts'
import type { NoticeText } from './notice.ts'

/** Identifies a notice: `website  first notice no. 1  ja`, `ウェブサイト  第1報  日本語`. */
export function noticeTitle(
  { channel, stage, number, language }: Pick<NoticeText, 'channel' | 'stage' | 'number' | 'language'>,
  words: Words,
): string {
  return [words.channel(channel), words.notice(stage, number), words.language[language]].join('  ')
}
