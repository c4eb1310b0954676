import type { Authority, DeadlineRule, Filing } from '../authorities/authority.ts'
import { periodEnd } from '../authorities/period.ts'
import { currentWrite, lastWriteWhere, registerNames, registerOf } from './current-values.ts'
import { factOfRole } from './facts.ts'
import type { EventReference, Incident } from './incident.ts'
import type { Deadline } from './notice-deadlines.ts'
import type { Write } from './register.ts'

/** The state of a report to an authority. */
export interface FilingView {
  readonly authority: Authority
  readonly filing: Filing
  /** `waiting` until an event occurs from which its deadline counts, then `running`; `reported` once it was filed. */
  readonly state: 'waiting' | 'running' | 'reported'
  /** The event from which the deadline counts; null if none has occurred. */
  readonly start: DeadlineStart | null
  /** The rule that applies: the one with the earliest deadline; null as long as `start` is. */
  readonly rule: DeadlineRule | null
  /** Milliseconds; null if it has no deadline, or one only in words. */
  readonly dueAt: number | null
  /** The later end of the deadline, in milliseconds, if the rule gives two; else null. */
  readonly latestAt: number | null
  readonly submissions: readonly Submission[]
  /** Whether the first submission was in time; null if there is none, no deadline, or it is due immediately. */
  readonly kept: boolean | null
}

/** The event in the log from which the deadline of a filing counts. */
export interface DeadlineStart extends EventReference {
  /** Id of the authority's event, or of the filing, that it counts from. */
  readonly of: string
}

export interface Submission extends EventReference {
  /** The authority's reference number. */
  readonly ref: string | null
  readonly note: string | null
}

/** Returns every filing of the authorities that the log names, in their order. */
export function filingsOf(incident: Incident): FilingView[] {
  return authoritiesIn(incident).flatMap((authority) =>
    authority.filings.map((filing) => filingViewOf(incident, authority, filing)),
  )
}

/** Returns the authorities that the log names, as it last described them. */
export function authoritiesIn(incident: Incident): Authority[] {
  return registerNames(incident, 'authority:').flatMap((id) => currentWrite(incident, `authority:${id}`)?.value ?? [])
}

/** Returns the filing with this id, and its authority; null if no authority that the log names has it. */
export function filingIn(incident: Incident, id: string): Pick<FilingView, 'authority' | 'filing'> | null {
  for (const authority of authoritiesIn(incident)) {
    const filing = authority.filings.find((candidate) => candidate.id === id)
    if (filing !== undefined) return { authority, filing }
  }
  return null
}

/** The deadlines `authority:FILING` of the filings not made yet. They run on after the incident is closed. */
export function filingDeadlines(incident: Incident): Deadline[] {
  return filingsOf(incident).flatMap(({ filing, state, dueAt }) =>
    state === 'running' && dueAt !== null ? [{ id: `authority:${filing.id}`, dueAt }] : [],
  )
}

/** An authority's event of this name is that what happened became known, from which many deadlines count. */
const AWARENESS = 'awareness'

/** A time from which deadlines count because what happened became known, though it had been detected before. */
export interface LateAwareness {
  readonly authority: Authority
  /** The event in the log that states it. */
  readonly event: string
  /** The name of the authority's event. */
  readonly of: string
  readonly at: string
  readonly detectedAt: string
}

/** Returns the times at which it became known that are later than the detection of the halt, in the order of the authorities. */
export function awarenessAfterDetection(incident: Incident): LateAwareness[] {
  const detectedAt = factOfRole(incident, 'detected').value
  if (detectedAt === null) return []
  const late = filingsOf(incident).flatMap(({ authority, start }): LateAwareness[] => {
    const isLate = start?.of === AWARENESS && Date.parse(start.at) > Date.parse(detectedAt)
    return isLate ? [{ authority, event: start.event, of: start.of, at: start.at, detectedAt }] : []
  })
  return late.filter(({ event }, i) => late.findIndex((other) => other.event === event) === i)
}

function filingViewOf(incident: Incident, authority: Authority, filing: Filing): FilingView {
  const submissions = submissionsOf(incident, filing.id)
  const deadlines = filing.due.flatMap((rule) => deadlineOf(incident, authority, filing, rule) ?? [])
  const [earliest = null] = [...deadlines].sort((a, b) => (a.dueAt ?? NEVER) - (b.dueAt ?? NEVER))
  const { start = null, rule = null, dueAt = null, latestAt = null } = earliest ?? {}
  const first = submissions[0]
  // Whether something due immediately was in time cannot be told.
  const isTimed = dueAt !== null && rule?.within !== null
  const kept = first === undefined || !isTimed ? null : Date.parse(first.at) <= dueAt
  const state = first !== undefined ? 'reported' : start === null ? 'waiting' : 'running'
  return { authority, filing, state, start, rule, dueAt, latestAt, submissions, kept }
}

/** Sorts a deadline only in words after those with a time. */
const NEVER = Number.MAX_SAFE_INTEGER

/** Returns the submissions of a filing by time. */
function submissionsOf(incident: Incident, filing: string): Submission[] {
  return registerOf(incident, `filed:${filing}`)
    .filter((w) => !w.undone)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .map(({ event, at, by, value }) => ({ event, at, by, ...value }))
}

/** The deadline by a rule; null if the event that it counts from has not occurred, or the rule does not apply. */
function deadlineOf(incident: Incident, authority: Authority, filing: Filing, rule: DeadlineRule) {
  const occurred = (event: string) => lastClockStart(incident, authority, event, filing.id) !== undefined
  if ((rule.when !== null && !occurred(rule.when)) || (rule.unless !== null && occurred(rule.unless))) return null
  const start = startOf(incident, authority, filing, rule)
  if (start === null) return null
  const { timezone } = incident.settings
  const { before, within, latest } = rule
  if (before !== null) return { start, rule, dueAt: null, latestAt: null }
  // With neither period, the filing is due immediately.
  const ends = [within, latest].flatMap((span) => (span === null ? [] : [periodEnd(start.at, span, timezone)]))
  const dueAt = ends.length === 0 ? Date.parse(start.at) : Math.min(...ends)
  return { start, rule, dueAt, latestAt: ends.length === 2 ? Math.max(...ends) : null }
}

/** When and by which event the deadline of a rule began to run; null if it has not. */
function startOf(incident: Incident, authority: Authority, filing: Filing, rule: DeadlineRule): DeadlineStart | null {
  const { from, after } = rule
  if (from !== null) {
    const write = lastClockStart(incident, authority, from, filing.id)
    return write === undefined ? null : { event: write.event, of: from, at: write.at, by: write.by }
  }
  if (after === null) return null
  const last = submissionsOf(incident, after).at(-1)
  return last === undefined ? null : { event: last.event, of: after, at: last.at, by: last.by }
}

/** Returns the last occurrence of an authority's event that starts the clock of all its filings or of `filing`. */
export function lastClockStart(
  incident: Incident,
  { id }: Authority,
  event: string,
  filing: string | null,
): Write<{ readonly filing: string | null }> | undefined {
  return lastWriteWhere(incident, `clock:${id}:${event}`, ({ value }) => [null, filing].includes(value.filing))
}
