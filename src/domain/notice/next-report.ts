import { registersByName, severityOf } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'
import { lifecycleOf } from '../incident/lifecycle.ts'
import { wentOut } from '../incident/notices.ts'
import { customerChannels } from '../runbook/runbook.ts'
import { type Cadence, cadenceOf } from '../settings.ts'

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
  const customers = new Set(customerChannels(incident.runbook))
  const { order: since } = lifecycleOf(incident).current
  const promises = registersByName(incident, 'promise:').flatMap(([channel, writes]) =>
    customers.has(channel) ? writes.flatMap(({ undone, value, order }) => (undone ? [] : { order, next: value })) : [],
  )
  const told = incident.notices.flatMap(({ channel, number, order, next, ...notice }) => {
    const counts = customers.has(channel) && order > since && wentOut(notice) && (round === null || number === round)
    return counts && next !== null ? { order, next } : []
  })
  const last = [...promises, ...told].sort((a, b) => a.order - b.order).at(-1)
  const promised = last === undefined ? null : wholeMinute(Date.parse(last.next))
  return promised !== null && promised > now ? promised : null
}

/** Rounds a time in milliseconds down to the minute, as notices state it. */
export function wholeMinute(ms: number): number {
  return Math.floor(ms / 60_000) * 60_000
}

/** The same for a time in ISO 8601. */
export function inWholeMinutes(iso: string): string {
  return iso.replace(/(T\d\d:\d\d):\d\d(?:\.\d+)?/, '$1:00.000')
}
