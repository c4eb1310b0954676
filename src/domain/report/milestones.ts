import { currentFactWithRole } from '../incident/facts.ts'
import type { Incident, Notice } from '../incident/incident.ts'
import type { Interruption, Lifecycle } from '../incident/lifecycle.ts'
import { wentOut } from '../incident/notice-reach.ts'
import { firstNoticeDuring, noticesOf } from '../incident/notices.ts'
import { restrictedSpans } from '../incident/restrictions.ts'
import { scopeHistory } from '../incident/scope-history.ts'
import { isWithin } from '../incident/spans.ts'
import { enteredLateSeconds } from '../log/entered-late.ts'
import { customerChannels } from '../runbook/runbook.ts'
import { secondsBetween } from '../time.ts'

/** A time that matters in every halt, such as the first notice or the resumption. */
export interface Milestone {
  /**
   * `started` `detected` `declared` `first-notice:CHANNEL` `lifted` `resumed:OPERATION[:ASSET]` `fully-resumed`
   * `resumption-notice:CHANNEL` `closed` `retraction-notice:CHANNEL`
   */
  readonly id: string
  readonly at: string
  /**
   * Seconds from the start; negative only for `declared` of a planned halt, and for `detected`. Null if unknown, or if a
   * clock was wrong.
   */
  readonly offsetSeconds: number | null
  /** Number of the interruption, from 1. */
  readonly interruption: number
  /** How many seconds later than it happened it was recorded, if by more than two minutes; else null. */
  readonly enteredLateSeconds: number | null
  /** The number (第N報) of a notice; null for anything else. */
  readonly number: number | null
  /** Whether something was still restricted after it; true only for `lifted`. */
  readonly partial: boolean
}

/** Returns the milestones by time. What has not happened yet is left out. */
export function milestonesOf(incident: Incident, lifecycle: Lifecycle): Milestone[] {
  const found: Milestone[] = []
  const restricted = restrictedSpans(scopeHistory(incident, ALL_TIME))
  const add = (
    id: string,
    at: string | null | undefined,
    interruption: number,
    recordedAt?: string,
    number: number | null = null,
  ) => {
    if (at == null) return
    // What a halt is for may have been noticed before anything was stopped.
    const mayPrecedeStart = id === 'detected' || (id === 'declared' && incident.declaration?.planned)
    const between = mayPrecedeStart ? signedSecondsBetween : durationInSeconds
    const offsetSeconds = between(lifecycle.startedAt, at)
    const late = recordedAt === undefined ? null : enteredLateSeconds(at, recordedAt)
    const partial = id === 'lifted' && isWithin(Date.parse(at), restricted)
    found.push({ id, at, offsetSeconds, interruption, enteredLateSeconds: late, number, partial })
  }
  const detected = currentFactWithRole(incident, 'detected')
  add('detected', detected?.value.value, 1, detected?.recordedAt)
  add('declared', incident.declaration?.declaredAt, 1)
  for (const interruption of lifecycle.interruptions) {
    const { number, recordedAt } = interruption
    const addOwn = (id: string, at: string | null) => add(id, at, number, recordedAt.get(id))
    addOwn('started', interruption.startedAt)
    for (const [id, notice] of noticeMilestones(incident, interruption))
      add(id, notice.at, number, notice.recordedAt, notice.number)
    addOwn('lifted', interruption.liftedAt)
    for (const [target, at] of interruption.resumed) addOwn(`resumed:${target}`, at)
    addOwn('fully-resumed', interruption.fullyResumedAt)
  }
  add('closed', lifecycle.closedAt, lifecycle.current.number, lifecycle.current.recordedAt.get('closed'))
  for (const channel of customerChannels(incident.runbook)) {
    const retraction = incident.notices.find((n) => n.channel === channel && n.stage === 'retraction' && wentOut(n))
    const { at, recordedAt, number } = retraction ?? {}
    add(`retraction-notice:${channel}`, at, lifecycle.current.number, recordedAt, number)
  }
  return found.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

const ALL_TIME = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }

/** Returns when each customer channel had its first notice and its first resumption notice in an interruption. */
function noticeMilestones(incident: Incident, interruption: Interruption): [id: string, notice: Notice][] {
  return customerChannels(incident.runbook).flatMap((channel) => {
    const first = firstNoticeDuring(incident, channel, interruption)
    const resumption = noticesOf(incident, channel, interruption).find((n) => n.stage === 'resumption')
    const found: [string, Notice][] = []
    if (first !== undefined) found.push([`first-notice:${channel}`, first])
    if (resumption !== undefined) found.push([`resumption-notice:${channel}`, resumption])
    return found
  })
}

/** Like `signedSecondsBetween`, but null if the seconds would be negative. */
export function durationInSeconds(from: string | null, to: string | number | null): number | null {
  const seconds = signedSecondsBetween(from, to)
  return seconds === null || seconds < 0 ? null : seconds
}

/**
 * Returns the seconds from one time to another, as people read both, which may be negative; null if one is not known. A
 * number is in milliseconds.
 */
export function signedSecondsBetween(from: string | null, to: string | number | null): number | null {
  return from === null || to === null ? null : secondsBetween(Date.parse(from), new Date(to).getTime())
}
