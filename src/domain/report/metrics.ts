import { factOf } from '../incident/facts.ts'
import type { Incident } from '../incident/incident.ts'
import type { Course } from '../incident/lifecycle.ts'
import { customerChannels } from '../runbook/runbook.ts'
import { promisesOf } from './deviations.ts'
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
  const promises = promisesOf(incident, course, now)
  return {
    timeToDetectSeconds: spanBetween(course.startedAt, factOf(incident, 'detected-at').value),
    timeToNotifySeconds: complete ? Math.max(...(times as number[])) : null,
    timeToNotifySecondsByChannel: byChannel,
    timeToResumeSeconds: spanBetween(course.startedAt, course.current.fullyResumedAt),
    updatesDue: promises.length,
    updatesKept: promises.filter(({ kept }) => kept).length,
  }
}
