import { phaseOf, severityOf, titleOf, typeOf } from './current-values.ts'
import type { Incident } from './incident.ts'
import { lifecycleOf } from './lifecycle.ts'

/** One row of the list of incidents. Times are in ISO 8601. */
export type ListEntry = Readonly<ReturnType<typeof listEntryOf>>

export function listEntryOf(incident: Incident) {
  const lifecycle = lifecycleOf(incident)
  return {
    title: titleOf(incident),
    type: typeOf(incident),
    severity: severityOf(incident),
    drill: incident.declaration?.drill ?? false,
    phase: phaseOf(incident),
    startedAt: lifecycle.startedAt,
    declaredAt: incident.declaration?.declaredAt ?? null,
    fullyResumedAt: lifecycle.current.fullyResumedAt,
    closedAt: lifecycle.closedAt,
    closedAs: lifecycle.closedAs,
  }
}
