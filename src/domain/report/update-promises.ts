import type { Incident } from '../incident/incident.ts'
import type { Lifecycle } from '../incident/lifecycle.ts'
import { nextNoticeDue } from '../incident/notice-deadlines.ts'
import { noticesOf } from '../incident/notices.ts'
import { customerChannels } from '../runbook/runbook.ts'

/** An update that customers were promised, or that was due by the cadence. */
export interface UpdatePromise {
  readonly channel: string
  /** Milliseconds since the epoch. */
  readonly dueAt: number
  /** When the update came, in milliseconds; null if it did not. */
  readonly at: number | null
  readonly kept: boolean
}

/** Returns when updates were due (manual 3.2), as far as they came in time or fell due before their interruption ended. */
export function updatePromisesOf(incident: Incident, lifecycle: Lifecycle, now: number): UpdatePromise[] {
  return customerChannels(incident.runbook).flatMap((channel) => promisesOfChannel(incident, lifecycle, channel, now))
}

/** Returns the update promises of one channel; `now` is in milliseconds. */
export function promisesOfChannel(
  incident: Incident,
  lifecycle: Lifecycle,
  channel: string,
  now: number,
): UpdatePromise[] {
  return lifecycle.interruptions.flatMap((interruption, index) => {
    const ended = interruption.fullyResumedAt ?? lifecycle.interruptions[index + 1]?.startedAt ?? lifecycle.closedAt
    const end = ended === null ? now : Date.parse(ended)
    const notices = noticesOf(incident, channel, interruption)
    return notices.flatMap((notice, i) => {
      const following = notices[i + 1]
      const dueAt = nextNoticeDue(incident, notice, following)
      if (dueAt === null || Date.parse(notice.at) > end) return []
      const at = following === undefined ? null : Date.parse(following.at)
      const kept = at !== null && at <= dueAt
      return kept || dueAt <= end ? [{ channel, dueAt, at, kept }] : []
    })
  })
}
