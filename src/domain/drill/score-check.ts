import type { Incident } from '../incident/incident.ts'
import type { Lifecycle } from '../incident/lifecycle.ts'
import { isUpdateLate } from '../incident/notice-deadlines.ts'
import type { Expectation } from './expectations.ts'
import type { Scenario } from './scenario.ts'

/** The drill that the checks judge; times in milliseconds. */
export interface ScoringContext {
  readonly incident: Incident
  readonly lifecycle: Lifecycle
  readonly scenario: Scenario
  readonly opened: number
  /** The closing of the drill, or now. What was due only after the closing counts as not done. */
  readonly end: number
  readonly isClosed: boolean
}

export const CHECK_CODES = [
  'first-notice',
  'resumption-notice',
  'told',
  'promise',
  'step',
  'fact',
  'inject',
  'level',
  'call',
] as const

/** One thing that had to be done. Times are in milliseconds. */
export interface ScoreCheck {
  readonly code: (typeof CHECK_CODES)[number]
  /** A channel, department, step, fact, inject, level or person. */
  readonly what: string
  /** The response that an inject expected; null for other checks. */
  readonly expected: Expectation | null
  /** Null for a step, which is due at no particular time. */
  readonly dueAt: number | null
  /** When it was done; null if it was not. For a step, when its state was last recorded. */
  readonly at: number | null
  /** The credit for it: 1 if it was done in time, 0.5 if late or only begun, 0 if it was not done. */
  readonly got: number
}

/** Whether something that is not done yet can still be done in time. */
export function isStillDue({ end, isClosed }: ScoringContext, dueAt: number): boolean {
  return !isClosed && dueAt > end
}

/** Makes a check that is met if `at` is not after `dueAt`; a promise, not after its minute. */
export function timedCheck(
  code: ScoreCheck['code'],
  what: string,
  dueAt: number,
  at: number | null,
  expected: Expectation | null = null,
): ScoreCheck {
  const isLate = at !== null && (code === 'promise' ? isUpdateLate(dueAt, at) : at > dueAt)
  return { code, what, expected, dueAt, at, got: at === null ? 0 : isLate ? 0.5 : 1 }
}
