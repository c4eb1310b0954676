import { currentWrite, lastWriteWhere, titleOf, titleWrittenIn } from '../incident/current-values.ts'
import { problem } from '../problem.ts'
import { type Language, SEVERITIES, type Severity } from '../runbook/runbook.ts'
import { accept, type Decision, type GivenTime, givenTime, type Situation, unchanged } from './decision.ts'

export interface ClassificationIntent extends GivenTime {
  readonly kind: 'classify'
  readonly type?: string
  readonly severity?: Severity
  readonly title?: string
  /** Only a first title does without. */
  readonly reason?: string
}

export interface TitleIntent {
  readonly kind: 'title'
  readonly titles: Readonly<Partial<Record<Language, string>>>
  readonly reason?: string
}

/** Records the title in languages in which it is not so yet. */
export function decideTitle({ incident }: Situation, { titles, reason }: TitleIntent): Decision {
  const isNew = ([language, title]: readonly [string, string]) =>
    title !== titleWrittenIn(incident, language as Language)
  const changes = Object.fromEntries(Object.entries(titles).filter(isNew))
  if (Object.keys(changes).length === 0) return unchanged('classify')
  return accept({ type: 'incident.titled', data: { ...changes, ...(reason !== undefined && { reason }) } })
}

/** Records only the values that differ from the current ones, or that no known writer has stated. */
export function decideClassification({ incident, context }: Situation, intent: ClassificationIntent): Decision {
  const { types } = incident.runbook
  const { type, severity, title, reason } = intent
  if (type !== undefined && !Object.hasOwn(types, type))
    return problem('unknown-type', { given: type, allowed: Object.keys(types) })
  if (severity !== undefined && !SEVERITIES.includes(severity))
    return problem('unknown-severity', { given: severity, allowed: SEVERITIES })
  const isSaid = (register: 'type' | 'severity', value: string) => {
    const ofKnown = lastWriteWhere(incident, register, ({ writer }) => context.knows(writer))
    return ofKnown?.value === value && currentWrite(incident, register)?.value === value
  }
  const changes = {
    ...(type !== undefined && !isSaid('type', type) && { type }),
    ...(severity !== undefined && !isSaid('severity', severity) && { severity }),
    ...(title !== undefined && title !== titleOf(incident) && { title }),
  }
  if (Object.keys(changes).length === 0) return unchanged('classify')
  const isFirstTitle = type === undefined && severity === undefined && titleOf(incident) === null
  if (reason === undefined && !isFirstTitle)
    return problem('missing-answer', { what: '--reason', example: "--reason 'what customers see'" })
  return accept({
    type: 'incident.classified',
    ...givenTime(intent),
    data: { ...changes, ...(reason !== undefined && { reason }) },
  })
}
