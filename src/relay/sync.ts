import { join } from 'node:path'
import { phaseOf } from '../domain/incident/current-values.ts'
import { declarerOf, type Incident } from '../domain/incident/incident.ts'
import type { Head } from '../domain/log/event.ts'
import { governingFileName } from '../domain/log/governing-files.ts'
import { compareClocks } from '../domain/log/hybrid-clock.ts'
import { headDigest } from '../domain/log/line.ts'
import { sha256 } from '../domain/log/sha256.ts'
import { isNamedForKey } from '../domain/log/writer-name.ts'
import { fail, ProblemError } from '../domain/problem.ts'
import type { Fork } from '../domain/relay/branches.ts'
import { keyOfPresence, presenceOf } from '../domain/relay/presence.ts'
import type { Access } from '../platform/access.ts'
import { errnoName } from '../platform/errno.ts'
import { isReadableFile, readStart } from '../platform/regular-files.ts'
import { relaySettings } from '../runbook/io/relay-settings.ts'
import type { Journal } from '../store/journal.ts'
import { isFolderOf } from '../store/log-file.ts'
import { type Declared, declaredIn, incidentIn, receiveIncident } from '../store/received-incident.ts'
import { type HeardMachine, type KnownFork, logBytes, type RelayState } from '../store/relay-state.ts'
import { closedIncidents } from '../store/snapshots.ts'
import { openWriterState, workspaceKey } from '../store/state.ts'
import { StoredLines } from '../store/stored-lines.ts'
import type { Workspace } from '../store/workspace.ts'
import { inertLine } from '../view/inert.ts'
import type { World } from '../world.ts'
import { exchange, type OnAnswer } from './exchange.ts'
import { machineName } from './machine-name.ts'
import { isReadableOnly } from './readable-only.ts'
import type { Hint, Relay } from './relay.ts'
import { giveBackAbandoned } from './sending-turns.ts'
import { shareEvidence } from './share-evidence.ts'

/** So many hints are looked at: those that were heard of last. */
const MAX_HINTS = 2_000
/** So many incidents that are not here are looked for in a run that nobody waits for; the next one goes on. */
const MAX_NEW_AT_ONCE = 50
/**
 * For the declaration of an incident that is not here, so many pages of first lines are looked at, or, where a person waits,
 * as many as can be within this time for all of them together; the next run goes on.
 */
const MAX_FIRST_PAGES = 10
const SEARCH_MS = 60_000
const MAX_BLOB_BYTES = 1024 * 1024
/** Of so many writers of an incident it is kept what the relay has had. */
const MAX_HEADS = 50
/** So many similar ids are named. */
const MAX_IDS = 5
/** So many machines are kept, and those only that were heard of in the last day. */
const MAX_MACHINES = 20
const LATELY_MS = 24 * 3_600_000

/** What was shared of one incident. */
export interface SyncedIncident {
  /** The id of its folder. */
  readonly incident: string
  /** The digest of its heads after that (`headDigest`). */
  readonly head: string
  readonly pushed: number
  readonly pulled: number
  readonly refused: readonly string[]
  /** The writers of whom the relay has lines that were not looked at yet. */
  readonly unread: readonly string[]
  /** Whether it came to this machine now. */
  readonly isNew: boolean
  /** All that is known, from earlier as well. */
  readonly forks: readonly KnownFork[]
}

export interface Synced {
  readonly incidents: readonly SyncedIncident[]
  /** The ids of incidents that are not here yet, as the relay has more first lines than were looked at for their declarations. */
  readonly searching: readonly string[]
  /** Why nothing could be sent any more, though what others had shared was taken over; null if all was sent. */
  readonly refusal: ProblemError | null
}

/** What to share. */
export interface SyncScope {
  /** The incident with this id only, also if it is closed; null for all that are open or have something to share. */
  readonly named: string | null
  /** Whether a person waits for all of it. */
  readonly isAwaited: boolean
}

/**
 * Shares what is here of every incident that is open or has something that the relay may lack, and takes over the open ones
 * that are not here; it reads before it sends, and goes on reading where the relay takes nothing. Rejects with
 * `relay-unreachable` or `relay-unusable`, with `not-recorded` if what comes cannot be written, and with `unknown-incident` if
 * the named one is neither here nor there.
 */
