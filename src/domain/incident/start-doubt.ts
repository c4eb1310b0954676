import { factOfRole } from './facts.ts'
import type { Incident } from './incident.ts'
import { isStartStated, startedAtOf } from './lifecycle.ts'

/** A time that the start of a deadline lies before, although nobody can have known of the halt then. */
export interface StartDoubt {
  readonly before: 'detected' | 'began' | 'declared'
  readonly at: string
}

/** How much before its declaration a halt may have become known while nobody has said when it began or was detected. */
const BEFORE_DECLARING_MS = 86_400_000

/**
 * Returns why the time of an authority's event is likely to be mistyped: it lies before the halt was detected. While nobody
 * has stated that, before it began; and without that too, a day or more before it was declared.
 */
export function startDoubt(incident: Incident, at: string): StartDoubt | null {
  const detected = factOfRole(incident, 'detected').value
  if (detected !== null) return isBefore(at, detected) ? { before: 'detected', at: detected } : null
  const began = isStartStated(incident) ? startedAtOf(incident) : null
  if (began !== null) return isBefore(at, began) ? { before: 'began', at: began } : null
  const declaredAt = incident.declaration?.declaredAt
  const isOld = declaredAt !== undefined && Date.parse(declaredAt) - Date.parse(at) >= BEFORE_DECLARING_MS
  return isOld ? { before: 'declared', at: declaredAt } : null
}

function isBefore(at: string, bound: string): boolean {
  return Date.parse(at) < Date.parse(bound)
}
