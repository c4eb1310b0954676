import { memoize } from '../memoize.ts'
import { customerChannels } from '../runbook/runbook.ts'
import { cadenceOf } from '../settings.ts'
import { phaseOf, registersOf, severityOf } from './current-values.ts'
import type { Incident, Notice } from './incident.ts'
import type { Interruption, Lifecycle } from './lifecycle.ts'
import { noticesOf } from './notices.ts'
import { between } from './register.ts'

/** A deadline, in milliseconds since the epoch. */
export interface Deadline {
  readonly id: string
  readonly dueAt: number
}

/**
 * Returns the notice deadlines of the customer channels (manual 2.2, 3.2, 4.1): a first notice soon after the halt is
 * declared or reopened, then updates as promised or by the cadence until trading has fully resumed, and a resumption
 * notice after each lift.
 */
export function noticeDeadlines(incident: Incident, lifecycle: Lifecycle): Deadline[] {
  const phase = phaseOf(incident)
  if (phase === 'scheduled' || phase === 'closed') return []
  return customerChannels(incident.runbook).flatMap((channel) => channelDeadlines(incident, lifecycle, channel))
}

function channelDeadlines(incident: Incident, { current }: Lifecycle, channel: string): Deadline[] {
  const { first } = cadenceOf(incident.settings.cadence, channel, severityOf(incident))
  const sent = noticesOf(incident, channel, current)
  const deadlines: Deadline[] = []
  if (current.fullyResumedAt === null) {
    const last = sent.at(-1)
    const began = beganAt(incident, current)
    const next = last === undefined ? null : nextNoticeDue(incident, last, undefined)
    if (next !== null) deadlines.push({ id: `update:${channel}`, dueAt: next })
    if (last === undefined && began !== null)
      deadlines.push({ id: `first-notice:${channel}`, dueAt: Date.parse(began) + first })
  }
  if (current.lastLiftAt !== null) {
    const lift = Date.parse(current.lastLiftAt)
    const announced = sent.some((n) => n.stage === 'resumption' && Date.parse(n.at) >= lift)
    if (!announced) deadlines.push({ id: `resumption-notice:${channel}`, dueAt: lift + first })
  }
  return deadlines
}

/** From when the first notice of an interruption is timed: the declaration, the planned start or the reopening. */
export function beganAt({ declaration: declared }: Incident, { number, startedAt }: Interruption): string | null {
  if (number > 1 || declared === null || declared.planned !== null) return startedAt
  return declared.declaredAt
}

/**
 * When the next update on a channel is due, in milliseconds: as last promised, else by the cadence after its last
 * notice (before `until`, if given). Null before its first notice, and if its updates are only `on-change`.
 */
export function nextUpdateDue(
  incident: Incident,
  lifecycle: Lifecycle,
  channel: string,
  until: number | null,
): number | null {
  const sent = noticesOf(incident, channel, lifecycle.current).filter(
    (n) => until === null || Date.parse(n.at) <= until,
  )
  const last = sent.at(-1)
  return last === undefined ? null : nextNoticeDue(incident, last, undefined)
}

/** When the notice after `notice` is or was due, in ms: as last promised before `following`, else by the cadence. */
export function nextNoticeDue(incident: Incident, notice: Notice, following: Notice | undefined): number | null {
  const { channel, at, order, next } = notice
  const until = following?.order ?? Number.POSITIVE_INFINITY
  const promise = between(promisesIn(incident).get(channel) ?? [], order, until).findLast((w) => !w.undone)
  if (promise !== undefined) return Date.parse(promise.value)
  if (next !== null) return Date.parse(next)
  const { update } = cadenceOf(incident.settings.cadence, channel, severityOf(incident))
  return update === 'on-change' ? null : Date.parse(at) + update
}

/** Promises by channel. Cached because every notice is looked up. */
const promisesIn = memoize((incident: Incident) => new Map(registersOf(incident, 'promise:')))
