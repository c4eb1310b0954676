import type { Incident } from '../incident/incident.ts'
import type { Course } from '../incident/lifecycle.ts'
import { nextNoticeDue } from '../incident/notice-deadlines.ts'
import { noticesOf } from '../incident/notices.ts'
import { customerChannels } from '../runbook/runbook.ts'

/** A next report that customers were promised, or that the cadence asked for. */
export interface Promised {
  readonly channel: string
  /** Milliseconds since the epoch. */
  readonly dueAt: number
  /** When the next one came. */
  readonly at: number | null
  readonly kept: boolean
}

/**
 * Whether each notice of a channel was followed by the next in time: one promise a notice, counted once it was kept or
 * had fallen due while the halt went on (manual 3.2).
 */
export function promisesOf(incident: Incident, course: Course, now: number): Promised[] {
  return customerChannels(incident.runbook).flatMap((channel) => promisesOfChannel(incident, course, channel, now))
}

export function promisesOfChannel(incident: Incident, course: Course, channel: string, now: number): Promised[] {
  return course.interruptions.flatMap((interruption, number) => {
    const ended = interruption.fullyResumedAt ?? course.interruptions[number + 1]?.startedAt ?? course.closedAt
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
