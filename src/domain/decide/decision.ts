import type { Incident } from '../incident/incident.ts'
import type { Course } from '../incident/lifecycle.ts'
import type { Draft } from '../log/event.ts'
import { type Problem, problem } from '../outcome.ts'

/** What a decision rests on besides the incident: who acts, and the time, in milliseconds and as it is written. */
export interface Circumstances {
  readonly by: string
  readonly now: number
  readonly recordedAt: string
}

/** Events to record, and what was so already (nothing is recorded for that). */
export interface Accepted {
  readonly events: readonly Draft[]
  readonly already: readonly string[]
}

export type Decision = Accepted | Problem

export function isProblem(outcome: object): outcome is Problem {
  return 'code' in outcome
}

export function accept(...events: readonly Draft[]): Accepted {
  return { events, already: [] }
}

export function alreadySo(...already: readonly string[]): Accepted {
  return { events: [], already }
}

/** All or none: the first problem is the whole outcome. */
export function together(decisions: Iterable<Decision>): Decision {
  const events: Draft[] = []
  const already: string[] = []
  for (const decision of decisions) {
    if (isProblem(decision)) return decision
    events.push(...decision.events)
    already.push(...decision.already)
  }
  return { events, already }
}

/** When it happened, where that was said. */
export interface At {
  readonly at?: string
}

export function at(intent: At): At {
  return intent.at === undefined ? {} : { at: intent.at }
}

export interface Situation {
  readonly incident: Incident
  readonly course: Course
  readonly when: Circumstances
}

/** What happens during a halt does not happen before it began. */
export function tooEarly(situation: Situation, intent: At): Problem | null {
  if (intent.at === undefined) return null
  const { startedAt } = situation.course
  if (startedAt === null || Date.parse(intent.at) >= Date.parse(startedAt)) return null
  return problem('before-start', { at: intent.at, startedAt })
}
