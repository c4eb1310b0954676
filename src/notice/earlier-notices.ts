import type { Notice } from '../domain/incident/incident.ts'
import { reachedSomebody } from '../domain/incident/notice-reach.ts'
import { lastReportOn, mendedNotice } from '../domain/incident/notices.ts'
import { mendsAnother } from '../domain/runbook/runbook.ts'
import type { CustomerWords } from '../i18n/customer-words.en.ts'
import { customerWordsFor } from '../i18n/customer-words.ts'
import { momentOf } from '../i18n/moment.ts'
import type { NoticeRequest } from './notice.ts'
import { timeWords } from './notice-times.ts'
import { isPast } from './role-values.ts'

/** Names the notice that a correction or retraction is about, with its number and time, or in brief one; null if there is none. */
export function earlierNotice(request: NoticeRequest, isBrief = false): string | null {
  const mended = mendedNotice(request.incident, request)
  if (mended === undefined) return null
  const isNumbered = mended.number !== null && mended.stage !== 'final'
  const { named } = customerWordsFor(request.language)
  return isBrief && isNumbered ? stageWords(request, mended, named) : noticeWords(request, mended)
}

/** What a notice is called, with its number and the time at which it went out. */
export function noticeWords(request: NoticeRequest, notice: Notice): string {
  const words = customerWordsFor(request.language)
  const at = words.brief(momentOf(Date.parse(notice.at), request.settings.timezone), 'exact')
  return words.earlier(stageWords(request, notice, words.named), at)
}

/** The same to say since when something has changed. */
export function sinceWords(request: NoticeRequest, notice: Notice, corrected: Notice | null): string {
  const { language, settings } = request
  const words = customerWordsFor(language)
  const at = words.brief(momentOf(Date.parse(notice.at), settings.timezone), 'exact')
  // A report is called so without its number.
  const number = notice.stage === 'final' ? null : notice.number
  const correction = corrected === null ? null : words.correctedBy(corrected.number)
  return words.since(stageWords(request, notice, words.named), at, number, correction)
}

/** What a notice is called, with its number: as the manual calls its stage, else in the `usual` words. */
export function stageWords(
  { incident, language }: Pick<NoticeRequest, 'incident' | 'language'>,
  { stage, number }: Pick<Notice, 'stage' | 'number'>,
  usual: CustomerWords['named'],
): string {
  const own = incident.runbook.names?.stages?.[stage]?.[language]
  return own === undefined ? usual(stage, number) : `${own}${customerWordsFor(language).report(number)}`
}

/** When customers were told that this report would come, if it is late and none of a later round came on any channel of theirs. */
export function lateWords({ incident, channel, settings, language, now }: NoticeRequest): string | null {
  const last = lastReportOn(incident, channel)
  const told = last?.next ?? null
  if (last === undefined || told === null || !isPast(told, now)) return null
  const isKept = incident.notices.some(
    (other) =>
      !mendsAnother(other.stage) &&
      (other.number ?? 0) > (last.number ?? 0) &&
      incident.runbook.channels[other.channel]?.audience === 'customers' &&
      reachedSomebody(other) &&
      !isPast(told, Date.parse(other.at)),
  )
  if (isKept) return null
  return timeWords(told, 'exact', language, settings.timezone).brief
}
