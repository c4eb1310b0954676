import { type Condition, type Level, peopleOf, type Roster } from '../contacts/roster.ts'
import { SEVERITIES } from '../runbook/runbook.ts'
import { attemptsOf, type Party, partiesOf, partyOf } from './calls.ts'
import { lastIn, phaseOf, register } from './current-values.ts'
import type { Incident } from './incident.ts'
import type { Lifecycle } from './lifecycle.ts'
import type { Clock } from './notice-deadlines.ts'
import type { Register } from './register.ts'
import { RESOLVED, stepsOf } from './steps.ts'

/** An escalation level as it stands (manual chapter 6); its people count as called only once it was raised. */
export interface LevelView {
  readonly level: Level
  readonly party: Party
  /** When it was last raised, and why; null where it was not. */
  readonly raised: { readonly at: string; readonly by: string; readonly reason: string | null } | null
  /** Since when, or from when, the rules ask for it, in milliseconds; null where they do not. */
  readonly dueAt: number | null
}

export function levelsOf(incident: Incident, lifecycle: Lifecycle, now: number): LevelView[] {
  const { roster } = incident.settings
  if (roster === undefined) return []
  return roster.levels.map((level, place) => viewOf(incident, lifecycle, roster, level, place, now))
}

/** A level that the rules ask for falls due, and again while nobody of it has answered, until trading is whole again. */
export function escalationClocks(incident: Incident, lifecycle: Lifecycle, now: number): Clock[] {
  return levelsOf(incident, lifecycle, now).flatMap(({ level, dueAt }) =>
    dueAt === null ? [] : [{ id: `escalation:${level.id}`, dueAt }],
  )
}

/**
 * `answer:PARTY`, department, person or raised level: when the time for an answer is over and the next one is to be
 * called. A department whose steps of being told are resolved was told otherwise.
 */
export function answerClocks(incident: Incident, lifecycle: Lifecycle, now: number): Clock[] {
  const { roster } = incident.settings
  if (roster === undefined || isOver(incident, lifecycle)) return []
  const told = toldDepartments(incident, now)
  const parties = partiesOf(incident, lifecycle, now).filter(({ id }) => !told.has(id))
  const raised = levelsOf(incident, lifecycle, now).flatMap(({ party, raised }) =>
    raised === null ? [] : [{ ...party, from: [raised.at] }],
  )
  return [...parties.map((party) => ({ ...party, from: [] })), ...raised].flatMap(({ id, calls, reached, from }) => {
    const called = calls.flatMap(({ at }) => at ?? [])
    const times = called.length === 0 ? from : called
    if (reached !== null || times.length === 0) return []
    return [{ id: `answer:${id}`, dueAt: Math.max(...times.map((at) => Date.parse(at))) + roster.answerWithin }]
  })
}

function toldDepartments(incident: Incident, now: number): ReadonlySet<string> {
  const telling = stepsOf(incident, now).filter(
    ({ step, state }) => step.tells !== undefined && state !== 'not-applicable',
  )
  const open = telling.filter(({ state }) => !RESOLVED.has(state)).map(({ step }) => step.tells)
  return new Set(telling.flatMap(({ step: { tells } }) => (tells === undefined || open.includes(tells) ? [] : [tells])))
}

/** Before a halt began, and once trading is whole again, nobody is called. */
function isOver(incident: Incident, lifecycle: Lifecycle): boolean {
  const phase = phaseOf(incident)
  return phase === 'scheduled' || phase === 'closed' || lifecycle.current.fullyResumedAt !== null
}

function viewOf(
  incident: Incident,
  lifecycle: Lifecycle,
  roster: Roster,
  level: Level,
  place: number,
  now: number,
): LevelView {
  const mark = lastIn(incident, `level:${level.id}`, (w) => w.order > lifecycle.current.order)
  const since = mark?.order ?? Number.POSITIVE_INFINITY
  const party = partyOf(incident, roster, level.id, level.reach, { since, now })
  const raised = mark === undefined ? null : { at: mark.at, by: mark.by, reason: mark.value.reason }
  if (isOver(incident, lifecycle) || party.reached !== null) return { level, party, raised, dueAt: null }
  const again = raised === null ? null : level.again === null ? null : Date.parse(raised.at) + level.again
  return { level, party, raised, dueAt: raised === null ? askedAt(incident, lifecycle, roster, level, place) : again }
}

/** When the last of a level's conditions came, or will come, to hold; null where one does not. */
export function askedAt(
  incident: Incident,
  lifecycle: Lifecycle,
  roster: Roster,
  { when }: Level,
  place: number,
): number | null {
  if (when === null) return null
  const times = [
    severeSince(incident, when),
    ofTypeSince(incident, when),
    longSince(incident, lifecycle, when),
    unansweredSince(incident, lifecycle, roster, when, place),
  ]
  return times.includes(null) ? null : Math.max(...times.map(Number))
}

const ALWAYS = 0

function severeSince(incident: Incident, { severity }: Condition): number | null {
  if (severity === undefined) return ALWAYS
  const least = SEVERITIES.indexOf(severity)
  return heldSince(register(incident, 'severity'), (given) => SEVERITIES.indexOf(given) <= least)
}

function ofTypeSince(incident: Incident, { types }: Condition): number | null {
  return types === undefined ? ALWAYS : heldSince(register(incident, 'type'), (given) => types.includes(given))
}

/** Since when what a register says has fitted without a break; null where it does not now. */
function heldSince<T>(writes: Register<T>, fits: (value: T) => boolean): number | null {
  let since: string | null = null
  for (const { at, value, undone } of writes) if (!undone) since = fits(value) ? (since ?? at) : null
  return since === null ? null : Date.parse(since)
}

function longSince({ declaration }: Incident, { current }: Lifecycle, { after }: Condition): number | null {
  if (after === undefined) return ALWAYS
  const from = current.number > 1 ? current.startedAt : (declaration?.declaredAt ?? null)
  return from === null ? null : Date.parse(from) + after
}

/** Of a department, or of the level before, that has not answered: since when the first call of it is that long ago. */
function unansweredSince(
  incident: Incident,
  lifecycle: Lifecycle,
  roster: Roster,
  { unanswered }: Condition,
  place: number,
): number | null {
  if (unanswered === undefined) return ALWAYS
  const below = roster.levels[place - 1]
  const parties: readonly (readonly string[])[] =
    below === undefined ? Object.values(roster.departments) : [below.reach.flatMap((name) => peopleOf(roster, name))]
  const waits = parties.flatMap((people) => {
    const calls = people.flatMap((person) => attemptsOf(incident, person, lifecycle.current.order))
    if (calls.some(({ state }) => state === 'reached')) return []
    return calls.length === 0 ? [] : [Math.min(...calls.map(({ at }) => Date.parse(at))) + unanswered]
  })
  return waits.length === 0 ? null : Math.min(...waits)
}
