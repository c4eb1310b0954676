import { severityOf, titleOf, typeOf } from '../incident/current-values.ts'
import { problem } from '../problem.ts'
import { SEVERITIES, type Severity } from '../runbook/runbook.ts'
import { accept, type Decision, type GivenTime, givenTime, type Situation, unchanged } from './decision.ts'

export interface ClassificationIntent extends GivenTime {
  readonly kind: 'classify'
  readonly type?: string
  readonly severity?: Severity
  readonly title?: string
  readonly reason: string
}

/** Records only the values that differ from the current ones. */
export function decideClassification({ incident }: Situation, intent: ClassificationIntent): Decision {
  const { types } = incident.runbook
  const { type, severity, title, reason } = intent
  if (type !== undefined && !Object.hasOwn(types, type))
    return problem('unknown-type', { given: type, allowed: Object.keys(types) })
  if (severity !== undefined && !SEVERITIES.includes(severity))
    return problem('unknown-severity', { given: severity, allowed: SEVERITIES })
  const changes = {
    ...(type !== undefined && type !== typeOf(incident) && { type }),
    ...(severity !== undefined && severity !== severityOf(incident) && { severity }),
    ...(title !== undefined && title !== titleOf(incident) && { title }),
  }
  if (Object.keys(changes).length === 0) return unchanged('classify')
  return accept({ type: 'incident.classified', ...givenTime(intent), data: { ...changes, reason } })
}
