import { join } from 'node:path'
import { phaseOf } from '../domain/incident/current-values.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { fail, ProblemError } from '../domain/problem.ts'
import { keyOfPresence, presenceOf } from '../domain/relay/presence.ts'
import type { Access } from '../platform/access.ts'
import { errnoName } from '../platform/errno.ts'
import { relaySettings } from '../runbook/io/relay-settings.ts'
import { closedIncidents } from '../store/closed-incidents.ts'
import { isFolderOf, logBytes } from '../store/log-paths.ts'
import { incidentIn, receiveIncident } from '../store/received-incident.ts'
import type { HeardMachine, RelayState } from '../store/relay-state.ts'
import { openWriterState, workspaceKey } from '../store/state.ts'
import type { Workspace } from '../store/workspace.ts'
import { inertLine } from '../view/inert.ts'
import type { World } from '../world.ts'
import { declarationsOf } from './declaration-search.ts'
import { isReadableOnly } from './io/server-errors.ts'
import { machineName } from './machine-name.ts'
import type { Hint, Relay } from './relay.ts'
import { giveBackAbandoned } from './sending-turns.ts'
import { shareEvidence } from './share-evidence.ts'
import { type SyncedIncident, syncOne } from './sync-incident.ts'

/** The most hints that are looked at: those that were heard of last. */
const MAX_HINTS = 2_000
/** The most incidents not here that a run looks for while nobody waits for it; the next one goes on. */
const MAX_NEW_AT_ONCE = 50
/**
 * For the declaration of an incident that is not here, so many pages of first lines are looked at, or, where a person waits,
 * as many as can be within this time for all of them together; the next run goes on.
 */
const MAX_FIRST_PAGES = 10
const SEARCH_MS = 60_000
/** The most similar ids that are named. */
const MAX_IDS = 5
/** The most machines that are kept, and only those that were heard of in the last day. */
const MAX_MACHINES = 20
const LATELY_MS = 24 * 3_600_000

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
