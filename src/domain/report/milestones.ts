import { factOf } from '../incident/facts.ts'
import type { Incident } from '../incident/incident.ts'
import type { Course, Interruption } from '../incident/lifecycle.ts'
import { noticesOf } from '../incident/notices.ts'
import { customerChannels } from '../runbook/runbook.ts'

export interface Milestone {
  /**
   * `started` `detected` `declared` `first-notice:CHANNEL` `lifted` `resumed:OPERATION[:ASSET]` `fully-resumed`
   * `resumption-notice:CHANNEL` `closed`
   */
  readonly id: string
  readonly at: string
  /**
   * Seconds from the start of the incident; null where that is not known yet, or where the time lies before it without
   * having been planned so: a clock was set back, or a time misstated.
   */
  readonly offsetSeconds: number | null
  readonly interruption: number
}

export function milestonesOf(incident: Incident, course: Course): Milestone[] {
  const found: Milestone[] = []
  const add = (id: string, at: string | null | undefined, interruption: number) => {
    if (at == null) return
    const between = id === 'declared' && incident.declaration?.planned ? secondsBetween : spanBetween
    found.push({ id, at, offsetSeconds: between(course.startedAt, at), interruption })
  }
  add('detected', factOf(incident, 'detected-at').value, 1)
  add('declared', incident.declaration?.declaredAt, 1)
  for (const interruption of course.interruptions) {
    const { number } = interruption
    add('started', interruption.startedAt, number)
    for (const [id, at] of noticeMilestones(incident, interruption)) add(id, at, number)
    add('lifted', interruption.liftedAt, number)
    for (const [target, at] of interruption.resumed) add(`resumed:${target}`, at, number)
    add('fully-resumed', interruption.fullyResumedAt, number)
  }
  add('closed', course.closedAt, course.current.number)
  return found.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

/** The first notice of each customers' channel, and its first of resumption. */
function noticeMilestones(incident: Incident, interruption: Interruption): [id: string, at: string][] {
  return customerChannels(incident.runbook).flatMap((channel) => {
    const notices = noticesOf(incident, channel, interruption)
    const first = notices[0]
    const resumption = notices.find((n) => n.stage === 'resumption')
    const found: [string, string][] = []
    if (first !== undefined) found.push([`first-notice:${channel}`, first.at])
    if (resumption !== undefined) found.push([`resumption-notice:${channel}`, resumption.at])
    return found
  })
}

/** How long something took, in seconds; null where that is not known, as it is not where it ends before it begins. */
export function spanBetween(from: string | null, to: string | null): number | null {
  const seconds = secondsBetween(from, to)
  return seconds === null || seconds < 0 ? null : seconds
}

export function secondsBetween(from: string | null, to: string | null): number | null {
  return from === null || to === null ? null : (Date.parse(to) - Date.parse(from)) / 1000
}
