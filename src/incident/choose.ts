import { timeIn } from '../domain/drill/clock.ts'
import { titleOf } from '../domain/incident/current-values.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { shortcomingOf } from '../domain/log/causal-heads.ts'
import { behind } from '../domain/log/chain.ts'
import type { FlawedFile } from '../domain/log/governing-files.ts'
import { Failed, fail } from '../domain/outcome.ts'
import { DEFAULT_SETTINGS } from '../domain/settings.ts'
import type { Clock } from '../platform/clock.ts'
import { accessOf, groupId } from '../platform/durable.ts'
import type { Journal } from '../store/journal.ts'
import { contentOf } from '../store/runbook-files.ts'
import type { KeptHead } from '../store/state.ts'
import { inert } from '../view/inert.ts'
import type { World } from '../world.ts'
import { standing } from './incident-index.ts'

/** An incident that a command works on: its log, read, and the clock of its zone. */
export interface Chosen {
  readonly journal: Journal
  readonly clock: Clock
}

/**
 * The incident to record to: the one that was named, else the only open real one, else the only open drill. Throws
 * `runbook-missing` where what governs it is not there any more, unless the command does without.
 */
export async function chooseOpen(world: World, isGoverned = true): Promise<Chosen> {
  const named = namedIncident(world)
  const chosen = named === null ? pick(world, true) : opened(world, named)
  sayOfNewWriters(world, chosen.journal)
  await restoreRunbookFiles(world, chosen.journal, isGoverned)
  return chosen
}

/** Says who writes to the log that had not when this machine last recorded: from the next event on they are known. */
function sayOfNewWriters(world: World, journal: Journal): void {
  for (const { writer, events, by } of journal.newWriters())
    world.say(world.text.said.newWriter(inert(writer), events, by.map(inert).join(', ')))
}

/**
 * Says which others are open beside one that was just begun: from now on a command has to name the one that it means, or is
 * taken to mean the real one beside a drill. What cannot be read of them keeps nobody from beginning.
 */
export function sayOfOthers(world: World, { id, incident }: Journal, say = world.say): void {
  try {
    const others = standing(world, id).open
    const real = others.filter((other) => !other.incident.declaration?.drill)
    const meant = incident.declaration?.drill && real.length === 0 ? others : real
    if (meant.length > 0) say(world.text.said.alsoOpen(meant.map((other) => other.id)))
  } catch {}
}

/** The same, and says in any case which one it is. */
export async function chooseToWalk(world: World): Promise<Chosen> {
  const chosen = await chooseOpen(world)
  if (namedIncident(world) !== null) announce(world, chosen.journal.incident)
  return chosen
}

/** Says what governs the incident and is not there any more, where a command does without. */
export function sayOfLacking(world: World, lacking: readonly FlawedFile[]): void {
  for (const { file } of lacking) world.say(world.text.said.runbookMissing(inert(file)))
}

/** The incident to look back at: as to record to, but the latest where none is open. */
export function chooseAny(world: World): Chosen {
  const named = namedIncident(world)
  return named === null ? pick(world, false) : opened(world, named)
}

/** The same, to record something that may be recorded of a closed one as well. */
export async function chooseAnyToRecord(world: World): Promise<Chosen> {
  const chosen = chooseAny(world)
  await restoreRunbookFiles(world, chosen.journal, false)
  return chosen
}

/** The same incident by its log alone, whatever was kept of an earlier reading. */
export function afresh(chosen: Chosen): Chosen {
  chosen.journal.readAfresh()
  return chosen
}

function namedIncident(world: World): string | null {
  const given = world.options.incident || world.env.HALT_INCIDENT
  return given === undefined || given === '' ? null : idOf(world, given)
}

/** The incident that an id, a unique beginning of one or `latest` names. Throws `unknown-incident`. */
export function idOf(world: World, given: string): string {
  const ids = world.workspace.ids()
  if (given === 'latest' && ids.length > 0) return latestOf(world)
  const matches = ids.includes(given) ? [given] : ids.filter((id) => isBeginning(given, id))
  if (matches.length === 0) refuseMissing(world, ({ incident }) => incident === given || isBeginning(given, incident))
  return matches.length === 1
    ? (matches[0] as string)
    : fail('unknown-incident', { given, allowed: (matches.length > 0 ? matches : ids).slice(-10) })
}

/** The latest open real incident, else the latest open drill, else the latest. */
function latestOf(world: World): string {
  const { ids, open } = standing(world)
  const real = open.filter(({ incident }) => !incident.declaration?.drill)
  return (real.at(-1) ?? open.at(-1))?.id ?? (ids.at(-1) as string)
}

/** An incident that this machine has recorded to, and whose log is gone, is not one that never was. */
function refuseMissing(world: World, isMeant: (kept: KeptHead) => boolean): void {
  const kept = world.workspace.missing().findLast(isMeant)
  if (kept === undefined) return
  const { incident: id, head, path } = kept
  fail('log-missing', { id, writer: head.writer, seq: head.seq, path })
}

/** A whole id is not the beginning of the one that was numbered on after it. */
function isBeginning(given: string, id: string): boolean {
  return id.startsWith(given) && !/^-\d+$/.test(id.slice(given.length))
}

