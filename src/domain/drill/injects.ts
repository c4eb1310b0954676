import type { Decision } from '../decide/decision.ts'
import { type Circumstances, isProblem } from '../decide/decision.ts'
import { type Incident, phaseOf } from '../incident/incident.ts'
import type { Draft } from '../log/event.ts'
import { type Problem, problem } from '../outcome.ts'
import { openedAt, stampLike } from './clock.ts'
import type { Inject } from './scenario.ts'

/** Injects that are due at `now`, in milliseconds, and that the log does not have yet. */
export function dueInjects(incident: Incident, now: number): Inject[] {
  const { exercise } = incident
  const opened = openedAt(incident)
  if (exercise === null || opened === null || phaseOf(incident) === 'closed') return []
  const known = new Set(exercise.injected.map(({ id }) => id))
  return exercise.scenario.injects.filter(({ id, at }) => opened + at <= now && !known.has(id))
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
  const injects = incident.exercise?.scenario.injects ?? []
  return injects.filter(({ at, until }) => at <= since && (until === null || since < until))
}
