import type { Authority, DeadlineRule, Filing } from '../authorities/authority.ts'
import { dueTime } from '../authorities/due-time.ts'
import type { Knows } from '../log/known-writers.ts'
import { memoize } from '../memoize.ts'
import { currentWrite, lastWriteWhere, registerNames, registerOf } from './current-values.ts'
import { factOfRole } from './facts.ts'
import type { EventReference, Incident } from './incident.ts'
import type { Deadline } from './notice-deadlines.ts'
import type { Write } from './register.ts'
import { type StartDoubt, startDoubt } from './start-doubt.ts'

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
  /** When it would be due if that were no day off, in milliseconds; null if the deadline was not moved. */
  readonly movedFrom: number | null
  /** The later end of the deadline, in milliseconds, if the rule gives two; else null. */
  readonly latestAt: number | null
  /** The latest that it can be, in milliseconds, if that depends on the company's time zone, which is unknown; else null. */
  readonly otherZoneAt: number | null
  readonly submissions: readonly Submission[]
  /**
   * Whether the first submission was in time; null if there is none, no deadline, if it is due immediately, if it is dated
   * before all that its deadlines count from (`isMisdated`), if what they count from is in doubt, or if it depends on the
   * company's time zone, which is unknown.
   */
  readonly kept: boolean | null
}

/** The event in the log from which the deadline of a filing counts. */
export interface DeadlineStart extends EventReference {
  /** Id of the authority's event, or of the filing, that it counts from. */
  readonly of: string
  /** What it cannot be true beside (`startDoubt`); null for all that can be. Nothing is overdue or late by such a time. */
  readonly doubt: StartDoubt | null
}

export interface Submission extends EventReference {
  /** The authority's reference number. */
  readonly ref: string | null
  /** Whether it is dated before all that deadlines of its filing count from: one of these times is wrong. */
  readonly isMisdated: boolean
  readonly note: string | null
}

/** Returns every filing of the authorities that the log names, in their order. */
export function filingsOf(incident: Incident): FilingView[] {
  return authoritiesIn(incident).flatMap((authority) =>
    authority.filings.map((filing) => filingViewOf(incident, authority, filing)),
  )
}

/** Returns the authorities that the log names, as it last described them. */
export const authoritiesIn = memoize((incident: Incident): readonly Authority[] =>
  registerNames(incident, 'authority:').flatMap((id) => currentWrite(incident, `authority:${id}`)?.value ?? []),
)

/** Returns the filing with this id, and its authority; null if no authority that the log names has it. */
export function filingIn(incident: Incident, id: string): Pick<FilingView, 'authority' | 'filing'> | null {
  return filingsById(incident).get(id) ?? null
}

/** If several authorities have a filing of one id, the first counts. */
const filingsById = memoize((incident: Incident) => {
  const all = authoritiesIn(incident).flatMap((authority) => authority.filings.map((filing) => ({ authority, filing })))
  return new Map(all.reverse().map((one) => [one.filing.id, one]))
})

