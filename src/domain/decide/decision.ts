import type { Incident } from '../incident/incident.ts'
import type { Lifecycle } from '../incident/lifecycle.ts'
import { nextNoticeNumber, nextNoticeStage } from '../incident/notices.ts'
import type { Claim, EventDraft, Force, Guest } from '../log/event.ts'
import type { Knows } from '../log/known-writers.ts'
import { type Problem, problem } from '../problem.ts'
import type { Stage } from '../runbook/runbook.ts'

/** Who acts, and when: `now` in milliseconds, `recordedAt` the same time in ISO 8601. */
export interface DecisionContext {
  readonly by: string
  /** Missing for whoever uses this machine. */
  readonly guest?: Guest
  readonly now: number
  readonly recordedAt: string
  /** What other writers have recorded keeps nothing from being recorded: they could take back their own word later. */
  readonly knows: Knows
  /** The incident by what known writers have recorded alone; missing or the same if all are known. */
  readonly ofKnown?: () => Incident
}

export interface Accepted {
  readonly events: readonly EventDraft[]
  /** What already holds, so that nothing is recorded for it: in the words of a command, such as `done 2.1-logs`. */
  readonly already: readonly string[]
}

export type Decision = Accepted | Problem

/** Whether something is a problem rather than a result: only problems have a `code`. */
export function isProblem(outcome: object): outcome is Problem {
  return 'code' in outcome
}

export function accept(...events: readonly EventDraft[]): Accepted {
  return { events, already: [] }
}

/** Accepts an intent that changes nothing, since what it states already holds. */
export function unchanged(...already: readonly string[]): Accepted {
  return { events: [], already }
}

/** Combines decisions, all or none: returns the first problem if there is one. */
export function allOrNone(decisions: Iterable<Decision>): Decision {
  const events: EventDraft[] = []
  const already: string[] = []
  for (const decision of decisions) {
    if (isProblem(decision)) return decision
    events.push(...decision.events)
    already.push(...decision.already)
  }
  return { events, already }
}

export interface GivenTime {
  /** When it happened, in ISO 8601, if the operator gave a time. */
  readonly at?: string
}

/** Returns only the time of an intent, as a field of the event. */
export function givenTime(intent: GivenTime): GivenTime {
  return intent.at === undefined ? {} : { at: intent.at }
}

/** What a decision depends on besides the intent. */
export interface Situation {
  readonly incident: Incident
  /** The incident by what known writers have recorded alone; the same if all are known. */
  readonly known: Incident
  readonly lifecycle: Lifecycle
  readonly context: DecisionContext
}

/** The stage and number of the next notice on a channel. */
export interface Numbered {
  readonly channel: string
  readonly stage: Stage
  readonly number: number | null
}

/** Returns stage (`given`, or each channel's next) and number of the next notices: one round, so they share the highest. */
export function numberNotices(
  { incident, lifecycle }: Pick<Situation, 'incident' | 'lifecycle'>,
  channels: readonly string[],
  given?: Stage,
): Numbered[] {
  const separate = [...new Set(channels)].map((channel) => {
    const stage = given ?? nextNoticeStage(incident, lifecycle, channel)
    return { channel, stage, number: nextNoticeNumber(incident, lifecycle, channel, stage) }
  })
  const highest = Math.max(...separate.flatMap(({ number }) => number ?? []))
  return separate.map((notice) => ({ ...notice, number: notice.number === null ? null : highest }))
}

/** Returns the problem of a notice of resumption while nothing has been lifted since the halt began or was reopened; else null. */
export function notResumedProblem(
  { lifecycle }: Pick<Situation, 'lifecycle'>,
  { channel, stage }: Pick<Numbered, 'channel' | 'stage'>,
): Problem | null {
  return stage === 'resumption' && lifecycle.current.liftedAt === null ? problem('not-resumed', { channel }) : null
}

/** What the operator gives so that a notice is recorded or sent in spite of findings. */
export interface Override {
  /** The reason to override findings, an unsafe channel or an unknown outcome. */
  readonly force?: string
  /** The reason to tell a channel what it was told already: its first notice, or one with nothing new. */
  readonly again?: string
  /** The codes of the findings, by channel. */
  readonly open?: ReadonlyMap<string, readonly string[]>
  /** The evidence for what the notice claims, such as that assets are safe. */
  readonly claim?: Claim
}

/** Returns an override as fields of an event. A reason that overrides nothing is left out. */
export function overrideFields(override: {
  readonly force?: string | undefined
  readonly open?: readonly string[]
  readonly claim?: Claim | undefined
}): {
  readonly claim?: Claim
  readonly forced?: Force
} {
  const { force, open = [], claim } = override
  const forced = force === undefined || open.length === 0 ? {} : { forced: { reason: force, open } }
  return { ...forced, ...(claim !== undefined && { claim }) }
}
