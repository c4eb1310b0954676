import { incidentTimeAt } from '../domain/drill/clock.ts'
import { currentWrite, phaseOf, titleIn } from '../domain/incident/current-values.ts'
import { declarerOf, type Incident } from '../domain/incident/incident.ts'
import { behindMs } from '../domain/log/hybrid-clock.ts'
import { fail } from '../domain/problem.ts'
import { accessOf, groupId } from '../platform/access.ts'
import type { Clock } from '../platform/clock.ts'
import { vouchForWriters } from '../signing/vouching.ts'
import type { Journal } from '../store/journal.ts'
import type { KeptHead } from '../store/state.ts'
import { inertLine, LONGEST_TITLE, shortLine } from '../view/inert.ts'
import { resumeCommand } from '../view/resume-command.ts'
import type { World } from '../world.ts'
import {
  warnAboutContradictions,
  warnAboutForeignLines,
  warnAboutHarmlessDamage,
  warnAboutMissingEvents,
  warnAboutOverruledFiles,
} from './damage-warnings.ts'
import { openIncidents } from './incident-index.ts'
import { knownElsewhere } from './known-elsewhere.ts'
import { folderOfHandle, sayNamesakes, warnAboutMutualJoin } from './namesakes.ts'
import { warnAboutNewWriters, warnAboutOwnWriters, warnAboutRestoredWriters } from './new-writers.ts'

/** The incident that a command works on: its log, already read, and a clock in its time zone. */
export interface ChosenIncident {
  readonly journal: Journal
  readonly clock: Clock
}

/**
 * The incident to record to: the one named (even if closed), else the only open real one, else the only open drill. Rejects
 * with `which-incident` or `no-incident`. Restores missing runbook and settings files; rejects with `runbook-missing` if
 * `needsRunbook` and one in force cannot be restored.
 */
export async function chooseIncidentToRecord(world: World, needsRunbook = true): Promise<ChosenIncident> {
  const named = namedIncident(world)
  return named === null
    ? readyToRecord(world, chooseUnnamed(world, true), needsRunbook)
    : openToRecord(world, named, needsRunbook)
}

/** The incident with this id, like `chooseIncidentToRecord`. */
export function openToRecord(world: World, id: string, needsRunbook: boolean): Promise<ChosenIncident> {
  return readyToRecord(world, chosenFrom(world, readJournal(world, id)), needsRunbook)
}

async function readyToRecord(world: World, chosen: ChosenIncident, needsRunbook: boolean): Promise<ChosenIncident> {
  await vouchForWriters(world, chosen.journal)
  warnAboutNewWriters(world, chosen.journal, new Set(chosen.journal.eventsOfNewWriters().map(({ writer }) => writer)))
  warnAboutRestoredWriters(world, chosen.journal)
  warnAboutOwnWriters(world, chosen.journal)
  warnAboutHarmlessDamage(world, chosen.journal)
  await restoreFlawedFiles(world, chosen.journal, needsRunbook)
  return chosen
}

/** Loads what restores runbook and settings files only if any is missing or altered. */
async function restoreFlawedFiles(world: World, journal: Journal, needsRunbook: boolean): Promise<void> {
  if (journal.flawedFilesThatMatter().length === 0) return
  const { restoreRunbookFiles } = await import('./restore-runbook-files.ts')
  await restoreRunbookFiles(world, journal, needsRunbook)
}

/** How long after its declaration an incident may be another declaration of the halt that was just declared. */
const SAME_HALT_MS = 30 * 60_000

/** Of more open incidents than these, some are named: whoever can write to the folder can declare any number. */
const NAMED_INCIDENTS = 5

/**
 * After a start, names the open incidents that commands could mean instead, and how to join one that was declared some
 * minutes ago, in the words of `joining`; those in `known` are left out, and the others added to it. An error in reading
 * them is ignored.
 */