/** The deadlines `authority:FILING` of the filings not made yet. They run on after the incident is closed. */
export function filingDeadlines(incident: Incident): Deadline[] {
  return filingsOf(incident).flatMap(({ filing, state, dueAt, start }) => {
    if (state !== 'running' || dueAt === null) return []
    return [{ id: `authority:${filing.id}`, dueAt, ...(start?.doubt != null && { inDoubt: true as const }) }]
  })
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

/** The times from which deadlines of an authority count that are in doubt, in the order of its events. */
export function doubtfulStarts(
  incident: Incident,
  authority: Authority,
): (DeadlineStart & { readonly doubt: StartDoubt })[] {
  return Object.keys(authority.events).flatMap((of) => {
    const start = lastClockStart(incident, authority, of, null)
    const doubt = start === undefined ? null : startDoubt(incident, start.at)
    return start === undefined || doubt === null ? [] : [{ event: start.event, of, at: start.at, by: start.by, doubt }]
  })
}

function filingViewOf(incident: Incident, authority: Authority, filing: Filing): FilingView {
  const submissions = submissionsOf(incident, authority, filing)
  const deadlines = filing.due.flatMap((rule) => deadlineOf(incident, authority, filing, rule) ?? [])
  // What counts from a time in doubt comes last, so that a mistyped time hides no deadline that holds.
  const [earliest = null] = [...deadlines].sort(
    (a, b) =>
      Number(a.start.doubt !== null) - Number(b.start.doubt !== null) || (a.dueAt ?? NEVER) - (b.dueAt ?? NEVER),
  )
  const {
    start = null,
    rule = null,
    ...due
  } = earliest ?? { dueAt: null, movedFrom: null, latestAt: null, otherZoneAt: null }
  const first = submissions[0]
  // Whether something due immediately was in time cannot be told.
  const isTimed = due.dueAt !== null && rule?.within !== null
  const isUnclear = first === undefined || first.isMisdated || start?.doubt != null || !isTimed
  const kept = isUnclear ? null : wasKept(Date.parse(first.at), due)
  const state = first !== undefined ? 'reported' : start === null ? 'waiting' : 'running'
  return { authority, filing, state, start, rule, ...due, submissions, kept }
}

/** Whether a report was in time; null if the company's time zone decides it, which is unknown. */
function wasKept(at: number, { dueAt, otherZoneAt }: Pick<FilingView, 'dueAt' | 'otherZoneAt'>): boolean | null {
  if (dueAt === null || at <= dueAt) return true
  return otherZoneAt === null || at > otherZoneAt ? false : null
}

/** Sorts a deadline only in words after those with a time. */
const NEVER = Number.MAX_SAFE_INTEGER

/** Returns the submissions of a filing by time. */
function submissionsOf(incident: Incident, authority: Authority, filing: Filing): Submission[] {
  return writesOf(incident, filing.id).map((write) => {
    const { event, at, by, value } = write
    return { event, at, by, ...value, isMisdated: isMisdated(incident, authority, filing, write) }
  })
}

type SubmissionWrite = Write<Omit<Submission, keyof EventReference | 'isMisdated'>>

/** Returns what records the submissions of a filing, by time. */
function writesOf(incident: Incident, filing: string): SubmissionWrite[] {
  return registerOf(incident, `filed:${filing}`)
    .filter((w) => !w.undone)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

function isMisdated(incident: Incident, authority: Authority, { id, due }: Filing, { at }: SubmissionWrite): boolean {
  const origins = due.flatMap(({ from, after }): string[] => {
    const origin =
      from === null ? writesOf(incident, after ?? '').at(-1) : lastClockStart(incident, authority, from, id)
    return origin === undefined ? [] : [origin.at]
  })
  return origins.length > 0 && origins.every((origin) => Date.parse(at) < Date.parse(origin))
}

/** The deadline by a rule; null if the event that it counts from has not occurred, or the rule does not apply. */
function deadlineOf(incident: Incident, authority: Authority, filing: Filing, rule: DeadlineRule) {
  const occurred = (event: string) => lastClockStart(incident, authority, event, filing.id) !== undefined
  if ((rule.when !== null && !occurred(rule.when)) || (rule.unless !== null && occurred(rule.unless))) return null
  const start = startOf(incident, authority, filing, rule)
  if (start === null) return null
  const { before, within, latest } = rule
  const untimed = { start, rule, dueAt: null, movedFrom: null, latestAt: null, otherZoneAt: null }
  if (before !== null) return untimed
  const spans = [within, latest].filter((span) => span !== null)
  // With neither period, the filing is due immediately.
  if (spans.length === 0) return { ...untimed, dueAt: Date.parse(start.at) }
  const { end, dueAt, latestAt, otherZoneAt } = dueTime(authority, filing, { at: start.at, spans }, incident.settings)
  if (isReplaced(incident, authority, filing, rule, end)) return null
  return { start, rule, dueAt, movedFrom: dueAt === end ? null : end, latestAt, otherZoneAt }
}

/** Whether the event that replaces a deadline occurred after it had passed. */
function isReplaced(
  incident: Incident,
  authority: Authority,
  { id }: Filing,
  { unlessLater }: DeadlineRule,
  end: number,
) {
  if (unlessLater === undefined) return false
  const replacing = lastClockStart(incident, authority, unlessLater, id)
  return replacing !== undefined && Date.parse(replacing.at) > end
}

/** When and by which event the deadline of a rule began to run; null if it has not. */
function startOf(incident: Incident, authority: Authority, filing: Filing, rule: DeadlineRule): DeadlineStart | null {
  const { from, after } = rule
  if (from !== null) {
    const write = lastClockStart(incident, authority, from, filing.id)
    if (write === undefined) return null
    const { event, at, by } = write
    return { event, of: from, at, by, doubt: startDoubt(incident, at) }
  }
  if (after === null) return null
  const last = writesOf(incident, after).at(-1)
  if (last === undefined) return null
  const { event, at, by, recordedAt } = last
  const earlier = authority.filings.find(({ id }) => id === after)
  // It was made by the time when it was recorded: a wrong time of it must not make the next report seem late.
  const isWrong = earlier !== undefined && isMisdated(incident, authority, earlier, last)
  return { event, of: after, at: isWrong ? recordedAt : at, by, doubt: null }
}

/** Returns the last occurrence of an authority's event that starts the clock of all its filings or of `filing`. */
export function lastClockStart(
  incident: Incident,
  { id }: Authority,
  event: string,
  filing: string | null,
  knows: Knows = () => true,
): Write<{ readonly filing: string | null }> | undefined {
  return lastWriteWhere(
    incident,
    `clock:${id}:${event}`,
    ({ value, writer }) => [null, filing].includes(value.filing) && knows(writer),
  )
}
