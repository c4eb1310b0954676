import { lastIn } from '../../incident/current-values.ts'
import type { Incident } from '../../incident/incident.ts'
import type { Course } from '../../incident/lifecycle.ts'
import type { Expectation } from '../answers.ts'
import type { Scenario } from '../scenario.ts'

/** What is judged; times in milliseconds. */
export interface Judged {
  readonly incident: Incident
  readonly course: Course
  readonly scenario: Scenario
  readonly opened: number
  /** Of the drill, or now; closed before something was due, it counts as not done. */
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

/** One thing that was to be done: in time it counts whole, late by half, and not at all where it was not done. */
export interface Check {
  readonly code: (typeof CHECK_CODES)[number]
  /** A channel, department, step, fact, inject, level or person. */
  readonly what: string
  /** What an inject asked for. */
  readonly expected: Expectation | null
  readonly dueAt: number | null
  readonly at: number | null
  readonly got: number
}

/** Whether something that was not done may still be done in time. */
export function isOpen({ end, isClosed }: Judged, dueAt: number): boolean {
  return !isClosed && dueAt > end
}

export function timed(
  code: Check['code'],
  what: string,
  dueAt: number,
  at: number | null,
  expected: Expectation | null = null,
): Check {
  return { code, what, expected, dueAt, at, got: at === null ? 0 : at <= dueAt ? 1 : 0.5 }
}

/**
 * When a notice was due on a channel that may have been out of use: later where nothing went out on it then; null where
 * that was so to the end, or it was not to be used.
 */
export function dueOn(
  { incident, scenario, opened, end }: Judged,
  channel: string,
  dueAt: number,
  first: number,
): number | null {
  const failing = scenario.injects.filter(
    ({ fails, at, until }) =>
      fails.includes(channel) && opened + at <= dueAt && (until === null || dueAt < opened + until),
  )
  if (failing.some(({ until }) => until === null || opened + until >= end)) return null
  const mark = lastIn(incident, `channel:${channel}`, (w) => Date.parse(w.at) <= dueAt)
  if (failing.length === 0) return mark === undefined || mark.value.safe ? dueAt : null
  return Math.max(...failing.map(({ until }) => opened + Number(until))) + first
}
