import { isProblem } from '../domain/decide/decision.ts'
import { scopeChangesFor } from '../domain/decide/scope.ts'
import { typeOf } from '../domain/incident/current-values.ts'
import { isDeclaredFor } from '../domain/incident/declarations.ts'
import { declarerOf, EMPTY_INCIDENT } from '../domain/incident/incident.ts'
import type { EventData, EventDraft } from '../domain/log/event.ts'
import type { Knows } from '../domain/log/known-writers.ts'
import { fail, type Problem, ProblemError } from '../domain/problem.ts'
import type { Severity } from '../domain/runbook/runbook.ts'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../runbook/io/config.ts'
import { vouchForWriters } from '../signing/vouching.ts'
import { type Journal, newIncidentDigits } from '../store/journal.ts'
import { inertLine, shortLine } from '../view/inert.ts'
import { resumeCommand } from '../view/resume-command.ts'
import { quoteArg } from '../view/shell-quote.ts'
import { timeText } from '../view/time-format.ts'
import type { World } from '../world.ts'
import { type ChosenIncident, clockIn } from './choose.ts'
import { openIncidents } from './incident-index.ts'
import { hasRecordedIn, knownElsewhere } from './known-elsewhere.ts'
import { appendIntents, sayingHowItReads, sayRecorded } from './record.ts'
import { parseRange, parseScope } from './statements.ts'

export interface StartOptions {
  readonly type?: string
  readonly title?: string
  readonly titleJa?: string
  readonly titleEn?: string
  readonly severity?: Severity
  readonly at?: string
  readonly scope?: readonly string[]
  readonly planned?: string
  readonly drill?: boolean
  /** What it is declared for: the key of an alert, a ticket. */
  readonly ref?: string
  /** Whether the walk shows only what must be done in the first minutes. */
  readonly brief?: boolean
}

export interface StartedIncident extends ChosenIncident {
  /** False if it was open already. */
  readonly isNew: boolean
  /** If it is new, the open incidents that were declared for the same `ref` by writers that this machine does not know. */
  readonly doubtful: readonly Journal[]
}

/**
 * Declares an incident, unless one is open that somebody who is known declared for the same `ref`. Its log is on disk when
 * this returns.
 */
export function startIncident(world: World, config: Config, options: StartOptions): StartedIncident {
  const declare = (doubtful: readonly Journal[] = []) => {
    return { ...declareIncident(world, config, options), isNew: true, doubtful }
  }
  const { ref, drill } = options
  if (ref === undefined) return declare()
  const declareUnlessOpen = () => {
    const { known, doubtful } = findOpenFor(world, ref, drill)
    return known === null ? declare(doubtful) : { ...chosen(world, known), isNew: false, doubtful: [] }
  }
  try {
    return world.workspace.exclusively(config.access, declareUnlessOpen)
  } catch (error) {
    if (!isLockProblem(error)) throw error
    // Two incidents for a halt can be joined; one that was not declared is lost.
    world.say(world.text.said.notExclusive(error.problem.params.path))
    return declareUnlessOpen()
  }
}

/** The most incidents whose declaring writers are compared with the allowed signers. */
const MAX_COMPARED = 16

/**
 * The open incident that somebody who is known declared for `ref`, the oldest if there are several; a drill for drills, a
 * real one else.
 */
export async function openIncidentFor(world: World, ref: string, drill = false): Promise<ChosenIncident | null> {
  const { known, doubtful, knows } = findOpenFor(world, ref, drill)
  if (known !== null) return chosen(world, known)
  for (const journal of doubtful.slice(0, MAX_COMPARED)) {
    const declarer = journal.incident.births.get(declarerOf(journal.incident) ?? '')
    if (declarer !== undefined) await vouchForWriters(world, journal, [declarer])
    if (isDeclaredFor(journal.incident, ref, knows(journal))) return chosen(world, journal)
  }
  return null
}

interface OpenFor {
  readonly known: Journal | null
  readonly doubtful: readonly Journal[]
  readonly knows: (journal: Journal) => Knows
}

/** The open incidents that were declared for `ref`: the oldest by somebody who is known, and those by others. */
function findOpenFor(world: World, ref: string, drill = false): OpenFor {
  const { open } = openIncidents(world)
  const elsewhere = knownElsewhere(open)
  const isNew = !world.workspace.hasOwnWriter()
  // Others led this machine there, by a key that anybody can state: that is no reason to know who declared it.
  const knows = (journal: Journal) => (writer: string) =>
    elsewhere(journal, writer) || ((isNew || hasRecordedIn(journal)) && journal.knows(writer))
  const found = open.filter(
    ({ incident }) => incident.declaration?.drill === drill && isDeclaredFor(incident, ref, () => true),
  )
  const known = found.filter((journal) => isDeclaredFor(journal.incident, ref, knows(journal)))
  return { known: known[0] ?? null, doubtful: found.filter((journal) => !known.includes(journal)), knows }
}

function chosen(world: World, journal: Journal): ChosenIncident {
  return { journal, clock: clockIn(world, journal) }
}

/** The most incidents named of those that others declared for the same key. */
const NAMED_DOUBTFUL = 3

/** Names those that were declared for the same key by somebody unknown, with what joins one; returns their ids. */
export function sayDoubtful(
  world: World,
  ref: string,
  { journal, doubtful }: StartedIncident,
  {
    say = world.say,
    joining = (id: string) => resumeCommand(world, 'join', id, '-i', journal.id),
  }: { say?: World['say']; joining?: (id: string) => string } = {},
): Set<string> {
  const { said } = world.text
  for (const { id, incident } of doubtful.slice(0, NAMED_DOUBTFUL)) {
    const [by, writer] = [shortLine(incident.declaration?.declaredBy ?? ''), inertLine(declarerOf(incident) ?? '')]
    say(said.declaredForByUnknown(id, shortLine(ref), by, writer, joining(id)))
  }
  return new Set(doubtful.map(({ id }) => id))
}