export async function syncAll(
  world: World,
  relay: Relay,
  state: RelayState,
  access: Access,
  scope: SyncScope,
): Promise<Synced> {
  try {
    return await shareAll(world, relay, state, access, scope)
  } catch (error) {
    const { code = '', path = world.workspace.directory } = error as NodeJS.ErrnoException
    // What is said of the network is a problem already; a code that begins with ERR is one of Node's own, and a defect.
    return error instanceof ProblemError || !/^E(?!RR_)/.test(code)
      ? Promise.reject(error)
      : fail('not-recorded', { path, why: errnoName(error) })
  }
}

async function shareAll(
  world: World,
  relay: Relay,
  state: RelayState,
  access: Access,
  { named, isAwaited }: SyncScope,
): Promise<Synced> {
  const { workspace } = world
  await compareRelay(relay, state, world.now())
  const hints = named === null ? await relay.hints(MAX_HINTS) : await relay.hintsFor(named)
  const missing = oneEach(hints).filter((hint) => !isHere(world, hint))
  const received: string[] = []
  const until = world.now() + SEARCH_MS
  const mayGoOn = (pages: number) => pages < MAX_FIRST_PAGES || (isAwaited && world.now() < until)
  for (const namesakes of byId(isAwaited ? missing : missing.slice(0, MAX_NEW_AT_ONCE)))
    for (const { declared, bytes } of await declarationsOf(relay, state, namesakes, mayGoOn)) {
      const id = receiveIncident(workspace.directory, declared, bytes, access)
      if (id !== null) received.push(id)
    }
  const local = named === null ? localIds(world, state) : workspace.ids().filter((id) => isFolderOf(id, named))
  const incidents: SyncedIncident[] = []
  const sending = new Sending()
  for (const id of new Set([...local, ...received])) {
    const journal = workspace.journal(id)
    const synced = await syncOne(relay, journal, state, sending)
    if (synced !== null) await sending.attempt(() => giveBackAbandoned({ relay, journal, name: machineName(world) }))
    const isNew = received.includes(id)
    // Its first line came with its folder.
    if (synced !== null) incidents.push({ ...synced, isNew, pulled: synced.pulled + (isNew ? 1 : 0) })
  }
  if ((await relaySettings(workspace.directory))?.evidence === true)
    for (const { incident } of incidents) {
      const journal = workspace.journal(incident)
      journal.refresh()
      await sending.attempt(() => shareEvidence(relay, journal, state))
      if (sending.refusal !== null) await shareEvidence(relay, journal, state, false)
    }
  await hearOfOthers(world, relay, state)
  if (sending.refusal === null) state.succeed(world.now())
  state.save()
  const searching = missing.filter(({ incident }) => state.searched.has(incident)).map(({ id }) => id)
  if (named !== null && incidents.length + searching.length === 0)
    fail('unknown-incident', { given: named, allowed: await idsLike(world, relay, named), relay: relay.name })
  return { incidents, searching, refusal: sending.refusal }
}

/** The ids here and in the relay that somebody may have meant with another one: those that it begins first. */
async function idsLike({ workspace }: World, relay: Relay, given: string): Promise<string[]> {
  const { meantNames } = await import('../i18n/nearest-names.ts')
  const known = [...new Set([...workspace.ids(), ...(await relay.hintedIds(MAX_HINTS))])].map(inertLine)
  const begun = known.filter((id) => id.startsWith(given))
  return [...new Set([...begun, ...meantNames(given, known)])].slice(0, MAX_IDS)
}

/** Sends until the relay first refuses to take anything. */
class Sending {
  refusal: ProblemError | null = null

  /** Null if nothing can be sent. */
  async attempt<T>(send: () => Promise<T>): Promise<T | null> {
    if (this.refusal !== null) return null
    try {
      return await send()
    } catch (error) {
      if (!isReadableOnly(error)) throw error
      this.refusal = error
      return null
    }
  }
}

/**
 * Finds out whether this is another relay than before, or one that lacks what it had, as after a restore: then it is no longer
 * taken to have what it had.
 */
export async function compareRelay(relay: Relay, state: RelayState, now: number): Promise<void> {
  state.meet(relay.identity, relay.name, now)
  const had = state.had().flatMap(({ incident, heads }) => heads.map((head) => ({ incident, ...head })))
  if (had.length > 0) state.lack(await relay.lacking(had), now)
}

