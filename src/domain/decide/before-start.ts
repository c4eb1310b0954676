import { beginningOf } from '../incident/lifecycle.ts'
import { type Envelope, type EventDraft, nameOf } from '../log/event.ts'
import { type Problem, problem } from '../problem.ts'
import { factWithRole } from '../runbook/fact-roles.ts'
import { stepById } from '../runbook/runbook.ts'
import { wholeMinute } from '../time.ts'
import type { Accepted, Decision, Situation } from './decision.ts'

/**
 * Refuses with `before-start` an event that is part of the halt, but is said to have happened before it began. Notes,
 * hypotheses, facts, evidence and what belongs to the phase `scheduled` may lie before.
 */
export function acceptedSinceStart(situation: Situation, accepted: Accepted): Decision {
  const events: EventDraft[] = []
  for (const draft of accepted.events) {
    const at = isPartOfHalt(situation, draft) ? sinceStart(situation, draft.at) : draft.at
    if (typeof at === 'object') return at
    events.push(at === undefined ? draft : { ...draft, at })
  }
  return { ...accepted, events }
}

/** Returns when a recorded event happened by the correction `at`, or the problem `before-start`. */
export function correctedSinceStart(situation: Situation, target: Envelope, at: string | undefined) {
  // What began a planned halt can be moved: the start moves with it.
  const isBeginning = beginningOf(situation.incident)?.event === nameOf(target)
  return !isBeginning && isPartOfHalt(situation, target as EventDraft) ? sinceStart(situation, at) : at
}

/** Returns a time as it was given, but the start for a time to the minute in which the halt began. */
function sinceStart({ incident, lifecycle }: Situation, at: string | undefined): string | Problem | undefined {
  if (at === undefined || lifecycle.startedAt === null) return at
  const [time, start] = [Date.parse(at), Date.parse(lifecycle.startedAt)]
  if (time >= start) return at
  return time === wholeMinute(start)
    ? lifecycle.startedAt
    : problem('before-start', { at, startedAt: lifecycle.startedAt, fact: factWithRole(incident.runbook, 'began') })
}

/** Whether an event belongs to what the halt consists of, so that it cannot have happened before the halt began. */
function isPartOfHalt({ incident }: Situation, event: EventDraft): boolean {
  switch (event.type) {
    case 'step.begun':
    case 'step.done':
    case 'step.declined':
    case 'step.skipped':
      return stepById(incident.runbook, event.data.step)?.phase !== 'scheduled'
    case 'notice.posted':
    case 'notice.intended':
      return event.data.stage !== 'scheduled'
    case 'notice.delivered': {
      const { notice } = event.data
      return incident.notices.some((n) => n.stage !== 'scheduled' && n.sending?.attempts.includes(notice))
    }
    case 'scope.changed':
    case 'phase.advanced':
    case 'scope.lifted':
    case 'incident.reopened':
    case 'incident.closed':
    case 'contact.tried':
    case 'contact.reached':
    case 'escalation.raised':
      return true
    default:
      return false
  }
}
