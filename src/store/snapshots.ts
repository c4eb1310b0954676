import { constants, lstatSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Declaration, EMPTY_INCIDENT, type Incident } from '../domain/incident/incident.ts'
import { decodeIncident, encodeIncident } from '../domain/incident/snapshot.ts'
import { type GoverningFile, governingFileName } from '../domain/log/governing-files.ts'
import type { SetAsideWriter } from '../domain/log/set-aside.ts'
import type { IncidentSummary } from '../domain/stats/stats.ts'
import { readAt } from '../platform/file-bytes.ts'
import { PrivateFolder, xdgFolder } from '../platform/private-files.ts'
import { withRegularFile } from '../platform/regular-files.ts'
import { fileDigest } from './digest.ts'
import { logPaths, type ReadPosition } from './log-file.ts'
import type { GoverningContent } from './runbook-files.ts'
import { keptHeadTexts, workspaceKey } from './state.ts'

/** Identifies a build of the program; null if it is unknown, and then no snapshots are kept. */
export type BuildId = string | null

/** Returns the text of the main file of the built program, which names all its other files by their digests. */
export function buildIdOf(root: string): BuildId {
  try {
    return readFileSync(join(root, 'dist', 'main.cjs'), 'latin1')
  } catch {
    return null
  }
}

const MAX_BYTES = 64 * 1024 * 1024
const LF = 0x0a
/** Names of files that earlier versions kept. */
const OBSOLETE = /^(code|key)$|\.bookmark$|\.closed$/

/**
 * Files in the user's cache folder, which may be deleted at any time: copies of other files, and files of lines. The first
 * line has the file's name and the build of the program, or the file does not count. All lines are stored twice, the second
 * time with each pair of bytes swapped, so that any damage shows, even a word replaced everywhere.
 */
class SnapshotFiles {
  readonly folder: PrivateFolder
  private readonly program: string

  constructor(env: NodeJS.ProcessEnv, program: string) {
    this.folder = new PrivateFolder(xdgFolder(env, 'XDG_CACHE_HOME', '.cache'), 'halt')
    this.program = program
  }

  /** The lines of a file; null if there is none that counts. */
  read(name: string): Buffer[] | null {
    const bytes = this.folder.read(name, MAX_BYTES) ?? Buffer.alloc(0)
    // Two halves of an even number of bytes.
    if (bytes.length % 4 !== 0) return null
    const content = bytes.subarray(0, bytes.length / 2)
    const [heading, ...lines] = linesOf(content)
    const isWhole = content.equals(bytes.subarray(content.length).swap16())
    return isWhole && String(heading).trimEnd() === this.heading(name) ? lines : null
  }

  /** Writes a file of lines, unless they are too long to be read back, or there is nowhere to write them. */
  write(name: string, lines: readonly Uint8Array[]): void {
    const body = lines.flatMap((line) => [NEWLINE, line])
    const heading = Buffer.from(this.heading(name))
    // Only an even number of bytes can be swapped in pairs: a space after the first line makes it even.
    const isOdd = [heading, ...body].reduce((sum, { length }) => sum + length, 0) % 2 === 1
    const content = Buffer.concat([heading, ...(isOdd ? [SPACE] : []), ...body])
    if (2 * content.length > MAX_BYTES) return
    this.folder.write(name, [content, Buffer.from(content).swap16()])
    for (const obsolete of this.folder.names().filter((name) => OBSOLETE.test(name))) this.removeObsolete(obsolete)
  }

  /** Whether a copy starts with the same `length` bytes as the file at `path`. */
  copyMatches(copy: string, path: string, length: number): boolean {
    return this.folder.withFile(copy, (fd) => startsLike(path, length, fd)) ?? false
  }

  /** Copies the bytes of the file at `path` between two offsets; the copy already has those before. */
  extend(copy: string, path: string, from: number, to: number): void {
    const bytes = bytesIn(path, from, to)
    if (from === 0) this.folder.write(copy, [bytes])
    else this.folder.withFile(copy, (fd) => writeSync(fd, bytes, 0, bytes.length, from), constants.O_WRONLY)
  }

  /** All bytes of a copy; null if there is none. */
  bytesOf(copy: string): Buffer | null {
    return this.folder.read(copy, MAX_BYTES)
  }

