import type { Incident } from '../incident/incident.ts'
import type { Lifecycle } from '../incident/lifecycle.ts'
import { nextNumber, nextStage } from '../incident/notices.ts'
import type { Claim, Draft, Force } from '../log/event.ts'
import { type Problem, problem } from '../outcome.ts'
import type { Stage } from '../runbook/runbook.ts'

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
  readonly lifecycle: Lifecycle
  readonly when: Circumstances
}

/** What happens during a halt does not happen before it began. */
export function tooEarly(situation: Situation, intent: At): Problem | null {
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
 * Stage and number of the notices that come next on these channels. Those of one stage that go out together share a
 * number: the round that is newest for one of them.
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

/** What findings, an unsafe channel or an unknown outcome yield to; `open` are the codes of the findings. */
export interface Yielding {
  readonly force?: string
  readonly open?: readonly string[]
  readonly claim?: Claim
}

export function yielding({ force, open = [], claim }: Yielding): { readonly claim?: Claim; readonly forced?: Force } {
  const forced = force === undefined || open.length === 0 ? {} : { forced: { reason: force, open } }
  return { ...forced, ...(claim !== undefined && { claim }) }
}
