import { grouped } from '../grouped.ts'
import { severityOf } from '../incident/current-values.ts'
import type { Incident, Notice } from '../incident/incident.ts'
import type { Lifecycle } from '../incident/lifecycle.ts'
import { isUpdateLate, nextNoticeDue, nextNoticePromised, updateOwedBy } from '../incident/notice-deadlines.ts'
import { nextReportAt, noticesOf } from '../incident/notices.ts'
import { customerChannels } from '../runbook/runbook.ts'
import { cadenceOf } from '../settings.ts'
import { endOfMinute } from '../time.ts'

/** A next report that was due, and whether it came by then. */
export interface UpdatePromise {
  readonly channel: string
  /** Milliseconds since the epoch. */
  readonly dueAt: number
  /** When the update came, in milliseconds; null if it did not. */
  readonly at: number | null
  /** Whether that is when it came on the page that the channel names for it, and not on the channel. */
  readonly onPage: boolean
  readonly kept: boolean
}

/** The next reports that notices promised customers (manual 3.2), if they fell due before the interruption ended. */
export function updatePromisesOf(incident: Incident, lifecycle: Lifecycle, now: number): UpdatePromise[] {
  return customerChannels(incident.runbook).flatMap((channel) =>
    updatesOf(incident, lifecycle, channel, now, { dueAfter: promisedIn }),
  )
}

/** When a notice told customers that the next report comes, in milliseconds; null if it did not. */
function promisedIn(_: Incident, { next }: Notice): number | null {
  return next === null ? null : Date.parse(next)
}

/** A round of next reports that were promised for the same minute on one or more channels. */
export interface PromisedRound<T extends UpdatePromise = UpdatePromise> {
  /** Milliseconds since the epoch. */
  readonly dueAt: number
  readonly promises: readonly T[]
  /** Whether every channel had it in time. */
  readonly kept: boolean
}

/** The rounds of promised reports, by the minute that customers were told. What a channel told twice stands as it was told last. */
export function promisedRounds<T extends UpdatePromise>(promises: readonly T[]): PromisedRound<T>[] {
  return grouped(promises, ({ dueAt }) => String(endOfMinute(dueAt)))
    .map((all) => {
      const round = [...new Map(all.map((promise) => [promise.channel, promise])).values()]
      return {
        dueAt: Math.min(...round.map(({ dueAt }) => dueAt)),
        promises: round,
        kept: round.every(({ kept }) => kept),
      }
    })
    .sort((a, b) => a.dueAt - b.dueAt)
}

/** A next report that was late, or never came, although its notice had told customers no such time. */
export interface LateUpdate extends UpdatePromise {
  /** Within how many seconds of the notice before it was due; null if by a time that was planned without telling customers. */
  readonly withinSeconds: number | null
}

/** The next reports that were overdue (as `noticeDeadlines` has it) by the interval between updates, or by a time in the log alone. */
export function lateUpdatesOf(incident: Incident, lifecycle: Lifecycle, now: number): LateUpdate[] {
  return customerChannels(incident.runbook).flatMap((channel) => {
    const { update } = cadenceOf(incident.settings.cadence, channel, severityOf(incident))
    const lateBy = (dueAfter: typeof nextNoticeDue, withinSeconds: number | null) =>
      updatesOf(incident, lifecycle, channel, now, { dueAfter })
        .filter(({ kept }) => !kept)
        .map((late) => ({ ...late, withinSeconds }))
    const byInterval = update === 'on-change' ? [] : lateBy(dueByInterval, update / 1000)
    return [...byInterval, ...lateBy(plannedUntold, null)].sort((a, b) => a.dueAt - b.dueAt)
  })
}

function dueByInterval(...of: Parameters<typeof nextNoticeDue>): number | null {
  return nextNoticePromised(...of) === null ? nextNoticeDue(...of) : null
}

/** When the notice after another one was due by a plan that the other did not tell. */
function plannedUntold(incident: Incident, notice: Notice, following: Notice | undefined): number | null {
  const dueAt = nextNoticePromised(incident, notice, following)
  return dueAt === promisedIn(incident, notice) ? null : dueAt
}

/** The rounds of late updates that were due in the same minute by the same rule. */
export function lateUpdateRounds(lateUpdates: readonly LateUpdate[]): PromisedRound<LateUpdate>[] {
  return grouped(lateUpdates, ({ withinSeconds }) => String(withinSeconds))
    .flatMap((same) => promisedRounds(same))
    .sort((a, b) => a.dueAt - b.dueAt)
}

/**
 * The next reports of one channel that were due before the interruption ended, promised or by the cadence, and those that
 * came before they were due; `now` is in milliseconds.
 */
export function updatesDueOn(incident: Incident, lifecycle: Lifecycle, channel: string, now: number): UpdatePromise[] {
  return updatesOf(incident, lifecycle, channel, now, { dueAfter: nextNoticeDue, countsEarly: true })
}

/**
 * The next reports of one channel that fell due before the interruption ended, promised or by the cadence; and the one that
 * was owed in an interruption of which nobody was told there.
 */
export function updatesOwedOn(incident: Incident, lifecycle: Lifecycle, channel: string, now: number): UpdatePromise[] {
  return updatesOf(incident, lifecycle, channel, now, { dueAfter: nextNoticeDue, countsUntold: true })
}

interface UpdateRule {
  /** Returns when the notice after another one was due, in milliseconds; null if at no time. */
  readonly dueAfter: typeof nextNoticeDue
  /** Whether an update counts that came before the interruption ended, but was due only after that. */
  readonly countsEarly?: boolean
  /** Whether the first update counts that was owed in an interruption without any notice. */
  readonly countsUntold?: boolean
}

function updatesOf(
  incident: Incident,
  lifecycle: Lifecycle,
  channel: string,
  now: number,
  { dueAfter, countsEarly = false, countsUntold = false }: UpdateRule,
): UpdatePromise[] {
  return lifecycle.interruptions.flatMap((interruption, index) => {
    const ended = interruption.fullyResumedAt ?? lifecycle.interruptions[index + 1]?.startedAt ?? lifecycle.closedAt
    const end = ended === null ? now : Date.parse(ended)
    const notices = noticesOf(incident, channel, interruption)
    if (countsUntold && notices.length === 0 && interruption.startedAt !== null) {
      const dueAt = updateOwedBy(incident, interruption, channel, end)
      return isUpdateLate(dueAt, end) ? [{ channel, dueAt, at: null, onPage: false, kept: false }] : []
    }
    return notices.flatMap((notice, i) => {
      const following = notices[i + 1]
      const dueAt = dueAfter(incident, notice, following)
      if (dueAt === null || Date.parse(notice.at) > end) return []
      const own = following === undefined ? null : Date.parse(following.at)
      const soonest = nextReportAt(incident, notice, following)
      const kept = soonest !== null && !isUpdateLate(dueAt, soonest)
      const at = own !== null && (!kept || !isUpdateLate(dueAt, own)) ? own : soonest
      const counts = kept ? countsEarly || dueAt <= end : isUpdateLate(dueAt, end)
      return counts ? [{ channel, dueAt, at, onPage: at !== own, kept }] : []
    })
  })
}
