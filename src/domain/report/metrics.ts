import type { Course } from '../incident/course.ts'
import { nextNoticeDue } from '../incident/duties.ts'
import { factOf } from '../incident/facts.ts'
import type { Incident } from '../incident/incident.ts'
import { noticesOf } from '../incident/notices.ts'
import { customerChannels } from '../runbook/runbook.ts'
import { type Milestone, spanBetween } from './milestones.ts'

/** Times in seconds; null where the end of the span is not there, or lies before its beginning. */
export interface Metrics {
  readonly timeToDetectSeconds: number | null
  /** From the start to the first notice of the customers' channel that came last. */
  readonly timeToNotifySeconds: number | null
  readonly timeToNotifySecondsByChannel: Readonly<Record<string, number | null>>
  readonly timeToResumeSeconds: number | null
  /** Next reports that fell due (as promised, or by the cadence), and how many of them were kept. */
  readonly updatesDue: number
  readonly updatesKept: number
}

export function metricsOf(incident: Incident, course: Course, milestones: readonly Milestone[], now: number): Metrics {
  const channels = customerChannels(incident.runbook)
  const byChannel = Object.fromEntries(
    channels.map((id) => [id, milestones.find((m) => m.id === `first-notice:${id}`)?.offsetSeconds ?? null]),
  )
  const times = Object.values(byChannel)
  const complete = times.length > 0 && times.every((t) => t !== null)
  const promises = channels.flatMap((channel) => promisesOf(incident, course, channel, now))
  return {
    timeToDetectSeconds: spanBetween(course.startedAt, factOf(incident, 'detected-at').value),
    timeToNotifySeconds: complete ? Math.max(...(times as number[])) : null,
    timeToNotifySecondsByChannel: byChannel,
    timeToResumeSeconds: spanBetween(course.startedAt, course.current.fullyResumedAt),
    updatesDue: promises.length,
    updatesKept: promises.filter(({ kept }) => kept).length,
  }
}

/** A next report that fell due, when, and when it came; times in milliseconds. */
export interface Promised {
  readonly dueAt: number
  readonly at: number | null
  readonly kept: boolean
}

/**
 * Whether each notice of a channel was followed by the next in time: one promise a notice, counted once it was kept or
 * had fallen due while the halt went on (manual 3.2).
 */
export function promisesOf(incident: Incident, course: Course, channel: string, now: number): Promised[] {
  return course.interruptions.flatMap((interruption, number) => {
    const ended = interruption.fullyResumedAt ?? course.interruptions[number + 1]?.startedAt ?? course.closedAt
    const end = ended === null ? now : Date.parse(ended)
    const notices = noticesOf(incident, channel, interruption)
    return notices.flatMap((notice, i) => {
      const following = notices[i + 1]
      const due = nextNoticeDue(incident, notice, following)
      if (due === null || Date.parse(notice.at) > end) return []
      const at = following === undefined ? null : Date.parse(following.at)
      const kept = at !== null && at <= due
      return kept || due <= end ? [{ dueAt: due, at, kept }] : []
    })
  })
}
