import { isConfidential, phaseOf, severityOf, titleOf, typeOf } from './current-values.ts'
import type { Incident } from './incident.ts'
import { lifecycleOf } from './lifecycle.ts'
import { isPartlyResumed, scopeOf } from './scope.ts'

/** One row of the list of incidents. Times are in ISO 8601. */
export type ListEntry = Readonly<ReturnType<typeof listEntryOf>>

export function listEntryOf(incident: Incident) {
  const lifecycle = lifecycleOf(incident)
  const phase = phaseOf(incident)
  const severity = severityOf(incident)
  const { phases, severities } = incident.runbook.names ?? {}
  return {
    title: titleOf(incident),
    type: typeOf(incident),
    severity,
    drill: incident.declaration?.drill ?? false,
    /** As the runbook says of its type. */
    confidential: isConfidential(incident),
    phase,
    isPartlyResumed: isPartlyResumed({ phase, scope: scopeOf(incident) }),
    startedAt: lifecycle.startedAt,
    declaredAt: incident.declaration?.declaredAt ?? null,
    declaredBy: incident.declaration?.declaredBy ?? null,
    fullyResumedAt: lifecycle.current.fullyResumedAt,
    closedAt: lifecycle.closedAt,
    closedAs: lifecycle.closedAs,
    /** What the manual calls the phase and the severity; undefined if it has no names of its own for them. */
    names: { phase: phases?.[phase], severity: severities?.[severity ?? ''] },
  }
}
