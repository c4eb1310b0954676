import { isSamePerson } from './contacts/roster.ts'
import { boolean, type GuardedType, nullable, safeInteger, shape, text, word } from './guard.ts'
import { matchesFilter } from './incident/duty-filter.ts'
import { isAskedForReport, isByPerson } from './incident/facts.ts'
import type { Incident } from './incident/incident.ts'
import { stepOf } from './incident/steps.ts'

/** What somebody was invited to by a link to the board; times are in milliseconds since 1970. */
export const isInvitation = shape(() => ({
  name: text,
  invitedBy: text,
  /** Whose duties they act on; null for those of all. */
  department: nullable(word),
  /** Whether they may act, or only look. */
  acts: boolean,
  /** The only incident that they see; null for all that are open. */
  incident: nullable(word),
  madeAt: safeInteger,
  expiresAt: safeInteger,
}))
export type Invitation = GuardedType<typeof isInvitation>

/** What an act is about: only what a department has to do with can be limited to one. */
export type ActSubject =
  | { readonly of: 'step'; readonly step: string }
  | { readonly of: 'channel'; readonly channel: string }
  | { readonly of: 'person'; readonly person: string }
  /** A fact that each person states for themselves. */
  | { readonly of: 'own-words'; readonly fact: string }
  /** A fact that the report asks for. */
  | { readonly of: 'report-fact'; readonly fact: string }
  /** What the report tells of as a whole. */
  | { readonly of: 'story' }
  | { readonly of: 'anything' }

/**
 * Whether somebody who may act for a department may act on this; it has to exist, unless they may act for all. Everybody may
 * state what each person states for themselves; the report is for those who may act for all.
 */
export function isWithinDuties(
  { department, name }: Pick<Invitation, 'department' | 'name'>,
  incident: Incident,
  subject: ActSubject,
): boolean {
  if (subject.of === 'own-words') return isByPerson(incident, subject.fact)
  if (subject.of === 'report-fact') return department === null && isAskedForReport(incident, subject.fact)
  if (department === null || subject.of === 'anything') return true
  if (subject.of === 'story') return false
  const { runbook, settings } = incident
  if (subject.of === 'step') {
    // Deadlines don't matter here, so any time will do.
    const view = stepOf(incident, subject.step, 0)
    if (view === undefined) return false
    const isAssigned = view.assignee !== null && isSamePerson(settings.roster, view.assignee, name)
    return isAssigned || matchesFilter(view, { department, assigned: null })
  }
  if (subject.of === 'channel')
    return runbook.steps.some((step) => step.channel === subject.channel && step.department === department)
  return settings.roster?.departments[department]?.includes(subject.person) ?? false
}
