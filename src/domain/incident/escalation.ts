import { type EscalationCondition, type EscalationLevel, peopleOf, type Roster } from '../contacts/roster.ts'
import { SEVERITIES } from '../runbook/runbook.ts'
import { attemptsOf, type Party, partiesOf, partyOf } from './calls.ts'
import { lastWriteWhere, phaseOf, registerOf } from './current-values.ts'
import type { Incident } from './incident.ts'
import type { Lifecycle } from './lifecycle.ts'
import type { Deadline } from './notice-deadlines.ts'
import type { Register } from './register.ts'
import { RESOLVED_STATES, stepsOf } from './steps.ts'

/** The state of an escalation level (manual chapter 6). Calls to its people count only after it was raised. */
export interface LevelView {
  readonly level: EscalationLevel
  readonly party: Party
  /** When, by whom and why it was last raised in this interruption, or null; `reason` is null if the rules required it. */
  readonly raised: { readonly at: string; readonly by: string; readonly reason: string | null } | null
  /** When it must be raised, or raised again, past or future, in milliseconds; null if the rules do not require that now. */
  readonly dueAt: number | null
}

/** Returns the escalation levels, lowest first; `now` is in milliseconds. */
export function levelsOf(incident: Incident, lifecycle: Lifecycle, now: number): LevelView[] {
  const { roster } = incident.settings
  if (roster === undefined) return []
  return roster.levels.map((level, index) => levelViewOf(incident, lifecycle, roster, level, index, now))
}

/** The deadlines `escalation:LEVEL`, until somebody answers, trading has fully resumed or the incident is closed. */
export function escalationDeadlines(incident: Incident, lifecycle: Lifecycle, now: number): Deadline[] {
  return levelsOf(incident, lifecycle, now).flatMap(({ level, dueAt }) =>
    dueAt === null ? [] : [{ id: `escalation:${level.id}`, dueAt }],
  )
}

/**
 * The deadlines `answer:PARTY`: when to call the next person, counted from the last unanswered call or, without one, from
 * the raising of the level. A department has none once all steps that notify it are resolved.
 */
export function answerDeadlines(incident: Incident, lifecycle: Lifecycle, now: number): Deadline[] {
  const { roster } = incident.settings
  if (roster === undefined || isQuiet(incident, lifecycle)) return []
  const notified = notifiedDepartments(incident, now)
  const parties = partiesOf(incident, lifecycle, now)
    .filter(({ id }) => !notified.has(id))
    .map((party) => ({ party, raisedAt: null }))
  const levels = levelsOf(incident, lifecycle, now).flatMap(({ party, raised }) =>
    raised === null ? [] : [{ party, raisedAt: raised.at }],
  )
  return [...parties, ...levels].flatMap(({ party: { id, calls, reached }, raisedAt }) => {
    const calledAt = calls.flatMap(({ at }) => at ?? [])
    const times = calledAt.length === 0 && raisedAt !== null ? [raisedAt] : calledAt
    if (reached !== null || times.length === 0) return []
    return [{ id: `answer:${id}`, dueAt: Math.max(...times.map((at) => Date.parse(at))) + roster.answerWithin }]
  })
}

/** Returns the departments that a step notifies and for which all such steps are resolved. */
function notifiedDepartments(incident: Incident, now: number): ReadonlySet<string> {
  const steps = stepsOf(incident, now).filter(({ state }) => state !== 'not-applicable')
  const open = steps.filter(({ state }) => !RESOLVED_STATES.has(state)).map(({ step }) => step.tells)
  return new Set(steps.flatMap(({ step: { tells } }) => (tells === undefined || open.includes(tells) ? [] : [tells])))
}

/** Nobody is called before a planned halt begins, after full resumption, or after closing. */
function isQuiet(incident: Incident, lifecycle: Lifecycle): boolean {
  const phase = phaseOf(incident)
  return phase === 'scheduled' || phase === 'closed' || lifecycle.current.fullyResumedAt !== null
}

