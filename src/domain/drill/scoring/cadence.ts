import { severityOf } from '../../incident/current-values.ts'
import { beganAt } from '../../incident/notice-deadlines.ts'
import { noticesOf } from '../../incident/notices.ts'
import { promisesOfChannel } from '../../report/promises.ts'
import { customerChannels } from '../../runbook/runbook.ts'
import { cadenceOf } from '../../settings.ts'
import { type Check, dueOn, type Judged, timed } from './check.ts'

/** Whether the next reports came when they were promised, or due by the cadence (manual 3.2). */
export function cadence(judged: Judged): Check[] {
  const { incident, course, end } = judged
  return customerChannels(incident.runbook).flatMap((channel) => {
    const { first } = cadenceOf(incident.settings.cadence, channel, severityOf(incident))
    const promises = promisesOfChannel(incident, course, channel, end).flatMap(({ dueAt, at }): Check[] => {
      const due = dueOn(judged, channel, dueAt, first)
      return due === null || (at === null && due > end) ? [] : [timed('promise', channel, due, at)]
    })
    return [...promises, ...neverBegun(judged, channel)]
  })
}

/** A channel that was never spoken on has missed its first update as well. */
function neverBegun(judged: Judged, channel: string): Check[] {
  const { incident, course, end } = judged
  const { first, update } = cadenceOf(incident.settings.cadence, channel, severityOf(incident))
  if (update === 'on-change') return []
  return course.interruptions.flatMap((interruption): Check[] => {
    const began = beganAt(incident, interruption)
    if (began === null || noticesOf(incident, channel, interruption).length > 0) return []
    const dueAt = dueOn(judged, channel, Date.parse(began) + first + update, first)
    return dueAt === null || dueAt > end ? [] : [timed('promise', channel, dueAt, null)]
  })
}
