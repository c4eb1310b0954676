import type { Authority, Filing, Rule } from '../authorities/authority.ts'
import { periodEnd } from '../authorities/clocks.ts'
import { lastIn, namesOf, register, standingIn } from './current-values.ts'
import type { Incident, Recorded } from './incident.ts'
import type { Deadline } from './notice-deadlines.ts'
import type { Write } from './register.ts'

/** The state of a report to an authority. */
export interface FilingView {
  readonly authority: Authority
  readonly filing: Filing
  /** `waiting` until an event occurs from which its deadline counts. */
  readonly state: 'waiting' | 'running' | 'reported'
  /** The event from which the deadline counts; null while `waiting`. */
  readonly start: Origin | null
  /** The rule that applies: the one with the earliest deadline. */
  readonly rule: Rule | null
  /** Milliseconds; null if it has no deadline, or one only in words. */
  readonly dueAt: number | null
  /** The later end of the deadline, if the rule gives two. */
  readonly latestAt: number | null
  readonly submissions: readonly Submission[]
  /** Whether the first submission was in time; null if there is none, no deadline, or it is due immediately. */
  readonly kept: boolean | null
}

/** The event in the log from which a deadline counts. */
export interface Origin extends Recorded {
  /** Id of the authority's event, or of the filing, that it counts from. */
  readonly of: string
}

export interface Submission extends Recorded {
  readonly ref: string | null
  readonly note: string | null
}

/** Returns every filing of the authorities that the log names, in their order. */
export function filingsOf(incident: Incident): FilingView[] {
  return authoritiesIn(incident).flatMap((authority) =>
    authority.filings.map((filing) => viewOf(incident, authority, filing)),
  )
}

/** Returns the authorities that the log names, as it last described them. */
export function authoritiesIn(incident: Incident): Authority[] {
  return namesOf(incident, 'authority:').flatMap((id) => standingIn(incident, `authority:${id}`)?.value ?? [])
}

export function filingIn(
  incident: Incident,
  id: string,
): { readonly authority: Authority; readonly filing: Filing } | null {
  for (const authority of authoritiesIn(incident)) {
    const filing = authority.filings.find((candidate) => candidate.id === id)
    if (filing !== undefined) return { authority, filing }
  }
  return null
}

/** The deadlines of the reports not made yet. They run on after the incident is closed. */
export function filingDeadlines(incident: Incident): Deadline[] {
  return filingsOf(incident).flatMap(({ filing, state, dueAt }) =>
    state === 'running' && dueAt !== null ? [{ id: `authority:${filing.id}`, dueAt }] : [],
  )
}

function viewOf(incident: Incident, authority: Authority, filing: Filing): FilingView {
  const submissions = submissionsOf(incident, filing.id)
  const deadlines = filing.due.flatMap((rule) => deadlineOf(incident, authority, filing, rule) ?? [])
  const [earliest = null] = [...deadlines].sort((a, b) => (a.dueAt ?? NEVER) - (b.dueAt ?? NEVER))
  const { start = null, rule = null, dueAt = null, latestAt = null } = earliest ?? {}
  const first = submissions[0]
  const timed = dueAt !== null && rule?.within !== null
  return {
    authority,
    filing,
    state: first !== undefined ? 'reported' : start === null ? 'waiting' : 'running',
    start,
    rule,
    dueAt,
    latestAt,
    submissions,
    kept: first === undefined || !timed ? null : Date.parse(first.at) <= dueAt,
  }
}

const NEVER = Number.MAX_SAFE_INTEGER

/** Returns the submissions of a filing by time. */
function submissionsOf(incident: Incident, filing: string): Submission[] {
  return register(incident, `filed:${filing}`)
    .filter((w) => !w.undone)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .map(({ event, at, by, value }) => ({ event, at, by, ...value }))
}

/** Null if the event that the rule counts from has not occurred, or the rule does not apply. */
function deadlineOf(incident: Incident, authority: Authority, filing: Filing, rule: Rule) {
  const occurred = (event: string) => lastClockStart(incident, authority, event, filing.id) !== undefined
  if ((rule.when !== null && !occurred(rule.when)) || (rule.unless !== null && occurred(rule.unless))) return null
  const start = originOf(incident, authority, filing, rule)
  if (start === null) return null
  const { timezone } = incident.settings
  const { before, within, latest } = rule
  if (before !== null) return { start, rule, dueAt: null, latestAt: null }
  const ends = [within, latest].flatMap((span) => (span === null ? [] : [periodEnd(start.at, span, timezone)]))
  const dueAt = ends.length === 0 ? Date.parse(start.at) : Math.min(...ends)
  return { start, rule, dueAt, latestAt: ends.length === 2 ? Math.max(...ends) : null }
}

function originOf(incident: Incident, authority: Authority, filing: Filing, { from, after }: Rule): Origin | null {
  if (from !== null) {
    const write = lastClockStart(incident, authority, from, filing.id)
    return write === undefined ? null : { event: write.event, of: from, at: write.at, by: write.by }
  }
  if (after === null) return null
  const last = submissionsOf(incident, after).at(-1)
  return last === undefined ? null : { event: last.event, of: after, at: last.at, by: last.by }
}

/** Returns the last occurrence of an authority's event, for all its filings or for this one. */
export function lastClockStart(
  incident: Incident,
  { id }: Authority,
  event: string,
  filing: string | null,
): Write<{ readonly filing: string | null }> | undefined {
  return lastIn(incident, `clock:${id}:${event}`, ({ value }) => value.filing === null || value.filing === filing)
}
