import { registerOf } from '../incident/current-values.ts'
import { currentFactWithRole } from '../incident/facts.ts'
import type { Incident, Notice } from '../incident/incident.ts'
import type { Interruption, Lifecycle } from '../incident/lifecycle.ts'
import { wentOut } from '../incident/notice-reach.ts'
import { firstNoticeDuring, noticesOf, recordOf } from '../incident/notices.ts'
import { inGivenOrderOfEvents, type Recorded } from '../incident/order-of-events.ts'
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

/** Returns the milestones in the order in which they happened, although a clock was set back. What has not happened yet is left out. */
export function milestonesOf(incident: Incident, lifecycle: Lifecycle): Milestone[] {
  const found: { readonly milestone: Milestone; readonly record: Recorded }[] = []
  const restricted = restrictedSpans(scopeHistory(incident, ALL_TIME))
  const declaredAt = Date.parse(String(incident.declaration?.declaredAt))
  const add = (
    id: string,
    at: string | null | undefined,
    interruption: number,
    recorded: Pick<Recorded, 'recordedAt' | 'order'> | undefined,
    number: number | null = null,
  ) => {
    if (at == null || recorded === undefined) return
    // What a halt is for may have been noticed before anything was stopped; but a clock that was set back says nothing of that.
    const isSetBack = Date.parse(recorded.recordedAt) < declaredAt
    const mayPrecedeStart = (id === 'detected' && !isSetBack) || (id === 'declared' && incident.declaration?.planned)
    const between = mayPrecedeStart ? signedSecondsBetween : durationInSeconds
    const offsetSeconds = between(lifecycle.startedAt, at)
    const late = id === 'declared' ? null : enteredLateSeconds(at, recorded.recordedAt)
    const partial = id === 'lifted' && isWithin(Date.parse(at), restricted)
    const milestone = { id, at, offsetSeconds, interruption, enteredLateSeconds: late, number, partial }
    found.push({ milestone, record: { at, recordedAt: recorded.recordedAt, order: recorded.order } })
  }
  const detected = currentFactWithRole(incident, 'detected')
  add('detected', detected?.value.value, 1, detected)
  add('declared', incident.declaration?.declaredAt, 1, registerOf(incident, 'phase')[0])
  for (const interruption of lifecycle.interruptions) {
    const { number, recorded } = interruption
    const addOwn = (id: string, at: string | null) => add(id, at, number, recorded.get(id))
    addOwn('started', interruption.startedAt)
    for (const [id, notice] of noticeMilestones(incident, interruption))
      add(id, notice.at, number, recordOf(notice), notice.number)
    addOwn('lifted', interruption.liftedAt)
    for (const [target, at] of interruption.resumed) addOwn(`resumed:${target}`, at)
    addOwn('fully-resumed', interruption.fullyResumedAt)
  }
  add('closed', lifecycle.closedAt, lifecycle.current.number, lifecycle.current.recorded.get('closed'))
  for (const channel of customerChannels(incident.runbook)) {
    const retraction = incident.notices.find((n) => n.channel === channel && n.stage === 'retraction' && wentOut(n))
    if (retraction === undefined) continue
    const { at, number } = retraction
    add(`retraction-notice:${channel}`, at, lifecycle.current.number, recordOf(retraction), number)
  }
  return inGivenOrderOfEvents(found, ({ record }) => record).map(({ milestone }) => milestone)
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
