import type { Incident, Notice } from './incident.ts'
import { incidentAsOf } from './incident-as-of.ts'
import { lifecycleOf } from './lifecycle.ts'
import { formatTarget, openScope } from './scope.ts'

/** Whether something has resumed, and is open, that whoever made a notice did not know of; without one, that has at all. */
export function hasResumedSince(incident: Incident, notice: Notice | undefined): boolean {
  const known = new Set(notice === undefined ? [] : resumptions(incidentAsOf(incident, notice)))
  return resumptions(incident).some((one) => !known.has(one))
}

/** The services that have resumed and are open, each with its time. */
function resumptions(incident: Incident): string[] {
  const { resumed } = lifecycleOf(incident).current
  return openScope(incident, [...resumed.keys()]).map((entry) => {
    const target = formatTarget(entry)
    return `${target} ${resumed.get(target)}`
  })
}
