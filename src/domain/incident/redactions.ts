import type { Redactions } from '../log/redaction.ts'
import type { Incident } from './incident.ts'

/** What is redacted now: without the redactions that were undone. */
export function redactionsInForce({ redactions, undone }: Pick<Incident, 'redactions' | 'undone'>): Redactions {
  const inForce = new Map<string, string[]>()
  for (const { event, target, field } of redactions) {
    if (undone.has(event)) continue
    const fields = inForce.get(target) ?? []
    fields.push(field)
    inForce.set(target, fields)
  }
  return inForce
}
