import { memoize } from '../memoize.ts'
import { customerChannels } from '../runbook/runbook.ts'
import { cadenceOf } from '../settings.ts'
import { endOfMinute } from '../time.ts'
import { phaseOf, registersByName, severityOf } from './current-values.ts'
import type { Incident, Notice } from './incident.ts'
import { type Interruption, type Lifecycle, lastLift } from './lifecycle.ts'
import { falseAlarmOf, isAboutRestriction, isRetractionDue, nextReportAt, noticesOf, recordOf } from './notices.ts'
import { happenedBefore } from './order-of-events.ts'
import { betweenPositions } from './register.ts'

export interface Deadline {
  /** Such as `first-notice:CHANNEL`. */
  readonly id: string
  /** In milliseconds since 1970. */
  readonly dueAt: number
  /** Set if what it counts from is likely to be mistyped: it is not overdue then, but has to be checked. */
  readonly inDoubt?: true
}

/**
 * The deadlines of customer notices (manual 2.2, 3.2, 4.1): first notices, updates until full resumption, resumptions; after
 * closing as a false alarm, retractions of what customers were told.
 */
export function noticeDeadlines(incident: Incident, lifecycle: Lifecycle): Deadline[] {
  const phase = phaseOf(incident)
  if (phase === 'scheduled') return []
  if (phase === 'closed') return retractionDeadlines(incident)
  return customerChannels(incident.runbook).flatMap((channel) => channelDeadlines(incident, lifecycle, channel))
}

/** Whether a halt is closed as a false alarm, and customers still have to be told so on some channel. */
export function owesRetractions(incident: Incident): boolean {
  return retractionDeadlines(incident).length > 0
}

const RETRACTION = 'retraction-notice:'

/** Whether the deadline with this id is that of a retraction. */
export function isRetraction(id: string): boolean {
  return id.startsWith(RETRACTION)
}

function retractionDeadlines(incident: Incident): Deadline[] {
  const alarm = falseAlarmOf(incident)
  if (alarm === undefined) return []
  return customerChannels(incident.runbook)
    .filter((channel) => isRetractionDue(incident, channel))
    .map((channel) => {
      const { first } = cadenceOf(incident.settings.cadence, channel, severityOf(incident))
      return { id: `${RETRACTION}${channel}`, dueAt: Date.parse(alarm.at) + first }
    })
}

function channelDeadlines(incident: Incident, lifecycle: Lifecycle, channel: string): Deadline[] {
  const { current } = lifecycle
  const { first } = cadenceOf(incident.settings.cadence, channel, severityOf(incident))
  const sent = noticesOf(incident, channel, current)
  const deadlines: Deadline[] = []
  if (current.fullyResumedAt === null) {
    const last = sent.at(-1)
    const from = firstNoticeCountsFrom(incident, current)
    const next = last === undefined ? null : nextNoticeOwed(incident, last, null)
    if (next !== null) deadlines.push({ id: `update:${channel}`, dueAt: next })
    if (last === undefined && from !== null)
      deadlines.push({ id: `first-notice:${channel}`, dueAt: Date.parse(from) + first })
  }
  const lift = lastLift(incident)
  if (lift !== undefined && !isAboutRestriction(incident, lifecycle, undefined)) {
    const announced = sent.some((n) => n.stage === 'resumption' && !happenedBefore(recordOf(n), lift))
    if (!announced) deadlines.push({ id: `resumption-notice:${channel}`, dueAt: Date.parse(lift.at) + first })
  }
  return deadlines
}

/** From when an interruption's first notice is timed: declaration, beginning if planned (null before) or reopening. */
export function firstNoticeCountsFrom({ declaration }: Incident, { number, startedAt }: Interruption): string | null {
  if (number > 1 || declaration === null || declaration.planned !== null) return startedAt
  return declaration.declaredAt
}

/** When the update after a channel's last notice up to `until` (ms) is due, like `nextNoticeOwed`; null without one. */
export function nextUpdateDue(
  incident: Incident,
  lifecycle: Lifecycle,
  channel: string,
  until: number | null,
): number | null {
  const sent = noticesOf(incident, channel, lifecycle.current)
  const last = sent.findLast((n) => until === null || Date.parse(n.at) <= until)
  return last === undefined ? null : nextNoticeOwed(incident, last, until)
}

