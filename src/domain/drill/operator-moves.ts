import type { Intent } from '../decide/decide.ts'
import type { Incident } from '../incident/incident.ts'
import type { Lifecycle } from '../incident/lifecycle.ts'
import { unsafeReason } from '../incident/notices.ts'
import type { Stage } from '../runbook/runbook.ts'
import { isChannelFailing } from './injects.ts'
import type { Scenario } from './scenario.ts'

/**
 * What the operator does next; it `takes` so many milliseconds. `stage` is null for the next one of each channel; `again` is
 * the reason for a notice with nothing new.
 */
export type Move = { readonly takes: number } & (
  | { readonly kind: 'record'; readonly intent: Intent }
  | {
      readonly kind: 'notify'
      readonly channels: readonly string[]
      readonly stage: Stage | null
      readonly again?: string
    }
)

/** What the operator sees; times are in milliseconds. */
export interface Scene {
  readonly incident: Incident
  readonly lifecycle: Lifecycle
  readonly scenario: Scenario
  readonly opened: number
  /** `opened` in ISO 8601. */
  readonly declaredAt: string
  /** When the halt begins: at its planned time if it was planned. */
  readonly begins: number
  readonly now: number
}

/** Returns the moves that one concern of the operator suggests now, best first. */
export type Rule = (scene: Scene) => Iterable<Move>

export const SECOND = 1000
const MINUTE = 60 * SECOND
/** How long each kind of move takes a practised operator. */
export const TAKES = { statement: 10 * SECOND, step: 20 * SECOND, call: MINUTE, notice: MINUTE } as const
/** How long before its deadline a notice is sent. */
export const NOTICE_LEAD = 3 * MINUTE
/** How long after the end of the scenario the operator may take to close. */
export const GRACE = 60 * MINUTE
/** The reason that the operator gives if one is required. */
export const REASON = 'drill'

export function record(intent: Intent, takes: number = TAKES.statement): Move {
  return { kind: 'record', intent, takes }
}

export function notify(channels: readonly string[], stage: Stage | null = null): Move & { kind: 'notify' } {
  return { kind: 'notify', channels, stage, takes: TAKES.notice }
}

/** Whether the operator can send notices on a channel: it does not fail, and is not marked as unsafe. */
export function canNotifyOn({ incident, now }: Scene, channel: string): boolean {
  return !isChannelFailing(incident, channel, now) && unsafeReason(incident, channel) === null
}
