import type { Incident, Notice } from '../incident/incident.ts'
import { incidentAsOf, lastNoticeBefore } from '../incident/incident-as-of.ts'
import { type Interruption, lifecycleOf } from '../incident/lifecycle.ts'
import { isToldReport, lastReportOn } from '../incident/notices.ts'
import { hasResumedSince } from '../incident/resumptions.ts'
import { memoize } from '../memoize.ts'
import type { Stage } from '../runbook/runbook.ts'

/** Whether nothing has resumed since the last notice on the channel, which told of what had. */
export function hasNoneResumed(incident: Incident, channel: string): boolean {
  return hasNoneResumedSince(incident, lastReportOn(incident, channel))
}

function hasNoneResumedSince(incident: Incident, last: Notice | undefined): boolean {
  if (last?.stage !== 'resumption' && last?.stage !== 'update') return false
  const [before, now] = [lifecycleOf(incidentAsOf(incident, last)).current, lifecycleOf(incident).current]
  const isOver = ({ fullyResumedAt }: Interruption) => fullyResumedAt !== null
  // What is left may have ceased to be restricted without a lift.
  const isNewlyOver = isOver(now) && !isOver(before)
  if (before.number !== now.number || isNewlyOver) return false
  return !hasResumedSince(incident, last)
}

/** Returns the stage by which a notice on a channel is called: one of resumption is an update while nothing has newly resumed. */
export function stageToAnnounce(incident: Incident, channel: string, stage: Stage): Stage {
  const isUpdate = stage === 'resumption' && hasNoneResumed(incident, channel) && !hasFullyResumed(incident)
  return isUpdate ? 'update' : stage
}

/** Returns the stage by which a notice that was made is called, by its readers as in every list. */
export function announcedStage(incident: Incident, { event, stage }: Pick<Notice, 'event' | 'stage'>): Stage {
  return updatesAfterResumption(incident).has(event) ? 'update' : stage
}

/** The events of the notices of resumption that told of nothing newly resumed while something was restricted. */
const updatesAfterResumption = memoize((incident: Incident): ReadonlySet<string> => {
  const isUpdate = (notice: Notice) => {
    if (notice.stage !== 'resumption') return false
    const then = incidentAsOf(incident, notice)
    return !hasFullyResumed(then) && hasNoneResumedSince(then, lastNoticeBefore(incident, notice, isToldReport))
  }
  return new Set(incident.notices.filter(isUpdate).map(({ event }) => event))
})

function hasFullyResumed(incident: Incident): boolean {
  return lifecycleOf(incident).current.fullyResumedAt !== null
}