export function warnAboutOtherOpen(
  world: World,
  own: Journal,
  {
    say = world.say,
    known = new Set(),
    joining = (other: string) => resumeCommand(world, 'join', other, '-i', own.id),
  }: { say?: World['say']; known?: Set<string>; joining?: (other: string) => string },
): void {
  try {
    const { open } = openIncidents(world, own.id)
    const others = open.filter((other) => !known.has(other.id))
    const real = others.filter((other) => !other.incident.declaration?.drill)
    const competing = own.incident.declaration?.drill && real.length === 0 ? others : real
    for (const other of competing) known.add(other.id)
    const [named, more] = [competing.slice(0, NAMED_INCIDENTS), competing.slice(NAMED_INCIDENTS)]
    if (named.length > 0)
      say(
        world.text.said.alsoOpen(
          named.map((other) => other.id),
          more.length,
        ),
      )
    sayWhatMayBeTheSame(world, own.incident, { others: competing, open: [own, ...open] }, say, joining)
  } catch {}
}

/** Names those of other incidents that were declared some minutes ago, by known writers first, with what joins one. */
function sayWhatMayBeTheSame(
  world: World,
  { declaration: own }: Incident,
  { others, open }: { readonly others: readonly Journal[]; readonly open: readonly Journal[] },
  say: World['say'],
  joining: (other: string) => string,
): void {
  const { said, words } = world.text
  const knows = knownElsewhere(open)
  const found = others.flatMap((other) => {
    const { id, incident } = other
    const { declaration } = incident
    if (declaration === null || declaration.drill !== own?.drill || !isJustDeclared(world, incident)) return []
    const writer = declarerOf(incident) ?? ''
    return { id, declaration, writer: knows(other, writer) ? null : inertLine(writer) }
  })
  const sorted = [...found.filter(({ writer }) => writer === null), ...found.filter(({ writer }) => writer !== null)]
  for (const { id, declaration, writer } of sorted.slice(0, NAMED_INCIDENTS)) {
    const ago = world.now() - Date.parse(declaration.declaredAt)
    const span = ago < 1000 ? null : words.seconds(ago / 1000)
    say(said.declaredJustNow(id, inertLine(declaration.declaredBy), writer, span, joining(id)))
  }
  const more = sorted.length - NAMED_INCIDENTS
  if (more > 0) say(said.moreJustDeclared(more, resumeCommand(world, 'list')))
}

/** Whether an incident was declared some minutes ago, also by a machine whose clock is ahead. */
function isJustDeclared(world: World, { declaration }: Incident): boolean {
  return Math.abs(world.now() - Date.parse(declaration?.declaredAt ?? '')) <= SAME_HALT_MS
}

/**
 * Names the open real incidents that other machines declared within the same time as an open one of this machine, with what
 * joins one. An error in reading them is ignored.
 */
export function offerJoining(world: World, own: Journal, open?: readonly Journal[]): void {
  const { id, incident } = own
  if (phaseOf(incident) === 'closed' || incident.declaration?.drill || !isJustDeclared(world, incident)) return
  if (!isDeclaredHere(own)) return
  try {
    const all = open ?? openIncidents(world).open
    const others = all.filter((other) => !isDeclaredHere(other))
    const joining = (other: string) => resumeCommand(world, 'join', other, '-i', id)
    sayWhatMayBeTheSame(world, incident, { others, open: all }, world.say, joining)
  } catch {}
}

function isDeclaredHere(journal: Journal): boolean {
  return journal.isOfThisMachine(declarerOf(journal.incident) ?? '')
}

/** Like `chooseIncidentToRecord`, but says which incident was chosen even if it was named. */
export async function chooseIncidentToWalk(world: World): Promise<ChosenIncident> {
  const chosen = await chooseIncidentToRecord(world)
  if (namedIncident(world) !== null) sayChosen(world, chosen.journal.incident)
  return chosen
}

/**
 * Returns the incident to read: chosen as by `chooseIncidentToRecord`, but the latest one if none is open. Says which, unless
 * `isSaid` is false because the output begins with that.
 */
