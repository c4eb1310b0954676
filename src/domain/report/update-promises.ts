import { grouped } from '../grouped.ts'
import type { Incident, Notice } from '../incident/incident.ts'
import type { Lifecycle } from '../incident/lifecycle.ts'
import { isUpdateLate, nextNoticeDue, updateOwedBy } from '../incident/notice-deadlines.ts'
import { nextReportAt, noticesOf } from '../incident/notices.ts'
import { customerChannels } from '../runbook/runbook.ts'
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
export interface PromisedRound {
  /** Milliseconds since the epoch. */
  readonly dueAt: number
  readonly promises: readonly UpdatePromise[]
  /** Whether every channel had it in time. */
  readonly kept: boolean
}

/** The rounds of promised reports, by the minute that customers were told. */
export function promisedRounds(promises: readonly UpdatePromise[]): PromisedRound[] {
  return grouped(promises, ({ dueAt }) => String(endOfMinute(dueAt)))
    .map((round) => ({
      dueAt: Math.min(...round.map(({ dueAt }) => dueAt)),
      promises: round,
      kept: round.every(({ kept }) => kept),
    }))
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