  /** Writes the bytes of a copy unless it has them already. */
  keepBytes(copy: string, bytes: Buffer): void {
    if (!this.bytesOf(copy)?.equals(bytes)) this.folder.write(copy, [bytes])
  }

  private heading(name: string): string {
    return JSON.stringify([name, this.program])
  }

  private removeObsolete(name: string): void {
    try {
      rmSync(join(this.folder.path, name), { recursive: true, force: true })
    } catch {
      // A leftover does no harm.
    }
  }
}

const NEWLINE = Buffer.from('\n')
const SPACE = Buffer.from(' ')

function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = []
  let from = 0
  for (let to = bytes.indexOf(LF); to >= 0; to = bytes.indexOf(LF, from)) {
    lines.push(bytes.subarray(from, to))
    from = to + 1
  }
  return [...lines, bytes.subarray(from)]
}

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
  private opened: SnapshotFiles | null = null
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
  private copy(id: string, files: SnapshotFiles, places: readonly (readonly [string, ReadPosition])[]): StoredPlace[] {
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
  private get files(): SnapshotFiles | null {
    const program = this.opened === null ? this.program() : null
    if (program !== null) this.opened = new SnapshotFiles(this.env, program)
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

const CHUNK = 64 * 1024

/** Whether a file starts with the same `length` bytes as another, which is open. */
function startsLike(path: string, length: number, other: number): boolean {
  const [mine, theirs] = [Buffer.allocUnsafe(CHUNK), Buffer.allocUnsafe(CHUNK)]
  return withRegularFile(path, constants.O_NOFOLLOW, (fd) => {
    for (let at = 0; at < length; at += CHUNK) {
      const size = Math.min(CHUNK, length - at)
      const part = readAt({ fd, at }, mine.subarray(0, size))
      if (part.length < size || !part.equals(readAt({ fd: other, at }, theirs.subarray(0, size)))) return false
    }
    return true
  })
}

/** The bytes of a file between two offsets; fewer if the file ends first. */
function bytesIn(path: string, from: number, to: number): Buffer {
  return withRegularFile(path, constants.O_NOFOLLOW, (fd) => readAt({ fd, at: from }, Buffer.allocUnsafe(to - from)))
}

/** The start of a line of the log. */
const LINE_START = /^\{"v":\d+,"incident":"([^"]*)","writer":"([^"]*)","seq":(\d+),/
const LINE_START_BYTES = 256

/** Whether a file starts with the line that declares the incident. */
function declares(path: string, { incident, event }: Declaration): boolean {
  const [, key, writer, seq] = LINE_START.exec(bytesIn(path, 0, LINE_START_BYTES).toString('latin1')) ?? []
  return key === incident && `${writer}:${seq}` === event
}

/** From this many incidents on, reading the rows is faster than reading the logs (measured, with a small margin). */
const MIN_INCIDENTS = 5

/** What is known of an incident without reading its log, and a way to store more. */
export interface ClosedIncidentEntry {
  /** Whether the log is unchanged since it was found sound and closed. */
  readonly isClosed: boolean
  /** The stored summary of the incident; null if none was stored. */
  digest(): IncidentSummary | null
  /** Stores that the log is sound and closed, unless it changed since `look`, or so recently that this might not show. */
  keep(summary: IncidentSummary | null): void
}

/** One row per closed incident, in place of reading its log. It counts as long as the log has the same fingerprint. */
export class ClosedIncidents {
  private readonly name: string
  private readonly incidents: string
  private readonly files: SnapshotFiles | null
  private readonly now: () => number
  private readonly keptHead: (id: string) => string
  /** By id: `[ID,FINGERPRINT,SUMMARY]` in JSON. */
  private readonly rows: Map<string, string>
  /** Whether rows have been added that are not saved. */
  private isUnsaved = false

  /** `now` is in milliseconds. */
  constructor(workspace: string, env: NodeJS.ProcessEnv, program: BuildId, now: () => number) {
    this.name = `${workspaceKey(workspace)}.list`
    this.incidents = join(workspace, 'incidents')
    this.files = program === null ? null : new SnapshotFiles(env, program)
    this.now = now
    this.keptHead = keptHeadTexts(env, workspace)
    this.rows = rowsIn(this.files?.read(this.name) ?? [])
  }

  /** Takes the log's fingerprint, and looks up its row. */
  look(id: string): ClosedIncidentEntry {
    const fingerprint = this.fingerprint(id)
    const start = fingerprint === null ? null : `[${JSON.stringify(id)},${fingerprint.text},`
    const row = this.rows.get(id)
    const found = start !== null && row?.startsWith(start) ? row : null
    return {
      isClosed: found !== null,
      digest: () => (found === null ? null : (JSON.parse(found)[2] as IncidentSummary | null)),
      keep: (summary) => {
        if (start === null || !fingerprint?.isAtRest || this.fingerprint(id)?.text !== fingerprint.text) return
        this.rows.set(id, `${start}${JSON.stringify(summary)}]`)
        this.isUnsaved = true
      },
    }
  }

  /** Writes the rows of the incidents that still exist. */
  save(ids: readonly string[]): void {
    if (!this.isUnsaved) return
    const rows = ids.flatMap((id) => this.rows.get(id) ?? [])
    this.files?.write(this.name, [Buffer.from(rows.join('\n'))])
    this.isUnsaved = false
  }

  /** With the head that this machine keeps: a log that is as it was before lacks what was recorded since. */
  private fingerprint(id: string): Fingerprint | null {
    const found = fingerprintOf(join(this.incidents, id), id, this.now())
    return found && { ...found, text: JSON.stringify([found.text, this.keptHead(id)]) }
  }
}

/** The folder `root` that the program is installed in, and the workspace that it works on. */
interface Installed {
  readonly root: string
  readonly env: NodeJS.ProcessEnv
  readonly workspace: { readonly directory: string }
}

/** Returns the rows of a workspace; null if it has too few incidents for that to pay off. */
export function closedIncidents({ root, env, workspace }: Installed, incidents: number): ClosedIncidents | null {
  return incidents < MIN_INCIDENTS ? null : new ClosedIncidents(workspace.directory, env, buildIdOf(root), Date.now)
}

/** By the id that each row begins with. */
function rowsIn(lines: readonly Buffer[]): Map<string, string> {
  // The id follows `["`, and contains nothing that JSON would escape.
  return new Map(lines.map(String).map((row) => [row.slice(2, row.indexOf('"', 2)), row]))
}

/** The end of a line, with its LF: `,"hash":"` + 64 digits + `"}`. */
const SEAL = /^,"hash":"([0-9a-f]{64})"\}\n$/
const SEAL_BYTES = 76

/** Milliseconds without a change: some file systems store times in steps of two seconds, which two changes may share. */
const AT_REST_MS = 3000

/** Identifies the content of a log without reading all of it. */
interface Fingerprint {
  /** For each file its name, inode, length, times of the last change (mtime, ctime) and last hash. */
  readonly text: string
  /** Whether no file has changed for AT_REST_MS. */
  readonly isAtRest: boolean
}

/** Reads only the ends of files. Null if one cannot be read or does not end as in a sound log. `now` is for `isAtRest`. */
function fingerprintOf(directory: string, id: string, now = 0): Fingerprint | null {
  try {
    const files = logPaths(directory, id).map((path) => {
      const { ino, size, mtimeNs, ctimeNs } = lstatSync(path, { bigint: true })
      const row = [basename(path), `${ino}`, Number(size), `${mtimeNs}`, `${ctimeNs}`, lastHash(path, Number(size))]
      return { row, changed: Math.max(Number(mtimeNs), Number(ctimeNs)) / 1_000_000 }
    })
    const isAtRest = Math.max(...files.map(({ changed }) => changed)) < now - AT_REST_MS
    return { text: JSON.stringify(files.map(({ row }) => row)), isAtRest }
  } catch {
    return null
  }
}

/** The hash that the first `size` bytes of a file end with. Throws if they do not end with one. */
function lastHash(path: string, size: number): string {
  const at = Math.max(0, size - SEAL_BYTES)
  const end = withRegularFile(path, constants.O_NOFOLLOW, (fd) => readAt({ fd, at }, Buffer.alloc(SEAL_BYTES)))
  const hash = SEAL.exec(end.toString('latin1'))?.[1]
  if (hash === undefined) throw new Error('does not end with a hash')
  return hash
}
