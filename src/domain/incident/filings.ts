import type { Authority, Filing, Rule } from '../authorities/authority.ts'
import { endOf } from '../authorities/calendar.ts'
import { lastIn, namesOf, register, standingIn } from './current-values.ts'
import type { Incident } from './incident.ts'
import type { Clock } from './notice-deadlines.ts'
import type { Write } from './register.ts'

/** A report to an authority, as it stands. */
export interface FilingView {
  readonly authority: Authority
  readonly filing: Filing
  /** `waiting` while nothing that it counts from has come. */
  readonly state: 'waiting' | 'running' | 'reported'
  /** What it counts from; null where nothing has come. */
  readonly start: Origin | null
  /** The rule that counts: the one with the earliest deadline. */
  readonly rule: Rule | null
  /** Milliseconds; null where it has no deadline, or only one in words. */
  readonly dueAt: number | null
  /** The later end, where the rule names two. */
  readonly latestAt: number | null
  readonly submissions: readonly Submission[]
  /** Whether the first submission came in time; null where there is none, or no deadline, or it is due at once. */
  readonly kept: boolean | null
}

/** The event in the log that a deadline counts from. */
export interface Origin {
  readonly event: string
  /** The event of the authority, or the filing, by its id. */
  readonly of: string
  readonly at: string
  readonly by: string
}

export interface Submission {
  readonly event: string
  readonly at: string
  readonly by: string
  readonly ref: string | null
  readonly note: string | null
}

/** Every filing of the authorities that the log speaks of, in their order. */
export function filingsOf(incident: Incident): FilingView[] {
  return authoritiesIn(incident).flatMap((authority) =>
    authority.filings.map((filing) => viewOf(incident, authority, filing)),
  )
}

/** As the log last described them. */
export function authoritiesIn(incident: Incident): Authority[] {
  return namesOf(incident, 'authority:').flatMap((id) => standingIn(incident, `authority:${id}`)?.value ?? [])
}

export function filingIn(
  incident: Incident,
  id: string,
): { readonly authority: Authority; readonly filing: Filing } | null {
  for (const authority of authoritiesIn(incident)) {
    const filing = authority.filings.find((one) => one.id === id)
    if (filing !== undefined) return { authority, filing }
  }
  return null
}

/** A report that was not made yet is due, also after the incident was closed. */
export function filingClocks(incident: Incident): Clock[] {
  return filingsOf(incident).flatMap(({ filing, state, dueAt }) =>
    state === 'running' && dueAt !== null ? [{ id: `authority:${filing.id}`, dueAt }] : [],
  )
}

function viewOf(incident: Incident, authority: Authority, filing: Filing): FilingView {
  const submissions = submissionsOf(incident, filing.id)
  const counting = filing.due.flatMap((rule) => deadlineOf(incident, authority, filing, rule) ?? [])
  const [first = null] = [...counting].sort((a, b) => (a.dueAt ?? NEVER) - (b.dueAt ?? NEVER))
  const { start = null, rule = null, dueAt = null, latestAt = null } = first ?? {}
  const reported = submissions[0]
  const timed = dueAt !== null && rule?.within !== null
  return {
    authority,
    filing,
    state: reported !== undefined ? 'reported' : start === null ? 'waiting' : 'running',
    start,
    rule,
    dueAt,
    latestAt,
    submissions,
    kept: reported === undefined || !timed ? null : Date.parse(reported.at) <= dueAt,
  }
}

const NEVER = Number.MAX_SAFE_INTEGER

/** In the order in which they were made. */
function submissionsOf(incident: Incident, filing: string): Submission[] {
  return register(incident, `filed:${filing}`)
    .filter((w) => !w.undone)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .map(({ event, at, by, value }) => ({ event, at, by, ...value }))
}

/** Null where what the rule counts from has not come, or the rule does not count. */
function deadlineOf(incident: Incident, authority: Authority, filing: Filing, rule: Rule) {
  const has = (event: string) => startedBy(incident, authority, event, filing.id) !== undefined
  if ((rule.when !== null && !has(rule.when)) || (rule.unless !== null && has(rule.unless))) return null
  const start = originOf(incident, authority, filing, rule)
  if (start === null) return null
  const { timezone } = incident.settings
  const { before, within, latest } = rule
  if (before !== null) return { start, rule, dueAt: null, latestAt: null }
  const ends = [within, latest].flatMap((span) => (span === null ? [] : [endOf(start.at, span, timezone)]))
  const dueAt = ends.length === 0 ? Date.parse(start.at) : Math.min(...ends)
  return { start, rule, dueAt, latestAt: ends.length === 2 ? Math.max(...ends) : null }
}

function originOf(incident: Incident, authority: Authority, filing: Filing, { from, after }: Rule): Origin | null {
  if (from !== null) {
    const write = startedBy(incident, authority, from, filing.id)
    return write === undefined ? null : { event: write.event, of: from, at: write.at, by: write.by }
  }
  if (after === null) return null
  const last = submissionsOf(incident, after).at(-1)
  return last === undefined ? null : { event: last.event, of: after, at: last.at, by: last.by }
}

/** The event of an authority as it last came, for all its filings or for this one. */
export function startedBy(
  incident: Incident,
  { id }: Authority,
  event: string,
  filing: string | null,
): Write<{ readonly filing: string | null }> | undefined {
  return lastIn(incident, `clock:${id}:${event}`, ({ value }) => value.filing === null || value.filing === filing)
}
