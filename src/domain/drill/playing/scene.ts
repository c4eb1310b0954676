import type { Intent } from '../../decide/decide.ts'
import type { Incident } from '../../incident/incident.ts'
import type { Course } from '../../incident/lifecycle.ts'
import { unsafeBecause } from '../../incident/notices.ts'
import type { EventData } from '../../log/event.ts'
import type { Stage } from '../../runbook/runbook.ts'
import { stampLike } from '../clock.ts'
import { fails } from '../injects.ts'
import type { GivenFact, Inject, Scenario } from '../scenario.ts'

/** What the player does next, and how long that takes, in milliseconds. */
export type Move =
  | { readonly kind: 'record'; readonly intent: Intent; readonly takes: number }
  | {
      readonly kind: 'notify'
      readonly channels: readonly string[]
      /** Null: the stage that follows. */
      readonly stage: Stage | null
      readonly takes: number
    }

/** What the player sees; times in milliseconds. */
export interface Scene {
  readonly incident: Incident
  readonly course: Course
  readonly scenario: Scenario
  readonly opened: number
  /** The same in ISO 8601. */
  readonly declaredAt: string
  /** When the halt begins: a planned one as planned. */
  readonly begins: number
  readonly now: number
}

/** What one concern of the player would do now, best first. */
export type Rule = (scene: Scene) => Iterable<Move>

export const SECOND = 1000
export const MINUTE = 60 * SECOND
/** How long one thing takes a practised operator. */
export const TAKES = { word: 10 * SECOND, step: 20 * SECOND, call: MINUTE, notice: MINUTE } as const
/** How long before it is due a notice is written. */
export const LEAD = 3 * MINUTE
/** How long after the end of the scenario the player may take to close. */
export const GRACE = 60 * MINUTE
/** What the player gives where the log asks for a reason. */
export const REASON = 'drill'

export function record(intent: Intent, takes: number = TAKES.word): Move {
  return { kind: 'record', intent, takes }
}

export function notify(channels: readonly string[], stage: Stage | null = null): Move {
  return { kind: 'notify', channels, stage, takes: TAKES.notice }
}

export function mayTell({ incident, now }: Scene, channel: string): boolean {
  return !fails(incident, channel, now) && unsafeBecause(incident, channel) === null
}

export function comeIn({ scenario, opened, now }: Scene): Inject[] {
  return scenario.injects.filter(({ at }) => opened + at <= now)
}

/** A fact as the exercise gives it. */
export function stated({ incident, opened, declaredAt }: Scene, given: GivenFact): EventData['fact.set'] {
  const { fact, value, ja, en, from, to } = given
  const times = [from, to].flatMap((span) => (span === null ? [] : [stampLike(opened + span, declaredAt)])).join('/')
  const worded = incident.runbook.facts[fact]?.words === true
  return {
    fact,
    known: true,
    value: times !== '' ? times : (value ?? en ?? ja ?? REASON),
    ...(worded && ja !== null && { ja }),
    ...(worded && en !== null && { en }),
  }
}