function pick(world: World, needOpen: boolean): Chosen {
  const { ids, open, latest } = standing(world)
  const real = open.filter(({ incident }) => !incident.declaration?.drill)
  const candidates = real.length > 0 ? real : open
  if (candidates.length > 1) fail('which-incident', { ids: candidates.map((c) => c.id) })
  const last = ids.at(-1)
  if (last === undefined) refuseMissing(world, () => true)
  const journal = candidates[0] ?? (needOpen || last === undefined ? null : (latest ?? read(world, last)))
  if (journal === null) return fail('no-incident', {})
  announce(world, journal.incident)
  return finish(world, journal)
}

function opened(world: World, id: string): Chosen {
  return finish(world, read(world, id))
}

function read(world: World, id: string): Journal {
  const journal = world.workspace.journal(id)
  journal.refresh()
  return journal
}

function finish(world: World, journal: Journal): Chosen {
  const { said } = world.text
  for (const { file, bytes } of journal.torn()) world.say(said.torn(inert(file), bytes))
  const gap = journal.findings().length === 0 ? journal.behind() : null
  if (gap !== null) world.say(said.behind(gap.kept.writer, gap.found?.seq ?? 0, gap.kept.seq))
  for (const { head, by } of journal.unmet()) {
    const found = journal.headOf(head.writer)
    world.say(said.unmet[shortcomingOf(found, head)](inert(head.writer), found?.seq ?? 0, head.seq, by))
  }
  const { beyond, declaration } = journal.incident
  if (beyond !== null && declaration === null) fail('newer-version', beyond)
  const group = journal.settings?.share?.group
  if (group !== undefined) sayOfSharing(world, journal, group)
  if (beyond !== null) world.say(said.readOnly(beyond.type))
  for (const { event } of journal.incident.anomalies) world.say(said.anomaly(event))
  const clock = clockIn(world, journal)
  const now = clock.now()
  for (const { event, aheadSeconds } of journal.farAhead(now))
    world.say(said.farAhead(inert(event), world.text.words.seconds(aheadSeconds)))
  const late = behind(journal.latestTime(now), now)
  if (late > 0) world.say(said.clockBehind(world.text.words.seconds(late / 1000)))
  return { journal, clock }
}

/** The clock of an incident: of a drill that goes faster, as its log has it. */
export function clockIn(world: World, journal: Journal): Clock {
  const { timezone } = journal
  const real = world.clock(timezone)
  return world.clock(timezone, () => timeIn(journal.incident, real.now()))
}

/** Whom a running incident is for is settled by its folder: where the settings name another group, that is said. */
function sayOfSharing(world: World, journal: Journal, group: string): void {
  const { said } = world.text
  const { gid } = accessOf(journal.directory)
  const named = groupId(group)
  if (gid === null || (named !== null && named !== gid)) world.say(said.notShared(inert(group)))
  else if (named === null) world.say(said.groupUnknown(inert(group), gid))
}

/** Says which logs are gone that this machine has recorded to, and where that is known from. */
export function sayOfMissing(world: World): void {
  for (const { incident, head, path } of world.workspace.missing())
    world.say(world.text.said.missing(inert(incident), head.writer, head.seq, inert(path)))
}

/** Says what lies among the incidents and is none. */
export function sayOfIgnored(world: World): void {
  for (const path of world.workspace.ignored()) world.say(world.text.said.ignored(inert(path)))
}

function announce(world: World, incident: Incident): void {
  const { declaration } = incident
  if (declaration === null) return
  const title = titleOf(incident)
  world.say(world.text.said.chosen(declaration.id, title === null ? null : inert(title), declaration.drill))
}

/** Says where the log is damaged, before what could be read of it is shown; returns the exit code for the command. */
export function bannerOf(world: World, journal: Journal): number {
  const findings = journal.findings()
  for (const { file, line, why } of findings)
    world.say(`halt: ${world.text.said.damagedBanner(inert(file), line, world.text.damage[why])} (damaged)`)
  return findings.length > 0 ? 4 : 0
}

/**
 * Puts back runbooks and settings that the log names and that are gone or altered, where the same bytes are found: in other
 * incidents, in what ships, in the workspace. Says what was put back and what was not; throws `runbook-missing` where that
 * is in force and needed.
 */
export async function restoreRunbookFiles(world: World, journal: Journal, isNeeded: boolean): Promise<void> {
  const { said } = world.text
  for (const file of journal.flawedFiles()) {
    const bytes = journal.bytesElsewhere(file) ?? (await bytesNow(world, file))
    const isBack = bytes !== null && journal.putBack(file, bytes)
    if (isBack) world.say(said.putBack(inert(file.file)))
  }
  if (isNeeded) journal.mustBeGoverned()
  for (const { file } of journal.flawedFiles()) world.say(said.runbookMissing(inert(file)))
}

async function bytesNow({ root, workspace, text }: World, { kind, digest }: FlawedFile): Promise<Buffer | null> {
  const [{ readCompiled }, { loadConfig }] = await Promise.all([
    import('../runbook/io/compiled.ts'),
    import('../runbook/io/config.ts'),
  ])
  const shipped = { runbook: readCompiled(root)?.runbook, settings: DEFAULT_SETTINGS }
  const own = await loadConfig(root, workspace.directory, text.language).catch(expected)
  const contents = [shipped[kind], own?.[kind]].flatMap((value) => (value === undefined ? [] : contentOf(kind, value)))
  return contents.find((content) => content.digest === digest)?.bytes ?? null
}

/** Files of the workspace that are broken now hold nothing to be put back. */
function expected(error: unknown): undefined {
  if (!(error instanceof Failed)) throw error
}