/** Notes in an open incident that it was to be started again, and with which words: none of them changes the incident. */
export function noteStartedAgain(world: World, { journal, clock }: ChosenIncident, options: StartOptions): void {
  const { title, titleJa, titleEn, type, severity, at, scope = [], planned } = options
  const { incident } = journal
  // Refused here as for a new halt.
  parseScope(scope, incident.runbook)
  const given = [
    ...(type === undefined || type === typeOf(incident) ? [] : ['--type', type]),
    ...(severity === undefined ? [] : ['--severity', severity]),
    ...(at === undefined ? [] : ['--at', timeText(clock.stamp(sayingHowItReads(world, clock).past(at)))]),
    ...(planned === undefined ? [] : ['--planned', planned]),
    ...(scope.length === 0 ? [] : ['--scope', ...scope]),
  ]
  const titles = [title, titleJa, titleEn].filter((one) => one !== undefined)
  const text = world.text.said.startedAgain(titles, given.map(quoteArg).join(' '))
  sayRecorded(world, journal, appendIntents(journal, clock, { kind: 'note', text }))
}

const LOCK_PROBLEMS = ['lock-timeout', 'bad-lock', 'lock-denied'] as const
type LockProblem = ProblemError & { readonly problem: Extract<Problem, { code: (typeof LOCK_PROBLEMS)[number] }> }

function isLockProblem(error: unknown): error is LockProblem {
  return error instanceof ProblemError && LOCK_PROBLEMS.some((code) => code === error.problem.code)
}

function declareIncident(world: World, config: Config, options: StartOptions): ChosenIncident {
  const { timezone } = config.settings
  const clock = world.clock(timezone)
  const now = clock.now()
  // One moment for the id, the declaration, and times relative to now.
  const frozen = world.clock(timezone, () => now)
  const titles = titlesGiven(options)
  const title = options.title ?? titles?.[world.text.language] ?? titles?.ja ?? titles?.en
  const data = declarationData(
    config,
    { ...options, ...(title !== undefined && { title }) },
    sayingHowItReads(world, frozen),
  )
  const titled: EventDraft[] = titles === null ? [] : [{ type: 'incident.titled', data: titles }]
  const journal = createLog(world, config, frozen, options.type ?? '', (id) => [
    declarationEvent({ id, ...data }),
    ...titled,
  ])
  return { journal, clock }
}

/** The titles in each language that the flags give; null if they give none. */
export function titlesGiven({ titleJa: ja, titleEn: en }: Pick<StartOptions, 'titleJa' | 'titleEn'>) {
  return ja === undefined && en === undefined
    ? null
    : { ...(ja !== undefined && { ja }), ...(en !== undefined && { en }) }
}

/** The event that declares an incident, dated when the halt began, if that is known. */
export function declarationEvent(data: EventData['incident.started']): EventDraft {
  return { type: 'incident.started', ...(data.startedAt !== null && { at: data.startedAt }), data }
}

/**
 * Creates a log with its first events. Its id is like `20261124-221705-system-failure`, with `-2`, `-3`, … appended if it is
 * taken. `clock` must stand still, so that the id has the time of the events.
 */
export function createLog(
  world: World,
  { access }: Config,
  clock: Clock,
  type: string,
  draftsFor: (id: string) => readonly EventDraft[],
): Journal {
  const stem = `${clock.stamp(clock.now()).slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}-${type}`
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? stem : `${stem}-${n}`
    const journal = world.workspace.journal(id)
    try {
      journal.begin(clock, newIncidentDigits(), draftsFor(id), access)
      return journal
    } catch (error) {
      // EEXIST: another incident has this id.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

function declarationData(config: Config, options: StartOptions, clock: Clock) {
  const { type = '', title = null, severity = null, drill = false, ref } = options
  const { runbook, runbookDigest, settings, settingsDigest } = config
  if (!Object.hasOwn(runbook.types, type))
    return fail('unknown-type', { given: type, allowed: Object.keys(runbook.types) })
  const planned = options.planned === undefined ? null : plannedTimes(options.planned, type, config, clock)
  // A planned halt has not begun yet.
  if (planned !== null && options.at !== undefined)
    fail('bad-flag', { flag: '--at', given: options.at, allowed: ['--planned FROM/TO'] })
  // A new incident has no scope yet, so that every statement changes it.
  const scope = scopeChangesFor({ ...EMPTY_INCIDENT, runbook }, parseScope(options.scope ?? [], runbook))
  if (isProblem(scope)) throw new ProblemError(scope)
  const startedAt = options.at === undefined ? null : clock.stamp(clock.past(options.at))
  const inForce = { runbook, runbookDigest, settings, settingsDigest }
  return { type, title, severity, drill, startedAt, planned, scope, ...(ref !== undefined && { ref }), ...inForce }
}

/** Reads `--planned FROM/TO`. Throws `not-plannable` if halts of this type are never planned, or `bad-range`. */
function plannedTimes(range: string, type: string, { runbook }: Config, clock: Clock): { from: string; to: string } {
  const plannable = Object.keys(runbook.types).filter((id) => runbook.types[id]?.planned !== 'never')
  if (!plannable.includes(type)) fail('not-plannable', { type, plannable, names: runbook.types })
  const [from, to] = parseRange(range, clock)
  return { from, to }
}