export function chooseIncidentToRead(world: World, isSaid = true): ChosenIncident {
  const named = namedIncident(world)
  return named === null ? chooseUnnamed(world, false, isSaid) : chosenFrom(world, readJournal(world, named))
}

/** The incident that is named, else the latest drill; throws `no-incident` if there is none. */
export function chooseDrillToRead(world: World): ChosenIncident {
  const named = namedIncident(world)
  const ids = named === null ? world.workspace.ids().reverse() : [named]
  for (const id of ids) {
    const journal = readJournal(world, id)
    if (named === null && !journal.incident.declaration?.drill) continue
    if (named === null) sayChosen(world, journal.incident)
    return chosenFrom(world, journal)
  }
  return fail('no-incident', { closed: null })
}

/** Like `chooseIncidentToRecord`, but with none named and none open, resolves to the latest, whatever its files lack. */
export function chooseAnyIncidentToRecord(world: World): Promise<ChosenIncident> {
  return readyToRecord(world, chooseIncidentToRead(world), false)
}

/** Reads the log again from its first line, without the snapshot of an earlier read. */
export function rereadFromStart(chosen: ChosenIncident): ChosenIncident {
  chosen.journal.readAfresh()
  return chosen
}

/** The id of the incident that `-i` or `HALT_INCIDENT` names; null if neither does. */
export function namedIncident(world: World): string | null {
  const given = world.options.incident || world.env.HALT_INCIDENT
  return given === undefined || given === '' ? null : resolveIncidentId(world, given)
}

/** Resolves an id, a unique prefix of one, a handle (`handleOf`), or `latest`. Throws `unknown-incident`, or `log-missing` if its log is gone. */
export function resolveIncidentId(world: World, given: string): string {
  const ids = world.workspace.ids()
  if (given === 'latest' && ids.length > 0) return latestOf(world)
  const named = folderOfHandle(world, given)
  if (named !== null) return named
  const matches = ids.includes(given) ? [given] : ids.filter((id) => isPrefix(given, id))
  const unreadable = matches.length > 0 ? undefined : world.workspace.unreadableFolders().find(({ id }) => id === given)
  if (unreadable !== undefined) fail('unreadable', unreadable)
  if (matches.length === 0) failIfLogMissing(world, ({ incident }) => incident === given || isPrefix(given, incident))
  if (matches.length === 1) return matches[0] as string
  const several = matches.length > 1
  return fail('unknown-incident', { given, allowed: (several ? matches : ids).toReversed(), several })
}

/** The latest open real incident, else the latest open drill, else the latest. */
function latestOf(world: World): string {
  const { ids, open } = openIncidents(world)
  const real = open.filter(({ incident }) => !incident.declaration?.drill)
  return (real.at(-1) ?? open.at(-1))?.id ?? (ids.at(-1) as string)
}

/** Throws `log-missing` if this machine has recorded to a matching incident whose log is gone. */
function failIfLogMissing(world: World, matches: (kept: KeptHead) => boolean): void {
  const kept = world.workspace.missingIncidents().findLast(matches)
  if (kept === undefined) return
  const { incident: id, head, path } = kept
  fail('log-missing', { id, writer: head.writer, seq: head.seq, path })
}

/** Whether `given` is a prefix of `id`. A whole id is no prefix of the same id with a number added (`-2`). */
function isPrefix(given: string, id: string): boolean {
  return id.startsWith(given) && !/^-\d+$/.test(id.slice(given.length))
}

