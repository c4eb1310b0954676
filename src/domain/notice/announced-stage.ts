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

/** Returns the stage that a notice has for its readers: one of resumption that told of nothing newly resumed is an update. */
export function announcedStage(incident: Incident, { event, stage }: Pick<Notice, 'event' | 'stage'>): Stage {
  return updatesAfterResumption(incident).has(event) ? 'update' : stage
}

/** The events of the notices of resumption that told of nothing newly resumed. */
const updatesAfterResumption = memoize((incident: Incident): ReadonlySet<string> => {
  const isUpdate = (notice: Notice) =>
    notice.stage === 'resumption' &&
    hasNoneResumedSince(incidentAsOf(incident, notice), lastNoticeBefore(incident, notice, isToldReport))
  return new Set(incident.notices.filter(isUpdate).map(({ event }) => event))
})