/** Says that this machine is there, and keeps who else was lately. */
async function hearOfOthers(world: World, relay: Relay, state: RelayState): Promise<void> {
  const own = workspaceKey(world.workspace.directory)
  const now = world.now()
  const signer = openWriterState(world.workspace.directory, world.env).keptSigner()
  const peers = await relay.greet(presenceOf(own, machineName(world), now, signer), MAX_MACHINES)
  const others = peers.filter(({ machine }) => machine !== own)
  const all = others.map(({ ageMs, ...said }): HeardMachine => {
    const key = keyOfPresence(said)
    // What was signed may be said again by somebody else.
    return {
      machine: said.machine,
      name: said.name,
      key,
      at: key === null ? now - ageMs : Math.min(now - ageMs, said.at),
    }
  })
  // Somebody else may have said it as well: the latest counts.
  const heard = new Map(all.sort((a, b) => a.at - b.at).map((one) => [`${one.machine} ${one.key}`, one]))
  state.machines = [...heard.values()].filter(({ at }) => now - at < LATELY_MS).sort((a, b) => b.at - a.at)
}

/** How many events are here that are not known to be in the relay. */
export function countWaiting(world: World, state: RelayState): number {
  return localIds(world, state).reduce((sum, id) => {
    return sum + Math.max(0, readLog(world.workspace, id).events - (state.shared(id)?.events ?? 0))
  }, 0)
}

/** The incidents here that are open, or whose files have changed since they were last shared. */
function localIds({ workspace, ...world }: World, state: RelayState): string[] {
  const ids = workspace.ids()
  const closed = closedIncidents({ workspace, ...world }, ids.length)
  return ids.filter((id) => {
    const isOpen = closed?.look(id).isClosed !== true && phaseOf(readLog(workspace, id)) !== 'closed'
    return isOpen || logBytes(join(workspace.directory, 'incidents', id), id) !== state.shared(id)?.bytes
  })
}

function readLog(workspace: Workspace, id: string): Incident {
  const journal = workspace.journal(id)
  journal.refresh()
  return journal.incident
}

/** The first hint for each incident. */
function oneEach(hints: readonly Hint[]): Hint[] {
  return [...new Map([...hints].reverse().map((hint) => [hint.incident, hint])).values()].reverse()
}

function isHere({ workspace }: World, { incident, id }: Hint): boolean {
  const folders = workspace.ids().filter((name) => isFolderOf(name, id))
  return folders.some((name) => incidentIn(join(workspace.directory, 'incidents', name), name) === incident)
}

/** Hints in their order, those with the same id together. */
function byId(hints: readonly Hint[]): Hint[][] {
  const groups = new Map<string, Hint[]>()
  for (const hint of hints) groups.set(hint.id, [...(groups.get(hint.id) ?? []), hint])
  return [...groups.values()]
}

/** Whether another page is looked at after so many. */
type MayGoOn = (pages: number) => boolean

/** The line that declares an incident. */
interface Declaration {
  readonly declared: Declared
  readonly bytes: Buffer
}

/** What declares incidents with the same id, the first one first, so that machines that get them at once name them alike. */
async function declarationsOf(
  relay: Relay,
  state: RelayState,
  hints: readonly Hint[],
  mayGoOn: MayGoOn,
): Promise<Declaration[]> {
  const found: Declaration[] = []
  for (const { incident } of hints) {
    const declaration = await findDeclaration(relay, state, incident, mayGoOn)
    if (declaration !== null) found.push(declaration)
  }
  return found.sort(
    ({ declared: a }, { declared: b }) => compareClocks(a.hlc, b.hlc) || (a.incident < b.incident ? -1 : 1),
  )
}

/** The line that declares an incident in the relay; null if nothing there does, or none was found yet. */
async function findDeclaration(
  relay: Relay,
  state: RelayState,
  incident: string,
  mayGoOn: MayGoOn,
): Promise<Declaration | null> {
  let after = state.searched.get(incident) ?? null
  for (let pages = 0; mayGoOn(pages); pages += 1) {
    const { found, next } = await relay.firstLines(incident, after)
    state.searched.delete(incident)
    for (const { writer, bytes } of found) {
      const declared = declaredIn(incident, writer, bytes)
      if (declared !== null) return { declared, bytes }
    }
    if (next === null) return null
    state.searched.set(incident, next)
    after = next
  }
  return null
}

/**
 * Shares one log, and its runbooks and settings: takes over what is in the relay, then sends what that lacks. Null if nothing
 * here declares the incident.
 */