/**
 * When an update was owed on a channel in an interruption that ended at `end` (ms). Without any notice, that is an interval
 * after the time for the first one, counted from its beginning: a halt of hours of which nobody was told needed updates too,
 * even if it was declared only at its end. Infinite if it was owed at no time.
 */
export function updateOwedBy(incident: Incident, interruption: Interruption, channel: string, end: number): number {
  const last = noticesOf(incident, channel, interruption).findLast((n) => Date.parse(n.at) <= end)
  if (last !== undefined) return nextNoticeOwed(incident, last, end) ?? Number.POSITIVE_INFINITY
  const { first, update } = cadenceOf(incident.settings.cadence, channel, severityOf(incident))
  // What has ended has begun.
  return Date.parse(interruption.startedAt as string) + first + (update === 'on-change' ? 0 : update)
}

/** From when an interruption that ended at `end` (ms) is timed: from its beginning if it was recorded only afterwards. */
export function countsFrom(incident: Incident, interruption: Interruption, end: number): string {
  // What has ended has begun.
  const from = firstNoticeCountsFrom(incident, interruption) as string
  return Date.parse(from) < end ? from : (interruption.startedAt as string)
}

/** Whether a next report that was due at `dueAt` is late at `at` (ms): customers are told a minute, which is kept to its end. */
export function isUpdateLate(dueAt: number, at: number): boolean {
  return at > endOfMinute(dueAt)
}

/**
 * By when the notice after `notice` was promised (ms); null if it was not. What `notice` told holds until another one gives a
 * new time: a promise that only the log knows can add an earlier time, and counts by itself where nothing was told. One that
 * the following notice told is kept by the notice after that.
 */
export function nextNoticePromised(incident: Incident, notice: Notice, following: Notice | undefined): number | null {
  const times = [notice.next, promisedSince(incident, notice, following)].map((next) => Date.parse(next ?? ''))
  const [told, planned] = times as [number, number]
  const isToldThen = planned === Date.parse(following?.next ?? '')
  const promises = [told, isToldThen ? Number.NaN : planned].filter((at) => !Number.isNaN(at))
  return promises.length === 0 ? null : Math.min(...promises)
}

/** What was promised last (ISO 8601) after `notice` and before `following`, apart from what notices say; null if nothing. */
export function promisedSince(incident: Incident, notice: Notice, following: Notice | undefined): string | null {
  const until = following?.order ?? Number.POSITIVE_INFINITY
  const promises = betweenPositions(promisesIn(incident).get(notice.channel) ?? [], notice.order, until)
  return promises.findLast((w) => !w.undone)?.value ?? null
}

/** The soonest time (ISO 8601) that customers of these channels were told for the next report, if before `next`; else null. */
export function toldSooner(incident: Incident, { current }: Lifecycle, channels: readonly string[], next: string) {
  const customers = customerChannels(incident.runbook).filter((channel) => channels.includes(channel))
  const told = customers.flatMap((channel) => noticesOf(incident, channel, current).at(-1)?.next ?? [])
  const sooner = told.filter((time) => Date.parse(time) < Date.parse(next))
  return sooner.sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null
}

/** When the notice after `notice` is due (ms): as promised before `following`, else by the cadence; null if neither. */
export function nextNoticeDue(incident: Incident, notice: Notice, following: Notice | undefined): number | null {
  const promised = nextNoticePromised(incident, notice, following)
  if (promised !== null) return promised
  const { channel, at } = notice
  const { update } = cadenceOf(incident.settings.cadence, channel, severityOf(incident))
  return update === 'on-change' ? null : Date.parse(at) + update
}

/** When the notice after a channel's last one is due (ms), like `nextNoticeDue`; null if by `until` it came on a page instead. */
function nextNoticeOwed(incident: Incident, last: Notice, until: number | null): number | null {
  const at = nextReportAt(incident, last, undefined)
  return at !== null && (until === null || at <= until) ? null : nextNoticeDue(incident, last, undefined)
}

/** Promises by channel. Memoised because they are looked up for every notice. */
const promisesIn = memoize((incident: Incident) => new Map(registersByName(incident, 'promise:')))
