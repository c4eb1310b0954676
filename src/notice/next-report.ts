import { register, severityOf } from '../domain/incident/current-values.ts'
import { courseOf } from '../domain/incident/lifecycle.ts'
import { cadenceOf } from '../domain/settings.ts'
import { isoOf } from '../i18n/time-of-day.ts'
import type { NoticeRequest } from './notice.ts'

type Asked = Pick<NoticeRequest, 'incident' | 'channel' | 'stage' | 'next' | 'now' | 'settings'>

/** Whether a next report must be promised: a halt that goes on is never left without one (manual 3.2). */
export function owesNext({ incident, stage }: Pick<Asked, 'incident' | 'stage'>): boolean {
  if (stage === 'scheduled' || stage === 'final') return false
  return stage !== 'resumption' || courseOf(incident).current.fullyResumedAt === null
}

/**
 * The time of the next report, ISO 8601: as promised with this notice, else as last promised for the channel, else by
 * its cadence, to the minute and never later. Null where none of them says it.
 */
export function nextOf(asked: Asked): string | null {
  const { incident, channel, now, settings } = asked
  if (asked.next !== null) return isoOf(Date.parse(asked.next), settings.timezone)
  if (!owesNext(asked)) return null
  const promised = register(incident, `promise:${channel}`).findLast((w) => !w.undone)
  if (promised !== undefined && Date.parse(promised.value) > now)
    return isoOf(Date.parse(promised.value), settings.timezone)
  const { update } = cadenceOf(settings.cadence, channel, severityOf(incident))
  return update === 'on-change' ? null : isoOf(Math.floor((now + update) / 60_000) * 60_000, settings.timezone)
}