function levelViewOf(
  incident: Incident,
  lifecycle: Lifecycle,
  roster: Roster,
  level: EscalationLevel,
  index: number,
  now: number,
): LevelView {
  const mark = lastWriteWhere(incident, `level:${level.id}`, (w) => w.order > lifecycle.current.order)
  // Before it is raised, no call counts.
  const since = mark?.order ?? Number.POSITIVE_INFINITY
  const party = partyOf(incident, roster, level.id, level.reach, { since, now })
  const raised = mark === undefined ? null : { at: mark.at, by: mark.by, reason: mark.value.reason }
  const view = { level, party, raised }
  if (isQuiet(incident, lifecycle) || party.reached !== null) return { ...view, dueAt: null }
  if (raised === null) return { ...view, dueAt: escalationDueAt(incident, lifecycle, roster, level, index) }
  return { ...view, dueAt: level.again === null ? null : Date.parse(raised.at) + level.again }
}

/** When the last of a level's conditions is met (ms); null if no time is known for one, or it is raised by hand only. */
export function escalationDueAt(
  incident: Incident,
  lifecycle: Lifecycle,
  roster: Roster,
  { when }: EscalationLevel,
  index: number,
): number | null {
  if (when === null) return null
  const times = [
    severityMetAt(incident, when),
    typeMetAt(incident, when),
    elapsedAt(incident, lifecycle, when),
    unansweredAt(incident, lifecycle, roster, when, index),
  ]
  return times.includes(null) ? null : Math.max(...times.map(Number))
}

/** The time of a condition that the level does not have: before all others. */
const ALWAYS = 0

function severityMetAt(incident: Incident, { severity }: EscalationCondition): number | null {
  if (severity === undefined) return ALWAYS
  // The worst severity comes first.
  const last = SEVERITIES.indexOf(severity)
  return matchedSince(registerOf(incident, 'severity'), (stated) => SEVERITIES.indexOf(stated) <= last)
}

function typeMetAt(incident: Incident, { types }: EscalationCondition): number | null {
  return types === undefined ? ALWAYS : matchedSince(registerOf(incident, 'type'), (stated) => types.includes(stated))
}

/** Since when the value of a register has matched without a break, in milliseconds; null if it does not match now. */
function matchedSince<T>(writes: Register<T>, matches: (value: T) => boolean): number | null {
  let since: string | null = null
  for (const { at, value, undone } of writes) if (!undone) since = matches(value) ? (since ?? at) : null
  return since === null ? null : Date.parse(since)
}

function elapsedAt({ declaration }: Incident, { current }: Lifecycle, { after }: EscalationCondition): number | null {
  if (after === undefined) return ALWAYS
  const from = current.number > 1 ? current.startedAt : (declaration?.declaredAt ?? null)
  return from === null ? null : Date.parse(from) + after
}

/**
 * When nobody has answered for `unanswered` ms after the first call to the level below, or for the lowest level, to a
 * department: the earliest such time. Null if nobody was called, or somebody answered wherever people were called.
 */
function unansweredAt(
  incident: Incident,
  lifecycle: Lifecycle,
  roster: Roster,
  { unanswered }: EscalationCondition,
  index: number,
): number | null {
  if (unanswered === undefined) return ALWAYS
  const below = roster.levels[index - 1]
  const parties: readonly (readonly string[])[] =
    below === undefined ? Object.values(roster.departments) : [below.reach.flatMap((name) => peopleOf(roster, name))]
  const times = parties.flatMap((people) => {
    const calls = people.flatMap((person) => attemptsOf(incident, person, lifecycle.current.order))
    if (calls.some(({ state }) => state === 'reached')) return []
    return calls.length === 0 ? [] : [Math.min(...calls.map(({ at }) => Date.parse(at))) + unanswered]
  })
  return times.length === 0 ? null : Math.min(...times)
}
