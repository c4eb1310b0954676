import { memoize } from '../memoize.ts'
import { customerChannels } from '../runbook/runbook.ts'
import { cadenceOf } from '../settings.ts'
import { phaseOf, severityOf } from './current-values.ts'
import type { Incident, Notice } from './incident.ts'
import type { Interruption, Lifecycle } from './lifecycle.ts'
import { noticesOf } from './notices.ts'
import { betweenPositions } from './register.ts'
import { registersByName } from './register-access.ts'

/** Something that is due at a time. */
export interface Deadline {
  /** Such as `first-notice:CHANNEL`. */
  readonly id: string
  /** In milliseconds since 1970. */
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
    const from = firstNoticeCountsFrom(incident, current)
    const next = last === undefined ? null : nextNoticeDue(incident, last, undefined)
    if (next !== null) deadlines.push({ id: `update:${channel}`, dueAt: next })
    if (last === undefined && from !== null)
      deadlines.push({ id: `first-notice:${channel}`, dueAt: Date.parse(from) + first })
  }
  if (current.lastLiftAt !== null) {
    const lift = Date.parse(current.lastLiftAt)
    const announced = sent.some((n) => n.stage === 'resumption' && Date.parse(n.at) >= lift)
    if (!announced) deadlines.push({ id: `resumption-notice:${channel}`, dueAt: lift + first })
  }
  return deadlines
}

/**
 * From when the first notice of an interruption is timed: the declaration, the beginning of a planned halt, or the
 * reopening. Null if a planned halt has not begun.
 */
export function firstNoticeCountsFrom(
  { declaration: declared }: Incident,
  { number, startedAt }: Interruption,
): string | null {
  if (number > 1 || declared === null || declared.planned !== null) return startedAt
  return declared.declaredAt
}

/**
 * When the update after the last notice on a channel is due, in milliseconds: as last promised, else by the cadence.
 * With `until`, in milliseconds, notices after that time do not count. Null before the first notice, and without a
 * promise if updates on the channel are only `on-change`.
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

/**
 * When the notice after `notice` is or was due, in milliseconds: as last promised before `following`, else by the
 * cadence; null without a promise if updates are only `on-change`. `following` is undefined if there is none yet.
 */
export function nextNoticeDue(incident: Incident, notice: Notice, following: Notice | undefined): number | null {
  const { channel, at, order, next } = notice
  const until = following?.order ?? Number.POSITIVE_INFINITY
  const promise = betweenPositions(promisesIn(incident).get(channel) ?? [], order, until).findLast((w) => !w.undone)
  if (promise !== undefined) return Date.parse(promise.value)
  if (next !== null) return Date.parse(next)
  const { update } = cadenceOf(incident.settings.cadence, channel, severityOf(incident))
  return update === 'on-change' ? null : Date.parse(at) + update
}

/** Promises by channel. Memoised because they are looked up for every notice. */
const promisesIn = memoize((incident: Incident) => new Map(registersByName(incident, 'promise:')))
