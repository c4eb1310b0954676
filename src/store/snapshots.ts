import { basename, join } from 'node:path'
import { type Declaration, EMPTY_INCIDENT, type Incident } from '../domain/incident/incident.ts'
import { decodeIncident, encodeIncident } from '../domain/incident/snapshot.ts'
import { type GoverningFile, governingFileName } from '../domain/log/governing-files.ts'
import type { SetAsideWriter } from '../domain/log/set-aside.ts'
import { type BuildId, bytesIn, CacheFiles } from './cache-files.ts'
import { fileDigest } from './digest.ts'
import type { ReadPosition } from './log-file.ts'
import { fingerprintOf, lastHash } from './log-fingerprint.ts'
import type { GoverningContent } from './runbook-files.ts'

/** How far a log was read, and the incident up to there. */
export interface Snapshot {
  /** By the path of each writer's file, how far it was read. */
  readonly places: ReadonlyMap<string, ReadPosition>
  readonly incident: Incident
  /** The files of the runbook and settings in force that were found valid, with the digests in the log. */
  readonly checked: readonly GoverningContent[]
  /** The writers that were set aside, by name: nothing of their files was read. */
  readonly setAside: ReadonlyMap<string, SetAsideWriter>
}

export const NOTHING_READ: Snapshot = { places: new Map(), incident: EMPTY_INCIDENT, checked: [], setAside: new Map() }

/** The first line of a snapshot, before those of `encodeIncident`. */
interface SnapshotHeader {
  readonly places: readonly StoredPlace[]
  readonly checked: readonly GoverningFile[]
  readonly setAside: readonly (readonly [string, SetAsideWriter])[]
}

/** A place in a writer's file, with the SHA-256 of all bytes before it, or null if there is a copy of those bytes. */
interface StoredPlace extends ReadPosition {
  readonly name: string
  readonly digest: string | null
}

/** A log of up to this size is copied: comparing the bytes is faster than loading the code that hashes them. */
const MAX_COPIED_BYTES = 4 * 1024 * 1024

/** Snapshots are kept of this many incidents, the latest ones. */
const MAX_INCIDENTS = 8
const SNAPSHOT = '.snapshot'

/** Snapshots of open incidents, from which reading resumes. One counts only if every byte of the log before is unchanged. */
export class Snapshots {
  private readonly incidents: string
  private readonly env: NodeJS.ProcessEnv
  private readonly program: () => BuildId
  private readonly key: string
  private readonly isReadOnly: boolean
  private opened: CacheFiles | null = null
  /** By the name of a copy, how many of its bytes are known to match the file. */
  private readonly copied = new Map<string, number>()

  /** `key` is that of the workspace (`workspaceKey`). If `isReadOnly`, no snapshot is written or deleted. */
  constructor(workspace: string, env: NodeJS.ProcessEnv, program: () => BuildId, key: string, isReadOnly = false) {
    this.incidents = join(workspace, 'incidents')
    this.env = env
    this.program = program
    this.key = key
    this.isReadOnly = isReadOnly
  }

  /** Returns the snapshot of an incident; null if there is none that counts. */
  open(id: string): Snapshot | null {
    try {
      const [json, ...state] = this.files?.read(this.nameOf(id)) ?? []
      if (json === undefined) return null
      const { places, checked, setAside } = JSON.parse(String(json)) as SnapshotHeader
      if (!places.every((place) => this.isUnchanged(id, place))) return null
      const snapshot = {
        places: new Map(places.map(({ name, digest, ...place }) => [this.pathOf(id, name), place])),
        incident: decodeIncident(state),
        checked: checked.flatMap((file) => this.contentOf(id, file)),
        setAside: new Map(setAside),
      }
      return this.agreesWithLog(id, snapshot) ? snapshot : null
    } catch {
      return null
    }
  }

  /** Whether all bytes before a place are unchanged. */
  private isUnchanged(id: string, { name, digest, length }: StoredPlace): boolean {
    const [path, copy] = [this.pathOf(id, name), this.copyOf(id, name)]
    if (digest !== null) return fileDigest(path, length).digest === digest
    const isUnchanged = this.files?.copyMatches(copy, path, length) ?? false
    if (isUnchanged) this.copied.set(copy, length)
    return isUnchanged
  }

  /** The copy of a runbook or settings file, or none. */
  private contentOf(id: string, file: GoverningFile): GoverningContent[] {
    const bytes = this.files?.bytesOf(this.copyOf(id, governingFileName(file))) ?? null
    return bytes === null ? [] : [{ ...file, bytes }]
  }

