import type { Decision } from '../decide/decision.ts'
import { type Circumstances, isProblem } from '../decide/decision.ts'
import { phaseOf } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'
import type { Draft } from '../log/event.ts'
import { type Problem, problem } from '../outcome.ts'
import { openedAt, stampLike } from './clock.ts'
import type { Inject } from './scenario.ts'

/** Injects that have come at `now`, in milliseconds, whether or not the log has them. */
export function comeBy(incident: Incident, now: number): Inject[] {
  const since = now - (openedAt(incident) ?? 0)
  return (incident.exercise?.scenario.injects ?? []).filter(({ at }) => at <= since)
}

/** Injects that are due at `now`, in milliseconds, and that the log does not have yet. */
export function dueInjects(incident: Incident, now: number): Inject[] {
  if (phaseOf(incident) === 'closed') return []
  const known = new Set(incident.exercise?.injected.map(({ id }) => id))
  return comeBy(incident, now).filter(({ id }) => !known.has(id))
}

/** The events that say so, each at the time at which it was due. */
export function injected(incident: Incident, { now, recordedAt }: Circumstances): Draft[] {
  const opened = openedAt(incident) ?? 0
  return dueInjects(incident, now).map((inject) => ({
    type: 'drill.injected',
    at: stampLike(opened + inject.at, recordedAt),
    data: { inject },
  }))
}

/**
 * What is decided in an exercise: nothing that the exercise keeps from happening, and before it whatever came
 * meanwhile.
 */
export function inExercise(incident: Incident, decision: Decision, when: Circumstances): Decision {
  if (incident.exercise === null || isProblem(decision) || decision.events.length === 0) return decision
  const refused = decision.events.flatMap((draft) => impossible(incident, draft, when.now) ?? [])[0]
  return refused ?? { ...decision, events: [...injected(incident, when), ...decision.events] }
}

function impossible(incident: Incident, draft: Draft, now: number): Problem | null {
  const at = draft.at === undefined ? now : Date.parse(draft.at)
  if (draft.type === 'notice.posted' && fails(incident, draft.data.channel, at))
    return problem('drill-nothing-goes-out', { channel: draft.data.channel })
  if (draft.type === 'contact.reached' && isSilent(incident, draft.data.person, at))
    return problem('drill-no-answer', { person: draft.data.person })
  return null
}

/** Whether nothing goes out on a channel at a time, in milliseconds. */
export function fails(incident: Incident, channel: string, now: number): boolean {
  return holding(incident, now).some((inject) => inject.fails.includes(channel))
}

/** Whether somebody does not answer: the head of a department whose head is silent. */
export function isSilent(incident: Incident, person: string, now: number): boolean {
  const departments = incident.settings.roster?.departments ?? {}
  const silent = holding(incident, now).flatMap((inject) => inject.silent)
  return silent.some((department) => Object.hasOwn(departments, department) && departments[department]?.[0] === person)
}

/** Injects that have come, and whose end has not. */
function holding(incident: Incident, now: number): Inject[] {
  const since = now - (openedAt(incident) ?? 0)
  return comeBy(incident, now).filter(({ until }) => until === null || since < until)
}
