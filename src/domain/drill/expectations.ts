import { peopleOf } from '../contacts/roster.ts'
import { attemptsOf } from '../incident/calls.ts'
import { registerOf } from '../incident/current-values.ts'
import { factWrites } from '../incident/facts.ts'
import type { Incident } from '../incident/incident.ts'
import type { Lifecycle } from '../incident/lifecycle.ts'
import { wentOut } from '../incident/notice-reach.ts'
import type { Write } from '../incident/register.ts'
import { formatTarget } from '../incident/scope.ts'
import type { ScopeState } from '../log/scope-change.ts'
import { SEVERITIES, type Severity } from '../runbook/runbook.ts'
import type { Inject } from './scenario.ts'

export const EXPECTATION_KINDS = ['severity', 'scope', 'channel', 'call', 'fact', 'notice', 'step', 'resume'] as const

/** A response that an inject expects; each is one line of the score. */
export type Expectation =
  | { readonly kind: 'fact' | 'channel' | 'call' | 'resume' | 'step' | 'notice'; readonly what: string }
  | { readonly kind: 'scope'; readonly what: string; readonly state: ScopeState }
  | { readonly kind: 'severity'; readonly what: Severity }

/** Derives the expected responses from the effects of an inject: state the facts, mark the channels, call somebody else. */
export function expectationsOf(inject: Inject): Expectation[] {
  const expectEach = (kind: 'fact' | 'channel' | 'call' | 'resume' | 'step' | 'notice', names: readonly string[]) =>
    [...new Set(names)].map((what) => ({ kind, what }))
  const facts = inject.facts.map(({ fact }) => fact)
  return [
    ...(inject.severity === null ? [] : [{ kind: 'severity' as const, what: inject.severity }]),
    ...inject.scope.flatMap((change) =>
      change.state === null ? [] : [{ kind: 'scope' as const, what: formatTarget(change), state: change.state }],
    ),
    ...expectEach('channel', [...inject.fails, ...inject.damaged]),
    ...expectEach('call', inject.silent),
    ...expectEach('fact', facts),
    ...expectEach('notice', inject.notices),
    ...expectEach('step', inject.steps),
    ...expectEach('resume', inject.resumes),
  ]
}

/**
 * Returns when an expectation was met, in ms: null if not yet, infinity if nothing in this runbook can meet it. What was
 * there before the inject counts as met at `since`, its time; facts, lifts and notices count only from then on.
 */
export function expectationMetAt(
  incident: Incident,
  lifecycle: Lifecycle,
  since: number,
  expected: Expectation,
): number | null {
  const { what } = expected
  switch (expected.kind) {
    case 'fact':
      return earliest(since, [
        ...timesAfter(since, factWrites(incident, what), ({ known }) => known),
        ...timesAfter(since, registerOf(incident, `words:${what}.ja`), (words) => words !== null),
        ...timesAfter(since, registerOf(incident, `words:${what}.en`), (words) => words !== null),
      ])
    case 'scope':
      return earliest(
        since,
        timesHeld(since, registerOf(incident, `scope:${what}`), ({ state }) => state === expected.state),
      )
    case 'resume': {
      // An asset also resumes when its whole operation does.
      const keys = [...new Set([what, what.replace(/:.*/, '')])]
      const writes = keys.flatMap((key) =>
        timesAfter(since, registerOf(incident, `scope:${key}`), ({ state }) => state === 'open'),
      )
      return earliest(since, writes)
    }
    case 'channel':
      return earliest(since, [
        ...timesHeld(since, registerOf(incident, `channel:${what}`), ({ safe }) => !safe),
        ...noticesAfter(incident, since, what),
      ])
    case 'notice':
      return earliest(since, noticesAfter(incident, since, what))
    case 'severity': {
      const matches = (severity: Severity) => SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(expected.what)
      return earliest(since, timesHeld(since, registerOf(incident, 'severity'), matches))
    }
    case 'step':
      return earliest(since, timesOfWork(incident, what))
    case 'call':
      return calledAt(incident, lifecycle, since, what)
  }
}

/** Returns when somebody was reached or, without contacts, when a step that notifies the department was begun or done. */
function calledAt(incident: Incident, lifecycle: Lifecycle, since: number, department: string): number | null {
  const { roster } = incident.settings
  if (roster !== undefined && Object.hasOwn(roster.departments, department)) {
    const reached = peopleOf(roster, department)
      .flatMap((person) => attemptsOf(incident, person, lifecycle.current.order))
      .filter(({ state }) => state === 'reached')
    return earliest(since, reached.map(timeOf))
  }
  const steps = incident.runbook.steps.filter((step) => step.tells === department)
  if (steps.length === 0) return Number.POSITIVE_INFINITY
  const worked = steps.flatMap(({ id }) => timesOfWork(incident, id))
  return earliest(since, worked)
}

function timesOfWork(incident: Incident, step: string): number[] {
  return registerOf(incident, `step:${step}`)
    .filter((w) => !w.undone && (w.value.state === 'done' || w.value.state === 'in-progress'))
    .map(timeOf)
}

function noticesAfter({ notices }: Incident, since: number, channel: string): number[] {
  return notices
    .filter((notice) => notice.channel === channel && wentOut(notice))
    .map(timeOf)
    .filter((at) => at >= since)
}

/** Returns the times at or after `since` at which a matching value was written. */
function timesAfter<T>(since: number, writes: readonly Write<T>[], matches: (value: T) => boolean): number[] {
  return writes
    .filter((w) => !w.undone && matches(w.value))
    .map(timeOf)
    .filter((at) => at >= since)
}

/** Like `timesAfter`, but includes `since` if the value already matched then. */
function timesHeld<T>(since: number, writes: readonly Write<T>[], matches: (value: T) => boolean): number[] {
  const before = writes.findLast((w) => !w.undone && timeOf(w) < since)
  return [...(before !== undefined && matches(before.value) ? [since] : []), ...timesAfter(since, writes, matches)]
}

function timeOf({ at }: { readonly at: string }): number {
  return Date.parse(at)
}

/** Returns the earliest of some times, but not before `since`; null if there are none. */
function earliest(since: number, times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.max(since, Math.min(...times))
}