function chooseUnnamed(world: World, mustBeOpen: boolean, isSaid = true): ChosenIncident {
  const { ids, open, latest } = openIncidents(world)
  const real = open.filter(({ incident }) => !incident.declaration?.drill)
  const candidates = real.length > 0 ? real : open
  if (candidates.length > 1) {
    if (!world.options.json)
      for (const one of candidates) {
        if (one === candidates[0]) sayNamesakes(world, one)
        offerJoining(world, one, open)
      }
    fail('which-incident', { ids: candidates.map((c) => c.id) })
  }
  const last = ids.at(-1)
  // No incident is left: if this machine has recorded to any, its log is gone.
  if (last === undefined) failIfLogMissing(world, () => true)
  const journal = candidates[0] ?? (mustBeOpen || last === undefined ? null : (latest ?? readJournal(world, last)))
  if (journal === null)
    return fail('no-incident', { closed: last === undefined ? null : closingToTakeBack(world, last) })
  if (isSaid) sayChosen(world, journal.incident)
  return chosenFrom(world, journal)
}

/** The closing of an incident that may have been a mistake: one of the operator's own, or of the last day. */
function closingToTakeBack(world: World, id: string): { id: string; event: string } | null {
  const closing = currentWrite(readJournal(world, id).incident, 'phase')
  if (closing?.value.by !== 'close') return null
  const isRecent = world.now() - Date.parse(closing.recordedAt) < DAY_MS
  return isRecent || closing.by === world.operator ? { id, event: closing.event } : null
}

const DAY_MS = 86_400_000

function readJournal(world: World, id: string): Journal {
  const journal = world.workspace.journal(id)
  journal.refresh()
  return journal
}

function chosenFrom(world: World, journal: Journal): ChosenIncident {
  const chosen = { journal, clock: clockIn(world, journal) }
  warnAboutChosen(world, chosen)
  return chosen
}

/** Warns about faults of log and clock. Throws `newer-version` if this version can read no declaration of the incident. */
export function warnAboutChosen(world: World, { journal, clock }: ChosenIncident): void {
  const { said } = world.text
  sayNamesakes(world, journal)
  warnAboutMutualJoin(world, journal)
  for (const { file, bytes } of journal.tornWrites()) world.say(said.torn(inertLine(file), bytes))
  warnAboutMissingEvents(journal, journal.missingHeads(), world)
  warnAboutForeignLines(world, journal)
  const { beyond, declaration } = journal.incident
  if (beyond !== null && declaration === null) fail('newer-version', beyond)
  const group = journal.settings?.share?.group
  if (group !== undefined) warnAboutSharing(world, journal, group)
  if (beyond !== null) world.say(said.readOnly(beyond.type))
  warnAboutContradictions(world, journal)
  warnAboutOverruledFiles(world, journal)
  const now = clock.now()
  for (const { event, aheadSeconds } of journal.farAhead(now))
    world.say(said.farAhead(inertLine(event), world.text.words.seconds(aheadSeconds)))
  const { writer, time } = journal.latestClock(now) ?? { writer: '', time: 0 }
  const late = behindMs(time, now)
  if (late > 0) {
    const span = world.text.words.seconds(late / 1000)
    world.say(journal.isOwn(writer) ? said.clockBehind(span) : said.clockBehindOther(span, inertLine(writer)))
  }
}

/** The clock of an incident. In an accelerated drill it runs at the speed that the log states. */
export function clockIn(world: World, journal: Journal): Clock {
  const { timezone } = journal
  const real = world.clock(timezone)
  return world.clock(timezone, () => incidentTimeAt(journal.incident, real.now()))
}

/** Warns if the group in the settings is not the one that owns the incident's folder: the folder decides who has access. */
function warnAboutSharing(world: World, journal: Journal, group: string): void {
  const { said } = world.text
  const { gid } = accessOf(journal.directory)
  const named = groupId(group)
  if (gid === null || (named !== null && named !== gid)) world.say(said.notShared(inertLine(group)))
  else if (named === null) world.say(said.groupUnknown(inertLine(group), gid))
}

export function sayChosen(world: World, incident: Incident): void {
  const { declaration } = incident
  if (declaration === null) return
  const title = titleIn(incident, world.text.language)
  world.inform(
    world.text.said.chosen(declaration.id, title === null ? null : shortLine(title, LONGEST_TITLE), declaration.drill),
  )
}
