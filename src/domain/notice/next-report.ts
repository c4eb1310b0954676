import { registerOf, registersByName, severityOf } from '../incident/current-values.ts'
import type { Incident, Notice } from '../incident/incident.ts'
import { lifecycleOf } from '../incident/lifecycle.ts'
import { wentOut } from '../incident/notice-reach.ts'
import type { Write } from '../incident/register.ts'
import { customerChannels, mendsAnother, type Stage } from '../runbook/runbook.ts'
import { type Cadence, cadenceOf } from '../settings.ts'
import { wholeMinute } from '../time.ts'

/**
 * When a report to customers that goes out at `now` says that the next one comes, in milliseconds: one time for all their
 * channels. What customers were already told holds, by a promise or in the round with this number (null: in any round);
 * else the soonest cadence of their channels counts, to the minute. Null if all of them notify on change only.
 */
export function nextReportToCustomers(
  incident: Incident,
  cadence: Cadence,
  round: number | null,
  now: number,
): number | null {
  const promised = promisedToCustomers(incident, round, now)
  if (promised !== null) return promised
  const severity = severityOf(incident)
  const updates = customerChannels(incident.runbook)
    .map((channel) => cadenceOf(cadence, channel, severity).update)
    .filter((update) => update !== 'on-change')
  return updates.length === 0 ? null : wholeMinute(now + Math.min(...updates))
}

/** When customers were last told that the next report comes (ms), by a promise or a notice of a round; null unless ahead. */
export function promisedToCustomers(incident: Incident, round: number | null, now: number): number | null {
  const promised = lastPromised(incident, round, now)
  return promised === null ? null : Date.parse(promised)
}

/**
 * When a notice of which no text was kept says that the next one comes, ISO 8601: as was promised or told when it went out, at
 * `at` (ms), if that was still ahead. Null if it follows from the cadence.
 */
export function nextAsPlanned(
  incident: Incident,
  { channel, stage, number }: Pick<Notice, 'channel' | 'stage' | 'number'>,
  at: number,
): string | null {
  if (!mustPromiseNext({ incident, stage })) return null
  if (customerChannels(incident.runbook).includes(channel)) return lastPromised(incident, number, at)
  return promisedOn(incident, channel, at)
}

/** Whether a notice must promise a next report: an ongoing halt is never left without one (manual 3.2). */
export function mustPromiseNext({ incident, stage }: { readonly incident: Incident; readonly stage: Stage }): boolean {
  if (stage === 'scheduled' || stage === 'final' || mendsAnother(stage)) return false
  return stage !== 'resumption' || lifecycleOf(incident).current.fullyResumedAt === null
}

/** The time of the next report that was promised on a channel, ISO 8601, if it is ahead; else null. */
export function promisedOn(incident: Incident, channel: string, now: number): string | null {
  const promised = registerOf(incident, `promise:${channel}`).findLast(isStanding(now))
  return promised === undefined ? null : ifAhead(promised.value, now)
}

/** Whether a promise was made by `now` (ms), and not taken back. */
function isStanding(now: number): (promise: Write<string>) => boolean {
  return (promise) => !promise.undone && isBy(now, promise)
}

/** Whether something happened by `now` (ms), to the minute, as people give times. */
function isBy(now: number, { at }: { readonly at: string }): boolean {
  return wholeMinute(Date.parse(at)) <= now
}

function ifAhead(next: string, now: number): string | null {
  const minute = inWholeMinutes(next)
  return Date.parse(minute) > now ? minute : null
}

/** When customers were last told that the next report comes, ISO 8601 to the minute, as `promisedToCustomers`. */
function lastPromised(incident: Incident, round: number | null, now: number): string | null {
  const customers = new Set(customerChannels(incident.runbook))
  const { order: since } = lifecycleOf(incident).current
  const promises = registersByName(incident, 'promise:').flatMap(([channel, writes]) =>
    customers.has(channel) ? writes.filter(isStanding(now)).map(({ value, order }) => ({ order, next: value })) : [],
  )
  const told = incident.notices.flatMap(({ channel, number, order, next, ...notice }) => {
    const isOut = wentOut(notice) && isBy(now, notice) && order > since
    const counts = customers.has(channel) && isOut && (round === null || number === round)
    return counts && next !== null ? { order, next } : []
  })
  const last = [...promises, ...told].sort((a, b) => a.order - b.order).at(-1)
  return last === undefined ? null : ifAhead(last.next, now)
}

/** Rounds a time in ISO 8601 down to the minute, as notices state it. */
export function inWholeMinutes(iso: string): string {
  return iso.replace(/(T\d\d:\d\d):\d\d(?:\.\d+)?/, '$1:00.000')
}