  /** Whether each file of the log ends, where it was read to, with the hash in the snapshot, and one of them declares it. */
  private agreesWithLog(id: string, { places, incident: { declaration } }: Snapshot): boolean {
    if (declaration === null || !id.startsWith(declaration.id)) return false
    const endsAsRead = ([path, { length, chain }]: [string, ReadPosition]) => lastHash(path, length) === chain?.hash
    return [...places].every(endsAsRead) && [...places.keys()].some((path) => declares(path, declaration))
  }

  /** Returns a fingerprint of the log, to take before it is read and to pass to `save`; null if no snapshot can be kept. */
  fingerprint(id: string): string | null {
    return this.isReadOnly ? null : (fingerprintOf(join(this.incidents, id), id)?.text ?? null)
  }

  /** Writes a snapshot, unless the log has changed since the fingerprint or enough later incidents have one. */
  save(id: string, { places, incident, checked, setAside }: Snapshot, fingerprint: string | null): void {
    const { files } = this
    const mine = this.nameOf(id)
    if (files === null || fingerprint === null) return
    if (this.names().filter((name) => name > mine).length >= MAX_INCIDENTS) return
    try {
      const kept = this.copy(id, files, [...places])
      for (const content of checked) files.keepBytes(this.copyOf(id, governingFileName(content)), content.bytes)
      if (this.fingerprint(id) !== fingerprint) return
      const named = checked.map(({ kind, digest }) => ({ kind, digest }))
      const header: SnapshotHeader = { places: kept, checked: named, setAside: [...setAside] }
      files.write(mine, [Buffer.from(JSON.stringify(header)), ...encodeIncident(incident)])
      for (const name of this.names().slice(0, -MAX_INCIDENTS)) this.remove(name)
    } catch {
      // A file cannot be read, perhaps because it has been removed meanwhile.
    }
  }

  /** Brings the copies of the files up to these places or, if they are long, computes digests instead. */
  private copy(id: string, files: CacheFiles, places: readonly (readonly [string, ReadPosition])[]): StoredPlace[] {
    const isShort = places.reduce((sum, [, { length }]) => sum + length, 0) <= MAX_COPIED_BYTES
    return places.map(([path, place]): StoredPlace => {
      const name = basename(path)
      const { length } = place
      if (!isShort) return { name, digest: fileDigest(path, length).digest, ...place }
      const copy = this.copyOf(id, name)
      const from = this.copied.get(copy) ?? 0
      if (from < length) files.extend(copy, path, from, length)
      this.copied.set(copy, length)
      return { name, digest: null, ...place }
    })
  }

  forget(id: string): void {
    if (!this.isReadOnly) this.remove(this.nameOf(id))
  }

  /** Removes a snapshot and its copies. */
  private remove(snapshot: string): void {
    const stem = snapshot.slice(0, -SNAPSHOT.length)
    for (const name of this.files?.folder.names() ?? [])
      if (name.startsWith(`${stem}.`)) this.files?.folder.remove(name)
  }

  /** Opened on first use, since that reads the program; null if its build is unknown. */
  private get files(): CacheFiles | null {
    const program = this.opened === null ? this.program() : null
    if (program !== null) this.opened = new CacheFiles(this.env, program)
    return this.opened
  }

  /** The names of this workspace's snapshots, in the order of the incidents. */
  private names(): string[] {
    return this.files?.folder.names().filter((name) => name.startsWith(`${this.key}.`) && name.endsWith(SNAPSHOT)) ?? []
  }

  private nameOf(id: string): string {
    return `${this.key}.${id}${SNAPSHOT}`
  }

  private copyOf(id: string, name: string): string {
    return `${this.key}.${id}.${name}.copy`
  }

  private pathOf(id: string, name: string): string {
    return join(this.incidents, id, name)
  }
}

/** The start of a line of the log. */
const LINE_START = /^\{"v":\d+,"incident":"([^"]*)","writer":"([^"]*)","seq":(\d+),/
const LINE_START_BYTES = 256

/** Whether a file starts with the line that declares the incident. */
function declares(path: string, { incident, event }: Declaration): boolean {
  const [, key, writer, seq] = LINE_START.exec(bytesIn(path, 0, LINE_START_BYTES).toString('latin1')) ?? []
  return key === incident && `${writer}:${seq}` === event
}
