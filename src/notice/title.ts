import type { Incident } from '../domain/incident/incident.ts'
import { stageToAnnounce } from '../domain/notice/announced-stage.ts'
import type { Words } from '../i18n/words.en.ts'
import type { NoticeText } from './notice.ts'

/** Identifies a notice before it is sent: `website  first notice no. 1  ja`, `ウェブサイト  第1報  日本語`. */
export function noticeTitle(
  { channel, stage, number, language }: Pick<NoticeText, 'channel' | 'stage' | 'number' | 'language'>,
  incident: Incident,
  words: Words,
): string {
  const name = words.notice(stageToAnnounce(incident, channel, stage), number)
  return [words.channel(channel), name, words.language[language]].join('  ')
}