export async function syncOne(
  relay: Relay,
  journal: Journal,
  state: RelayState,
  sending: { attempt<T>(send: () => Promise<T>): Promise<T | null> } = { attempt: (send) => send() },
  onAnswer?: OnAnswer,
): Promise<Omit<SyncedIncident, 'isNew'> | null> {
  journal.refresh()
  const { directory, id } = journal
  const incident = journal.incident.declaration?.incident
  if (incident === undefined) return null
  const lines = new StoredLines(directory, id)
  const lookedAt = state.lookedAt(incident)
  const headsNamed = (writer: string) => {
    journal.refresh()
    return journal.headsNamed(writer)
  }
  const mustBeNamed = isDeclaredByNamed(journal.incident)
  const log = {
    incident,
    lines,
    mustBeNamed,
    lookedAt,
    turn: state.turn(incident),
    mayAdd: (writer: string) => !journal.isWriting(writer),
    headsNamed,
    onAnswer,
  }
  const taken = await exchange(relay, log, false)
  keepForks(taken.forks, journal, incident, state)
  journal.refresh()
  const there = await takeFiles(relay, journal)
  // What was recorded in the meantime is for the next time: only what was there before is known to be shared.
  const { events, heads } = journal.incident
  const bytes = logBytes(directory, id)
  const known = lastLines(lines)
  const isOpen = () => phaseOf(journal.incident) !== 'closed'
  const hint = { incident, id: journal.incident.declaration?.declaredId ?? id, isOpen: isOpen() }
  const sent = await sending.attempt(async () => {
    // Before the lines: whoever hears of these looks for the incident.
    await relay.giveHint(journal.machine, hint)
    const exchanged = await exchange(relay, log)
    keepForks(exchanged.forks, journal, incident, state)
    journal.refresh()
    await sendFiles(relay, journal, there)
    if (isOpen() !== hint.isOpen) await relay.giveHint(journal.machine, { ...hint, isOpen: isOpen() })
    state.keepShared(id, { bytes, events, incident, heads: known })
    return exchanged
  })
  const { pushed, pulled, refused } = sent ?? { pushed: 0, pulled: 0, refused: taken.refused }
  const head = headDigest(heads.values())
  return {
    incident: id,
    head,
    pushed,
    pulled: taken.pulled + pulled,
    refused,
    unread: state.unread(incident),
    forks: state.forks(incident),
  }
}

/** The last line of each writer, or of some of them. */
function lastLines(lines: StoredLines): Head[] {
  return lines
    .writers()
    .slice(0, MAX_HEADS)
    .flatMap((writer) => {
      const hashes = lines.hashes(writer)
      const hash = hashes.at(-1)
      return hash === undefined ? [] : [{ writer, seq: hashes.length, hash }]
    })
}

/** Whether the writer that declared an incident has the name of its key: then no other is taken over without. */
function isDeclaredByNamed(incident: Incident): boolean {
  const writer = declarerOf(incident) ?? ''
  return isNamedForKey(writer, incident.births.get(writer)?.key)
}

/** Keeps what is known of forks; where a copy of this machine's state folder has recorded, this goes on as a new writer. */
function keepForks(found: readonly Fork[], journal: Journal, incident: string, state: RelayState): void {
  if (found.length === 0) return
  journal.refresh()
  const forks = found.map((fork) => ({ ...fork, isOwn: journal.isOfThisMachine(fork.writer) }))
  // Lines with another key are taken over by nobody where writers have the names of their keys.
  const isLost = (fork: Fork) => !(fork.isOtherKey && isDeclaredByNamed(journal.incident))
  for (const fork of forks) if (fork.isOwn && isLost(fork)) journal.noteFork(fork)
  state.keepForks(
    incident,
    forks.map(({ base, ...fork }) => ({ ...fork, base: base?.seq ?? 0 })),
  )
}

/** Puts the runbooks and settings beside the log that it names and are missing here. Resolves to those that the relay has. */
async function takeFiles(relay: Relay, journal: Journal): Promise<ReadonlySet<string>> {
  const there = await relay.blobsAmong([...new Set(journal.incident.named.map(({ digest }) => digest))])
  for (const file of journal.flawedFiles()) {
    const bytes = there.has(file.digest) ? await relay.blob(file.digest) : null
    if (bytes !== null) journal.restoreGoverningFile(file, bytes)
  }
  return there
}

/** Sends the runbooks and settings that the log names, but for those that are there. */
async function sendFiles(relay: Relay, journal: Journal, there: ReadonlySet<string>): Promise<void> {
  for (const file of journal.incident.named.filter(({ digest }) => !there.has(digest))) {
    const path = join(journal.directory, governingFileName(file))
    const bytes = isReadableFile(path) ? readStart(path, MAX_BLOB_BYTES) : null
    if (bytes !== null && sha256(bytes) === file.digest) await relay.addBlob(file.digest, bytes)
  }
}
