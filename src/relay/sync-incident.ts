import { join } from 'node:path'
import { phaseOf } from '../domain/incident/current-values.ts'
import { declarerOf, type Incident } from '../domain/incident/incident.ts'
import type { Head } from '../domain/log/event.ts'
import { governingFileName } from '../domain/log/governing-files.ts'
import { headDigest } from '../domain/log/line.ts'
import { sha256 } from '../domain/log/sha256.ts'
import { isNamedForKey } from '../domain/log/writer-name.ts'
import type { Fork } from '../domain/relay/branches.ts'
import { isReadableFile, readStart } from '../platform/regular-files.ts'
import type { Journal } from '../store/journal.ts'
import { logBytes } from '../store/log-paths.ts'
import type { KnownFork, RelayState } from '../store/relay-state.ts'
import { StoredLines } from '../store/stored-lines.ts'
import { exchange, type OnAnswer } from './exchange.ts'
import type { Relay } from './relay.ts'

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

/** The most writers of an incident of which it is kept what the relay has had. */
const MAX_HEADS = 50

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

const MAX_BLOB_BYTES = 1024 * 1024
