import { join } from 'node:path'
import { phaseOf } from '../domain/incident/current-values.ts'
import { governingFileName } from '../domain/log/governing-files.ts'
import { headDigest } from '../domain/log/line.ts'
import { sha256 } from '../domain/log/sha256.ts'
import { openIncidents } from '../incident/incident-index.ts'
import type { Access } from '../platform/access.ts'
import { isReadableFile, readStart } from '../platform/regular-files.ts'
import type { Journal } from '../store/journal.ts'
import { isFolderOf } from '../store/log-file.ts'
import { declaredIn, incidentIn, receiveIncident } from '../store/received-incident.ts'
import { StoredLines } from '../store/stored-lines.ts'
import type { World } from '../world.ts'
import { exchange } from './exchange.ts'
import { logBytes, type RelayState } from './io/relay-state.ts'
import type { Hint, Relay } from './relay.ts'

/** So many hints are looked at, and so many incidents that are not here are taken over at once. */
const MAX_HINTS = 2_000
const MAX_NEW = 50
const MAX_BLOB_BYTES = 1024 * 1024

/** What was shared of one incident. */
export interface SyncedIncident {
  /** The id of its folder. */
  readonly incident: string
  /** The digest of its heads after that (`headDigest`). */
  readonly head: string
  readonly pushed: number
  readonly pulled: number
  readonly refused: readonly string[]
}

export interface Synced {
  readonly incidents: readonly SyncedIncident[]
  /** How many open incidents are in the relay that were left for the next time. */
  readonly left: number
}

/**
 * Shares what is here of every incident that is open or has something that the relay may lack, and takes over the open ones
 * that are not here; with `named`, only those of that id. Rejects with `relay-unreachable` or `relay-unusable`.
 */
export async function syncAll(
  world: World,
  relay: Relay,
  state: RelayState,
  access: Access,
  named: string | null,
): Promise<Synced> {
  const { workspace } = world
  const hints = named === null ? await relay.hints(MAX_HINTS) : await relay.hintsFor(named)
  const wanted = latestOf(hints).filter(({ isOpen }) => isOpen || named !== null)
  const missing = wanted.filter((hint) => !isHere(world, hint))
  const received: string[] = []
  for (const hint of missing.slice(0, MAX_NEW)) {
    const id = await takeOver(relay, hint, workspace.directory, access)
    if (id !== null) received.push(id)
  }
  const local = named === null ? localIds(world, state) : workspace.ids().filter((id) => isFolderOf(id, named))
  const incidents: SyncedIncident[] = []
  for (const id of new Set([...local, ...received])) {
    const synced = await syncOne(relay, workspace.journal(id), state)
    if (synced !== null) incidents.push(synced)
  }
  state.lastAt = world.now()
  state.save()
  return { incidents, left: Math.max(0, missing.length - MAX_NEW) }
}

/** How many events are here that are not known to be in the relay. */
export function countWaiting(world: World, state: RelayState): number {
  return localIds(world, state).reduce((sum, id) => {
    const journal = world.workspace.journal(id)
    journal.refresh()
    return sum + Math.max(0, journal.incident.events - (state.shared(id)?.events ?? 0))
  }, 0)
}

/** The incidents here that are open, or whose files have changed since they were last shared. */
function localIds({ workspace, ...world }: World, state: RelayState): string[] {
  const open = new Set(openIncidents({ workspace, ...world }).open.map(({ id }) => id))
  return workspace.ids().filter((id) => {
    return open.has(id) || logBytes(join(workspace.directory, 'incidents', id), id) !== state.shared(id)?.bytes
  })
}

/** The first hint, which is the latest, for each incident. */
function latestOf(hints: readonly Hint[]): Hint[] {
  return [...new Map([...hints].reverse().map((hint) => [hint.incident, hint])).values()].reverse()
}

function isHere({ workspace }: World, { incident, id }: Hint): boolean {
  const folders = workspace.ids().filter((name) => isFolderOf(name, id))
  return folders.some((name) => incidentIn(join(workspace.directory, 'incidents', name), name) === incident)
}

/** Makes the folder of an incident that is in the relay only. Returns its id; null if nothing there declares it. */
async function takeOver(relay: Relay, { incident }: Hint, workspace: string, access: Access): Promise<string | null> {
  for (const { writer } of await relay.holdings(incident, []))
    for (const { seq, bytes } of await relay.linesAfter(incident, writer, { seq: 0, hash: '' })) {
      if (seq > 1) break
      const declared = declaredIn(incident, bytes)
      if (declared !== null) return receiveIncident(workspace, declared, bytes, access)
    }
  return null
}

/** Shares one log, and its runbooks and settings. Null if nothing here declares the incident. */
async function syncOne(relay: Relay, journal: Journal, state: RelayState): Promise<SyncedIncident | null> {
  journal.refresh()
  const { directory, id } = journal
  const incident = journal.incident.declaration?.incident
  if (incident === undefined) return null
  const lines = new StoredLines(directory, id)
  const log = { incident, lines, isOwn: (writer: string) => journal.isGoingOnIn(writer) }
  const exchanged = await exchange(relay, log)
  journal.refresh()
  await shareFiles(relay, journal)
  const isOpen = phaseOf(journal.incident) !== 'closed'
  await relay.giveHint(journal.machine, { incident, id: journal.incident.declaration?.id ?? id, isOpen })
  // What was recorded in the meantime is for the next time: only what was there before is known to be shared.
  const { events, heads } = journal.incident
  const bytes = logBytes(directory, id)
  const { pushed } = await exchange(relay, log)
  state.keepShared(id, { bytes, events })
  return { incident: id, head: headDigest(heads.values()), ...exchanged, pushed: exchanged.pushed + pushed }
}

/** Sends the runbooks and settings that the log names, and puts those beside it that are missing here. */
async function shareFiles(relay: Relay, journal: Journal): Promise<void> {
  const { named } = journal.incident
  const there = await relay.blobsAmong([...new Set(named.map(({ digest }) => digest))])
  for (const file of named.filter(({ digest }) => !there.has(digest))) {
    const path = join(journal.directory, governingFileName(file))
    const bytes = isReadableFile(path) ? readStart(path, MAX_BLOB_BYTES) : null
    if (bytes !== null && sha256(bytes) === file.digest) await relay.addBlob(file.digest, bytes)
  }
  for (const file of journal.flawedFiles()) {
    const bytes = there.has(file.digest) ? await relay.blob(file.digest) : null
    if (bytes !== null) journal.restoreGoverningFile(file, bytes)
  }
}
