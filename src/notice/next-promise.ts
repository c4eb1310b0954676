import { severityOf } from '../domain/incident/current-values.ts'
import {
  mustPromiseNext,
  nextReportToCustomers,
  promisedOn,
  promisedToCustomers,
} from '../domain/notice/next-report.ts'
import { cadenceOf } from '../domain/settings.ts'
import { wholeMinute } from '../domain/time.ts'
import { isoOf } from '../i18n/moment.ts'
import { isForCustomers, type NoticeRequest } from './notice.ts'

/**
 * The time of the next report, ISO 8601, as promised with this notice. Else, if the notice must promise one: to customers,
 * the same on all channels; to departments, as last promised unless that has passed, else by the cadence. Null if none.
 */
export function nextOf(request: NoticeRequest): string | null {
  const { incident, channel, now, settings } = request
  const inMinutes = (ms: number) => isoOf(wholeMinute(ms), settings.timezone)
  if (request.next !== null) return inMinutes(Date.parse(request.next))
  if (!mustPromiseNext(request)) return null
  const promised = promisedOn(incident, channel, now)
  const { update } = cadenceOf(settings.cadence, channel, severityOf(incident))
  if (isForCustomers(request, request))
    return promised !== null || update !== 'on-change' ? nextToCustomers(request) : null
  if (promised !== null) return inMinutes(Date.parse(promised))
  return update === 'on-change' ? null : inMinutes(now + update)
}

/** When the next report comes, ISO 8601, as customers were last told; null if that is not ahead. */
export function promisedAhead({ incident, settings, now }: NoticeRequest): string | null {
  const at = promisedToCustomers(incident, null, now)
  return at === null ? null : isoOf(at, settings.timezone)
}

/** Whether the time of the next report was promised or told before; else it follows from the cadence, and moves on. */
export function isNextPromised(request: Pick<NoticeRequest, 'incident' | 'channel' | 'number' | 'now'>): boolean {
  const { incident, channel, number, now } = request
  if (isForCustomers(request, request)) return promisedToCustomers(incident, number, now) !== null
  return promisedOn(incident, channel, now) !== null
}

/** When customers are told that the next report comes, ISO 8601: what this notice, or those composed with it, tell them. */
export function nextToCustomers(request: NoticeRequest): string | null {
  const { incident, number, settings, now, next } = request
  const round = request.round ?? (isForCustomers(request, request) ? number : null)
  if (next !== null && round !== null) return isoOf(wholeMinute(Date.parse(next)), settings.timezone)
  const at = nextReportToCustomers(incident, settings.cadence, round, now)
  return at === null ? null : isoOf(at, settings.timezone)
}
