import type { Incident, Notice } from '../domain/incident/incident.ts'
import { type Interruption, lifecycleOf } from '../domain/incident/lifecycle.ts'
import { lastReportOn, lastToldOn, reachedSomebody } from '../domain/incident/notices.ts'
import { formatTarget, openScope } from '../domain/incident/scope.ts'
import { incidentAsOf } from '../domain/notice/changes.ts'
import { mendsAnother } from '../domain/runbook/runbook.ts'
import type { CustomerWords } from '../i18n/customer-words.en.ts'
import { customerWordsFor } from '../i18n/customer-words.ts'
import { momentOf } from '../i18n/moment.ts'
import type { NoticeRequest } from './notice.ts'
import { timeWords } from './notice-times.ts'
import { isPast } from './role-values.ts'

/** Names the last notice on the channel, with its number and time; null if there is none. */
export function earlierNotice(request: NoticeRequest): string | null {
  const { incident, channel } = request
  const last = lastToldOn(incident, channel)
  return last === undefined ? null : noticeWords(request, last)
}

/** What a notice is called, with its number and the time at which it went out. */
export function noticeWords(request: NoticeRequest, notice: Notice): string {
  const words = customerWordsFor(request.language)
  const at = words.brief(momentOf(Date.parse(notice.at), request.settings.timezone), 'exact')
  return words.earlier(stageWords(request, notice, words.named), at)
}

/** The same to say since when something has changed. */
export function sinceWords(request: NoticeRequest, notice: Notice): string {
  const { language, settings } = request
  const words = customerWordsFor(language)
  const at = words.brief(momentOf(Date.parse(notice.at), settings.timezone), 'exact')
  return words.since(stageWords(request, notice, words.named), at, notice.number)
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

/** Whether nothing has resumed since the last notice on the channel, which was about what had. */
export function hasNoneResumed({ incident, channel }: NoticeRequest): boolean {
  const last = lastReportOn(incident, channel)
  if (last?.stage !== 'resumption') return false
  const [before, now] = [lifecycleOf(incidentAsOf(incident, last)).current, lifecycleOf(incident).current]
  const isOver = ({ fullyResumedAt }: Interruption) => fullyResumedAt !== null
  // What is left may have ceased to be restricted without a lift.
  const isNewlyOver = isOver(now) && !isOver(before)
  if (before.number !== now.number || isNewlyOver) return false
  const then = resumptions(incidentAsOf(incident, last))
  return resumptions(incident).every((one) => then.includes(one))
}

/** The services that have resumed and are open, each with its time. */
function resumptions(incident: Incident): string[] {
  const { resumed } = lifecycleOf(incident).current
  return openScope(incident, [...resumed.keys()]).map((entry) => {
    const target = formatTarget(entry)
    return `${target} ${resumed.get(target)}`
  })
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
