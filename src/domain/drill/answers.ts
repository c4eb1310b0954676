import { peopleOf } from '../contacts/roster.ts'
import { attemptsOf } from '../incident/calls.ts'
import { register } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'
import type { Lifecycle } from '../incident/lifecycle.ts'
import { wentOut } from '../incident/notices.ts'
import type { Write } from '../incident/register.ts'
import { targetOf } from '../incident/scope.ts'
import { SEVERITIES, type Severity } from '../runbook/runbook.ts'
import type { Inject } from './scenario.ts'

/** What an inject may ask for. */
export const EXPECTATIONS = ['severity', 'scope', 'channel', 'call', 'fact', 'notice', 'step', 'resume'] as const

/** What an inject asks for: one line of the score each. */
export type Expectation =
  | { readonly kind: 'fact' | 'channel' | 'call' | 'resume' | 'step' | 'notice'; readonly what: string }
  | { readonly kind: 'scope'; readonly what: string; readonly state: string }
  | { readonly kind: 'severity'; readonly what: Severity }

/** What comes of an inject is what it asks for: a fact to be stated, a channel to be given up, somebody else to be called. */
export function expectationsOf(inject: Inject): Expectation[] {
  const of = (kind: 'fact' | 'channel' | 'call' | 'resume' | 'step' | 'notice', names: readonly string[]) =>
    [...new Set(names)].map((what) => ({ kind, what }))
  return [
    ...(inject.severity === null ? [] : [{ kind: 'severity' as const, what: inject.severity }]),
    ...inject.scope.flatMap((change) =>
      change.state === null ? [] : [{ kind: 'scope' as const, what: targetOf(change), state: change.state }],
    ),
    ...of('channel', [...inject.fails, ...inject.damaged]),
    ...of('call', inject.silent),
    ...of(
      'fact',
      inject.facts.map(({ fact }) => fact),
    ),
    ...of('notice', inject.notices),
    ...of('step', inject.steps),
    ...of('resume', inject.resumes),
  ]
}

/**
 * When an expectation was met, in milliseconds: at `since`, when the inject came, where it had been before; null where it
 * has not. Infinite where nothing here could meet it.
 */
export function answeredAt(
  incident: Incident,
  lifecycle: Lifecycle,
  since: number,
  expected: Expectation,
): number | null {
  const { what } = expected
  switch (expected.kind) {
    case 'fact':
      return firstOf(since, [
        ...after(since, register(incident, `fact:${what}`), ({ known }) => known),
        ...after(since, register(incident, `words:${what}.ja`), (words) => words !== null),
        ...after(since, register(incident, `words:${what}.en`), (words) => words !== null),
      ])
    case 'scope':
      return firstOf(
        since,
        held(since, register(incident, `scope:${what}`), ({ state }) => state === expected.state),
      )
    case 'resume': {
      const keys = [...new Set([what, what.replace(/:.*/, '')])]
      const writes = keys.flatMap((key) =>
        after(since, register(incident, `scope:${key}`), ({ state }) => state === 'open'),
      )
      return firstOf(since, writes)
    }
    case 'channel':
      return firstOf(since, [
        ...held(since, register(incident, `channel:${what}`), ({ safe }) => !safe),
        ...noticesAfter(incident, since, what),
      ])
    case 'notice':
      return firstOf(since, noticesAfter(incident, since, what))
    case 'severity': {
      const fits = (severity: Severity) => SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(expected.what)
      return firstOf(since, held(since, register(incident, 'severity'), fits))
    }
    case 'step':
      return firstOf(since, doneTimes(incident, what))
    case 'call':
      return calledAt(incident, lifecycle, since, what)
  }
}

/** Somebody of a department was reached; where there is no contact list, the steps that tell it are done. */
function calledAt(incident: Incident, lifecycle: Lifecycle, since: number, department: string): number | null {
  const { roster } = incident.settings
  if (roster !== undefined && Object.hasOwn(roster.departments, department)) {
    const reached = peopleOf(roster, department)
      .flatMap((person) => attemptsOf(incident, person, lifecycle.current.order))
      .filter(({ state }) => state === 'reached')
    return firstOf(since, reached.map(timeOf))
  }
  const steps = incident.runbook.steps.filter((step) => step.tells === department)
  if (steps.length === 0) return Number.POSITIVE_INFINITY
  return firstOf(
    since,
    steps.flatMap(({ id }) => doneTimes(incident, id)),
  )
}

function doneTimes(incident: Incident, step: string): number[] {
  return register(incident, `step:${step}`)
    .filter((w) => !w.undone && (w.value.state === 'done' || w.value.state === 'in-progress'))
    .map(timeOf)
}

function noticesAfter({ notices }: Incident, since: number, channel: string): number[] {
  return notices
    .filter((notice) => notice.channel === channel && wentOut(notice))
    .map(timeOf)
    .filter((at) => at >= since)
}

/** Times at or after `since` at which something fitting was written. */
function after<T>(since: number, writes: readonly Write<T>[], fits: (value: T) => boolean): number[] {
  return writes
    .filter((w) => !w.undone && fits(w.value))
    .map(timeOf)
    .filter((at) => at >= since)
}

/** The same, and `since` where what stood then fitted already. */
function held<T>(since: number, writes: readonly Write<T>[], fits: (value: T) => boolean): number[] {
  const before = writes.findLast((w) => !w.undone && timeOf(w) < since)
  return [...(before !== undefined && fits(before.value) ? [since] : []), ...after(since, writes, fits)]
}

function timeOf({ at }: { readonly at: string }): number {
  return Date.parse(at)
}

function firstOf(since: number, times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.max(since, Math.min(...times))
}
