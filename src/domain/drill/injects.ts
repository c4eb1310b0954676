import { type Decision, type DecisionContext, isProblem } from '../decide/decision.ts'
import { phaseOf } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'
import type { EventDraft } from '../log/event.ts'
import { type Problem, problem } from '../problem.ts'
import { formatWithOffsetOf } from '../time.ts'
import { drillOpenedAt } from './clock.ts'
import type { Inject } from './scenario.ts'

/** Returns the injects that have occurred by `now` (ms), recorded or not. */
export function injectsOccurredBy(incident: Incident, now: number): Inject[] {
  const elapsed = now - (drillOpenedAt(incident) ?? 0)
  return (incident.exercise?.scenario.injects ?? []).filter(({ at }) => at <= elapsed)
}

/** Returns the injects that have occurred by `now` (ms) and are not recorded yet; none once the drill is closed. */
export function dueInjects(incident: Incident, now: number): Inject[] {
  if (phaseOf(incident) === 'closed') return []
  const recorded = new Set(incident.exercise?.injected.map(({ id }) => id))
  return injectsOccurredBy(incident, now).filter(({ id }) => !recorded.has(id))
}

/** Returns the events that record the due injects, each at the time it was due. */
export function injectDrafts(incident: Incident, { now, recordedAt }: DecisionContext): EventDraft[] {
  const opened = drillOpenedAt(incident) ?? 0
  return dueInjects(incident, now).map((inject) => ({
    type: 'drill.injected',
    at: formatWithOffsetOf(opened + inject.at, recordedAt),
    data: { inject },
  }))
}

/** Applies the rules of a drill to a decision: refuses what an inject prevents, and records the due injects first. */
export function applyDrillRules(incident: Incident, decision: Decision, context: DecisionContext): Decision {
  if (isProblem(decision) || decision.events.length === 0) return decision
  const [refusal] = decision.events.flatMap((draft) => preventedByInject(incident, draft, context.now) ?? [])
  return refusal ?? { ...decision, events: [...injectDrafts(incident, context), ...decision.events] }
}

/** Returns a problem if an inject prevents an event: a notice on a failing channel, or an answer of a silent person. */
function preventedByInject(incident: Incident, draft: EventDraft, now: number): Problem | null {
  const at = draft.at === undefined ? now : Date.parse(draft.at)
  if (draft.type === 'notice.posted' && isChannelFailing(incident, draft.data.channel, at))
    return problem('drill-nothing-goes-out', { channel: draft.data.channel })
  if (draft.type === 'contact.reached' && isPersonSilent(incident, draft.data.person, at))
    return problem('drill-no-answer', { person: draft.data.person })
  return null
}

export function isChannelFailing(incident: Incident, channel: string, now: number): boolean {
  return activeInjects(incident, now).some((inject) => inject.fails.includes(channel))
}

/** Whether a person does not answer at `now` (ms), since an inject silences a department that they head. */
export function isPersonSilent(incident: Incident, person: string, now: number): boolean {
  const departments = incident.settings.roster?.departments ?? {}
  const silent = activeInjects(incident, now).flatMap((inject) => inject.silent)
  return silent.some((department) => Object.hasOwn(departments, department) && departments[department]?.[0] === person)
}

/** Returns the injects that are in effect at `now` (ms): they have occurred and not ended. */
function activeInjects(incident: Incident, now: number): Inject[] {
  const elapsed = now - (drillOpenedAt(incident) ?? 0)
  return injectsOccurredBy(incident, now).filter(({ until }) => until === null || elapsed < until)
}
