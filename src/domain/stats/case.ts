import { isOwed, isPast } from '../incident/actions.ts'
import { severityOf, titleOf, typeOf } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'
import { courseOf } from '../incident/lifecycle.ts'
import { stepsOf } from '../incident/steps.ts'
import { metricsOf } from '../report/metrics.ts'
import { milestonesOf } from '../report/milestones.ts'
import type { Bilingual } from '../runbook/runbook.ts'

/** What one incident adds to the figures of many. */
export interface Case {
  readonly id: string
  readonly title: string | null
  readonly type: string
  readonly severity: string | null
  readonly drill: boolean
  readonly closedAs: string | null
  /** When it began, else when it was declared; ISO 8601. */
  readonly at: string
  readonly timeToNotifySeconds: number | null
  readonly timeToResumeSeconds: number | null
  readonly updatesDue: number
  readonly updatesKept: number
  readonly skipped: readonly { readonly step: string; readonly title: Bilingual; readonly reason: string }[]
  /** Follow-ups that are not done and whose date has passed. */
  readonly overdue: readonly { readonly text: string; readonly owner: string | null; readonly due: string }[]
}

/** A case without what changes by itself: `owed` are follow-ups with a date that are not done, past it or not. */
export interface StandingCase extends Omit<Case, 'overdue'> {
  readonly owed: Case['overdue']
}

export function caseOf(incident: Incident, now: number): Case {
  return caseAt(standingCase(incident, now), now)
}

export function caseAt({ owed, ...standing }: StandingCase, now: number): Case {
  return { ...standing, overdue: owed.filter(({ due }) => isPast(due, now)) }
}

/** Once the incident is closed, it is the same whatever time it is. */
export function standingCase(incident: Incident, now: number): StandingCase {
  const course = courseOf(incident)
  const metrics = metricsOf(incident, course, milestonesOf(incident, course), now)
  const { id = '', drill = false, declaredAt = '' } = incident.declaration ?? {}
  const skipped = stepsOf(incident, now).filter(({ state }) => state === 'skipped')
  return {
    id,
    title: titleOf(incident),
    type: typeOf(incident),
    severity: severityOf(incident),
    drill,
    closedAs: course.closedAs,
    at: course.startedAt ?? declaredAt,
    timeToNotifySeconds: metrics.timeToNotifySeconds,
    timeToResumeSeconds: metrics.timeToResumeSeconds,
    updatesDue: metrics.updatesDue,
    updatesKept: metrics.updatesKept,
    skipped: skipped.map(({ step, reason }) => ({ step: step.id, title: step.title, reason: reason as string })),
    owed: incident.actions.flatMap((action) => {
      if (!isOwed(action)) return []
      const { text, owner, due } = action
      return [{ text, owner, due }]
    }),
  }
}
