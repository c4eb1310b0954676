import type { Phase, Severity } from '../runbook/runbook.ts'
import type { Incident } from './incident.ts'
import { currentWrite } from './register-access.ts'

/** Returns the current phase; `initial-response` before the declaration. */
export function phaseOf(incident: Incident): Phase {
  return currentWrite(incident, 'phase')?.value.phase ?? 'initial-response'
}

/** Returns the id of the incident's type; empty before the declaration. */
export function typeOf(incident: Incident): string {
  return currentWrite(incident, 'type')?.value ?? ''
}

export function severityOf(incident: Incident): Severity | null {
  return currentWrite(incident, 'severity')?.value ?? null
}

export function titleOf(incident: Incident): string | null {
  return currentWrite(incident, 'title')?.value ?? null
}
