import type { Incident } from '../incident/incident.ts'
import type { Lifecycle } from '../incident/lifecycle.ts'
import { nextNumber, nextStage } from '../incident/notices.ts'
import type { Claim, Draft, Force } from '../log/event.ts'
import { type Problem, problem } from '../outcome.ts'
import type { Stage } from '../runbook/runbook.ts'

/** The context of a decision besides the incident: who acts, and the time in milliseconds and in ISO 8601. */
export interface DecisionContext {
  readonly by: string
  readonly now: number
  readonly recordedAt: string
}

/** The events to record, and what already holds and therefore records nothing. */
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

export function unchanged(...already: readonly string[]): Accepted {
  return { events: [], already }
}

/** Combines decisions, all or none: returns the first problem if there is one. */
export function allOrNone(decisions: Iterable<Decision>): Decision {
  const events: Draft[] = []
  const already: string[] = []
  for (const decision of decisions) {
    if (isProblem(decision)) return decision
    events.push(...decision.events)
    already.push(...decision.already)
  }
  return { events, already }
}

/** When it happened, if the operator gave a time; ISO 8601. */
export interface GivenTime {
  readonly at?: string
}

export function givenTime(intent: GivenTime): GivenTime {
  return intent.at === undefined ? {} : { at: intent.at }
}

export interface Situation {
  readonly incident: Incident
  readonly lifecycle: Lifecycle
  readonly context: DecisionContext
}

/** Returns `before-start` if the given time precedes the start of the halt. */
export function beforeStartProblem(situation: Situation, intent: GivenTime): Problem | null {
  if (intent.at === undefined) return null
  const { startedAt } = situation.lifecycle
  if (startedAt === null || Date.parse(intent.at) >= Date.parse(startedAt)) return null
  return problem('before-start', { at: intent.at, startedAt })
}

export interface Numbered {
  readonly channel: string
  readonly stage: Stage
  readonly number: number | null
}

/**
 * Returns stage and number of the next notice on each of these channels. Notices of one stage that go out together share
 * a number: the highest of their next numbers.
 */
export function numberNotices(
  { incident, lifecycle }: Pick<Situation, 'incident' | 'lifecycle'>,
  channels: readonly string[],
  given?: Stage,
): Numbered[] {
  const single = [...new Set(channels)].map((channel) => {
    const stage = given ?? nextStage(incident, lifecycle, channel)
    return { channel, stage, number: nextNumber(incident, lifecycle, channel, stage) }
  })
  return single.map(({ channel, stage }) => {
    const numbers = single.filter((other) => other.stage === stage).map((other) => other.number)
    return { channel, stage, number: numbers.reduce((a, b) => ((b ?? 0) > (a ?? 0) ? b : a)) }
  })
}

/** A reason to override findings, an unsafe channel or an unknown outcome; `open` are the codes that it overrides. */
export interface Override {
  readonly force?: string
  readonly open?: readonly string[]
  readonly claim?: Claim
}

export function overrideFields({ force, open = [], claim }: Override): {
  readonly claim?: Claim
  readonly forced?: Force
} {
  const forced = force === undefined || open.length === 0 ? {} : { forced: { reason: force, open } }
  return { ...forced, ...(claim !== undefined && { claim }) }
}
