import { isDeepStrictEqual } from 'node:util'
import { EMPTY_INCIDENT, type Incident, writerRecordOf } from '../domain/incident/incident.ts'
import { joinedHalts } from '../domain/incident/joined-halts.ts'
import { mattersWhoIsKnown, type UnknownWriter, unknownWriters } from '../domain/incident/unknown-writers.ts'
import type { Envelope, Event, Head } from '../domain/log/event.ts'
import {
  type KnownFromJoined,
  keysOf,
  knownWriters,
  NOTHING_JOINED,
  type WriterBirth,
} from '../domain/log/known-writers.ts'
import { isSignedLog } from '../domain/log/set-aside.ts'
import { ProblemError } from '../domain/problem.ts'
import { foldersFor } from './log-paths.ts'
import type { WriterState } from './state.ts'

/** The keys of the writers that this machine knows in an incident. */
export interface KeysKnown {
  /** The id in its lines. */
  readonly incident: string
  readonly keys: ReadonlySet<string>
}

/** The writers of the log of one incident: which are of this machine, and which it has a reason to know. */
export abstract class LogWriters {
  protected readonly workspace: string
  protected readonly writerState: WriterState
  /** The head kept outside the workspace; null if none is. */
  protected keptHead: Head | null = null
  incident: Incident = EMPTY_INCIDENT
  private inner: { readonly of: Incident; readonly names: ReadonlySet<string> } | null = null
  private vouchedKeys: ReadonlySet<string> = new Set()
  private joined: { readonly of: Incident; readonly known: KnownFromJoined } | null = null
  private unknown: { readonly of: Incident; readonly names: ReadonlySet<string> } | null = null

  constructor(workspace: string, kept: WriterState) {
    this.workspace = workspace
    this.writerState = kept
  }

  /** The events read, in log order. */
  abstract events(): IterableIterator<Event | Envelope>

  /** The keys of the writers that this machine knows in the incident of another folder; null if it has not recorded there. */
  protected abstract keysKnownIn(id: string): KeysKnown | null

  /** The writer that declared the incident and those known through it, found once for each state of the incident. */
  protected writersOfDeclarer(): ReadonlySet<string> {
    const { incident } = this
    if (this.inner?.of !== incident)
      this.inner = {
        of: incident,
        names: knownWriters(writerRecordOf(incident), () => false),
      }
    return this.inner.names
  }

  /** The names of unknown writers, found once for each state of the incident. */
  protected unknownNames(): ReadonlySet<string> {
    const { incident } = this
    if (this.unknown?.of !== incident)
      this.unknown = { of: incident, names: new Set(this.unknownWriters().map(({ writer }) => writer)) }
    return this.unknown.names
  }

  /** Lets the writers with these keys count as known: somebody whose signature counts has signed the keys. */
  vouchFor(keys: readonly string[]): void {
    this.vouchedKeys = new Set(keys)
    this.unknown = null
    this.findUnknownWriters()
  }

  /** Finds which writers are unknown, once it matters: they void no approval that known writers asked for, and none of their words takes the place of others'. */
  protected findUnknownWriters(): void {
    const { incident } = this
    const unknownWriters = mattersWhoIsKnown(incident) ? this.unknownNames() : new Set<string>()
    if (isDeepStrictEqual(unknownWriters, incident.unknownWriters)) return
    this.incident = { ...incident, unknownWriters, registers: incident.registers.withoutWordsOf(unknownWriters) }
    // Who is known does not depend on it.
    if (this.unknown?.of === incident) this.unknown = { ...this.unknown, of: this.incident }
    if (this.joined?.of === incident) this.joined = { ...this.joined, of: this.incident }
  }

  /** Whether somebody whose signature counts has signed the key of a writer (`vouchFor`). */
  isVouchedFor({ key }: WriterBirth): boolean {
    return key !== null && this.vouchedKeys.has(key)
  }

  /** Whether a writer belongs to this user, workspace and machine, as far as this machine knows. */
  isOwn(writer: string): boolean {
    return this.keptHead?.writer === writer || this.writerState.ownWriters().includes(writer)
  }

  /** Whether a writer is one of this user's on this machine, by its key or, in a log without signatures, by its name. */
  isOwnBirth({ writer, key }: WriterBirth): boolean {
    // Whoever can write to the folder can use the name of a writer, and leave its lines unsigned.
    if (key === null) return this.isOwn(writer) && !isSignedLog(writerRecordOf(this.incident))
    return this.writerState.ownKeys().includes(key)
  }

  /** The same for a writer that the log may lack. */
  protected isOfOwnMachine(writer: string): boolean {
    const birth = this.incident.births.get(writer)
    return birth !== undefined && this.isOwnBirth(birth)
  }

  /** The writers that this machine has no reason to know. */
  unknownWriters(isVouchedFor = (birth: WriterBirth) => this.isVouchedFor(birth)): UnknownWriter[] {
    return unknownWriters(this.incident, (birth) => this.isOwnBirth(birth), isVouchedFor, this.knownFromJoined())
  }

  /** What this machine knows from halts that were joined to this one, found once for each state of the incident. */
  private knownFromJoined(): KnownFromJoined {
    const { incident } = this
    if (this.joined?.of !== incident) this.joined = { of: incident, known: this.findKnownFromJoined() }
    return this.joined.known
  }

  private findKnownFromJoined(): KnownFromJoined {
    const { births, copiedNotes } = this.incident
    if (copiedNotes.size === 0) return NOTHING_JOINED
    const own = [...births.values()].find((birth) => this.isOwnBirth(birth))?.writer ?? null
    const keys = new Set<string>()
    // Anybody can state any number of halts: what is here is read once.
    const read = new Map<string, KeysKnown | null>()
    const keysIn = (folder: string) => {
      if (!read.has(folder)) read.set(folder, this.keysKnownIn(folder))
      return read.get(folder) ?? []
    }
    let isLedHere = false
    try {
      for (const { incident, id, copiers } of joinedHalts(this.events(), own)) {
        const found = foldersFor(this.workspace, id).flatMap(keysIn)
        const there = found.find((one) => one.incident === incident)?.keys ?? new Set()
        const isKnownThere = (writer: string) => keysOf(births.get(writer) as WriterBirth).some((key) => there.has(key))
        const told = [...copiers].filter(([writer]) => isKnownThere(writer))
        if (told.length > 0) for (const key of there) keys.add(key)
        isLedHere ||= told.some(([, isSeenFirst]) => isSeenFirst)
      }
    } catch (error) {
      // Of a log that lost events, that is said.
      if (!(error instanceof ProblemError)) throw error
    }
    return { keys, isLedHere }
  }
}
