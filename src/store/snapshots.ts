import { constants, lstatSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Declaration, Incident } from '../domain/incident/incident.ts'
import { decodeIncident, encodeIncident } from '../domain/incident/snapshot.ts'
import { fileNameOf, type NamedFile } from '../domain/log/governing-files.ts'
import type { Digest } from '../domain/stats/stats.ts'
import { inRegular } from '../platform/bounded.ts'
import { readAt } from '../platform/file-bytes.ts'
import { PrivateFolder } from '../platform/private-files.ts'
import { xdgFolder } from '../platform/xdg.ts'
import { digestOfFile } from './digest.ts'
import type { Place } from './log-file.ts'
import { logPaths } from './log-names.ts'
import type { Content } from './runbook-files.ts'
import { keyOf } from './state.ts'

/** What tells one build of the program from another; null where that cannot be told, and no snapshot is kept. */
export type Program = string | null

/** The main file of the program as it was built: it names all its parts, each by its digest. */
export function programIn(root: string): Program {
  try {
    return readFileSync(join(root, 'dist', 'main.cjs'), 'latin1')
  } catch {
    return null
  }
}

const MOST_BYTES = 64 * 1024 * 1024
const LF = 0x0a
/** What earlier versions kept. */
const FORMER = /^(code|key)$|\.bookmark$|\.closed$/

/**
 * Files in the user's cache folder, which may be deleted at any time. Of files of lines the first one names the file and the
 * build of the program: what another build wrote, or was meant for another name, does not count. All of it stands there
 * twice, the second time with every two bytes swapped, so that no harm goes unseen, and no word changed in all places.
 */
class SnapshotFiles {
  private readonly folder: PrivateFolder
  private readonly program: string

  constructor(env: NodeJS.ProcessEnv, program: string) {
    this.folder = new PrivateFolder(xdgFolder(env, 'XDG_CACHE_HOME', '.cache'), 'halt')
    this.program = program
  }

  /** Null where there is none that counts. */
  read(name: string): Buffer[] | null {
    const bytes = this.folder.read(name, MOST_BYTES) ?? Buffer.alloc(0)
    if (bytes.length % 4 !== 0) return null
    const once = bytes.subarray(0, bytes.length / 2)
    const [heading, ...lines] = linesOf(once)
    const isWhole = once.equals(bytes.subarray(once.length).swap16())
    return isWhole && String(heading).trimEnd() === this.heading(name) ? lines : null
  }

  /** Nothing is kept where the lines are too many to be read again, or there is nowhere to keep them. */
  write(name: string, lines: readonly Uint8Array[]): void {
    const broken = lines.flatMap((line) => [BREAK, line])
    const heading = Buffer.from(this.heading(name))
    const isOdd = [heading, ...broken].reduce((sum, { length }) => sum + length, 0) % 2 === 1
    const once = Buffer.concat([heading, ...(isOdd ? [SPACE] : []), ...broken])
    if (2 * once.length > MOST_BYTES) return
    this.folder.put(name, [once, Buffer.from(once).swap16()])
    for (const former of this.folder.names().filter((name) => FORMER.test(name))) this.removeFormer(former)
  }

  /** Whether the copy of a file has the same so many bytes at its beginning. */
  isAlike(copy: string, path: string, length: number): boolean {
    return this.folder.within(copy, (fd) => beginsAlike(path, length, fd)) ?? false
  }

  /** Copies the bytes of a file from one place to another; those before are in the copy. */
  extend(copy: string, path: string, from: number, to: number): void {
    const bytes = bytesIn(path, from, to)
    if (from === 0) this.folder.put(copy, [bytes])
    else this.folder.within(copy, (fd) => writeSync(fd, bytes, 0, bytes.length, from), constants.O_WRONLY)
  }

  bytesOf(copy: string): Buffer | null {
    return this.folder.read(copy, MOST_BYTES)
  }

  /** Leaves a copy that is these bytes as it is. */
  keepBytes(copy: string, bytes: Buffer): void {
    if (!this.bytesOf(copy)?.equals(bytes)) this.folder.put(copy, [bytes])
  }

  remove(name: string): void {
    this.folder.remove(name)
  }

  names(): string[] {
    return this.folder.names()
  }

  private heading(name: string): string {
    return JSON.stringify([name, this.program])
  }

  private removeFormer(name: string): void {
    try {
      rmSync(join(this.folder.path, name), { recursive: true, force: true })
    } catch {
      // It is of no use, and does no harm.
    }
  }
}

const BREAK = Buffer.from('\n')
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

/** How far a log was read, and what it came to up to there. */
export interface Snapshot {
  /** By path. */
  readonly places: ReadonlyMap<string, Place>
  readonly incident: Incident
  /** Runbook and settings in force that were found to be what the log names, and valid. */
  readonly checked: readonly Content[]
}

/** What a snapshot says beside the state. */
interface Kept {
  readonly places: readonly KeptPlace[]
  readonly checked: readonly NamedFile[]
}

/** A place in a file, with the SHA-256 of all that is before it; null where there is a copy of that. */
interface KeptPlace extends Place {
  readonly name: string
  readonly digest: string | null
}

/** A log no longer than that is copied: to compare the bytes takes less than to load what hashes them. */
const MOST_COPIED = 4 * 1024 * 1024

/** Of the logs of so many incidents, the latest ones, snapshots are kept. */
const MOST_INCIDENTS = 8
const SNAPSHOT = '.snapshot'

/**
 * Snapshots of the open incidents of a workspace, so that a long log is not checked and folded from its first line each
 * time. One counts only where every byte of the log before it is the one that was read.
 */
export class Snapshots {
  private readonly incidents: string
  private readonly env: NodeJS.ProcessEnv
  private readonly program: () => Program
  private readonly key: string
  private readonly isReadOnly: boolean
  private opened: SnapshotFiles | null = null
  /** By name of the copy, how many of its bytes are known to be those of the file. */
  private readonly copied = new Map<string, number>()

  /** `key` is that of the workspace (`keyOf`). Where it is `isReadOnly`, all stays as it is. */
  constructor(workspace: string, env: NodeJS.ProcessEnv, program: () => Program, key: string, isReadOnly = false) {
    this.incidents = join(workspace, 'incidents')
    this.env = env
    this.program = program
    this.key = key
    this.isReadOnly = isReadOnly
  }

  open(id: string): Snapshot | null {
    try {
      const [json, ...state] = this.files?.read(this.nameOf(id)) ?? []
      if (json === undefined) return null
      const { places, checked } = JSON.parse(String(json)) as Kept
      if (!places.every((place) => this.isSame(id, place))) return null
      const snapshot = {
        places: new Map(places.map(({ name, digest, ...place }) => [this.pathOf(id, name), place])),
        incident: decodeIncident(state),
        checked: checked.flatMap((file) => this.contentOf(id, file)),
      }
      return this.isOf(id, snapshot) ? snapshot : null
    } catch {
      return null
    }
  }

  /** Whether all that is before a place is what was read. */
  private isSame(id: string, { name, digest, length }: KeptPlace): boolean {
    const [path, copy] = [this.pathOf(id, name), this.copyOf(id, name)]
    if (digest !== null) return digestOf(path, length) === digest
    const isSame = this.files?.isAlike(copy, path, length) ?? false
    if (isSame) this.copied.set(copy, length)
    return isSame
  }

  private contentOf(id: string, file: NamedFile): Content[] {
    const bytes = this.files?.bytesOf(this.copyOf(id, fileNameOf(file))) ?? null
    return bytes === null ? [] : [{ ...file, bytes }]
  }

  /** Whether a snapshot says of the log what its first line and its last ones say. */
  private isOf(id: string, { places, incident: { declaration } }: Snapshot): boolean {
    if (declaration === null || !id.startsWith(declaration.id)) return false
    const isEnd = ([path, { length, chain }]: [string, Place]) => lastHash(path, length) === chain?.hash
    return [...places].every(isEnd) && [...places.keys()].some((path) => declares(path, declaration))
  }

  /** What the log looks like before it is read, for `keep`. */
  look(id: string): string | null {
    return this.isReadOnly ? null : (fingerprintOf(join(this.incidents, id), id, 0)?.text ?? null)
  }

  /** Keeps what the log came to; nothing where it was changed since it was looked at, or later incidents are enough. */
  keep(id: string, { places, incident, checked }: Snapshot, looked: string | null): void {
    const { files } = this
    const mine = this.nameOf(id)
    if (files === null || looked === null) return
    if (this.names().filter((name) => name > mine).length >= MOST_INCIDENTS) return
    try {
      const kept = this.copy(id, files, [...places])
      for (const content of checked) files.keepBytes(this.copyOf(id, fileNameOf(content)), content.bytes)
      if (this.look(id) !== looked) return
      const named = checked.map(({ kind, digest }) => ({ kind, digest }))
      files.write(mine, [Buffer.from(JSON.stringify({ places: kept, checked: named })), ...encodeIncident(incident)])
      for (const name of this.names().slice(0, -MOST_INCIDENTS)) this.remove(name)
    } catch {
      // A file is not there to be read any more.
    }
  }

  private copy(id: string, files: SnapshotFiles, places: readonly (readonly [string, Place])[]): KeptPlace[] {
    const isShort = places.reduce((sum, [, { length }]) => sum + length, 0) <= MOST_COPIED
    return places.map(([path, place]): KeptPlace => {
      const name = basename(path)
      const { length } = place
      if (!isShort) return { name, digest: digestOf(path, length), ...place }
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

  /** With the copies that it goes by. */
  private remove(snapshot: string): void {
    const mine = snapshot.slice(0, -SNAPSHOT.length)
    for (const name of this.files?.names() ?? []) if (name.startsWith(`${mine}.`)) this.files?.remove(name)
  }

  private get files(): SnapshotFiles | null {
    const program = this.opened === null ? this.program() : null
    if (program !== null) this.opened = new SnapshotFiles(this.env, program)
    return this.opened
  }

  /** Those of this workspace, in the order of the incidents. */
  private names(): string[] {
    return this.files?.names().filter((name) => name.startsWith(`${this.key}.`) && name.endsWith(SNAPSHOT)) ?? []
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

/** SHA-256 of the first so many bytes of a file. */
function digestOf(path: string, length: number): string {
  return digestOfFile(path, length).digest
}

const CHUNK = 64 * 1024

/** Whether a file begins with the same so many bytes as another, which is open. */
function beginsAlike(path: string, length: number, other: number): boolean {
  const [mine, theirs] = [Buffer.allocUnsafe(CHUNK), Buffer.allocUnsafe(CHUNK)]
  return inRegular(path, constants.O_NOFOLLOW, (fd) => {
    for (let at = 0; at < length; at += CHUNK) {
      const most = Math.min(CHUNK, length - at)
      const part = readAt({ fd, at }, mine.subarray(0, most))
      if (part.length < most || !part.equals(readAt({ fd: other, at }, theirs.subarray(0, most)))) return false
    }
    return true
  })
}

/** The bytes of a file from one place to another; fewer where it ends before. */
function bytesIn(path: string, from: number, to: number): Buffer {
  return inRegular(path, constants.O_NOFOLLOW, (fd) => readAt({ fd, at: from }, Buffer.allocUnsafe(to - from)))
}

/** How a line begins. */
const BEGINNING = /^\{"v":\d+,"incident":"([^"]*)","writer":"([^"]*)","seq":(\d+),/
const BEGINNING_BYTES = 256

/** Whether a file begins with the line that declares the incident. */
function declares(path: string, { incident, event }: Declaration): boolean {
  const [, of, writer, seq] = BEGINNING.exec(bytesIn(path, 0, BEGINNING_BYTES).toString('latin1')) ?? []
  return of === incident && `${writer}:${seq}` === event
}

/** From so many incidents on, looking into the rows takes less than reading the logs: as measured, with a few to spare. */
const WORTH_IT = 5

/** What is known of an incident without reading its log, and how more is kept of it. */
export interface Look {
  /** Whether the log is the one that was read as sound and closed. */
  readonly isClosed: boolean
  /** What was kept of it; null where nothing was. */
  digest(): Digest | null
  /** Keeps that the log, which was read since, is sound and closed, and a digest of it. */
  keep(digest: Digest | null): void
}

/**
 * A row of each closed incident of a workspace, so that not each of them has to be read each time. A row counts only for a
 * log that looks just as it did when it was read.
 */
export class ClosedIncidents {
  private readonly name: string
  private readonly incidents: string
  private readonly files: SnapshotFiles | null
  private readonly now: () => number
  /** By id: `[ID,FINGERPRINT,DIGEST]` in JSON. */
  private readonly rows: Map<string, string>
  private isStale = false

  /** `now` is in milliseconds. */
  constructor(workspace: string, env: NodeJS.ProcessEnv, program: Program, now: () => number) {
    this.name = `${keyOf(workspace)}.list`
    this.incidents = join(workspace, 'incidents')
    this.files = program === null ? null : new SnapshotFiles(env, program)
    this.now = now
    this.rows = rowsIn(this.files?.read(this.name) ?? [])
  }

  look(id: string): Look {
    const fingerprint = this.fingerprint(id)
    const start = fingerprint === null ? null : `[${JSON.stringify(id)},${fingerprint.text},`
    const row = this.rows.get(id)
    const found = start !== null && row?.startsWith(start) ? row : null
    return {
      isClosed: found !== null,
      digest: () => (found === null ? null : (JSON.parse(found)[2] as Digest | null)),
      keep: (digest) => {
        if (start === null || !fingerprint?.isAtRest || this.fingerprint(id)?.text !== fingerprint.text) return
        this.rows.set(id, `${start}${JSON.stringify(digest)}]`)
        this.isStale = true
      },
    }
  }

  /** Writes what was kept, of the incidents that there are. */
  save(ids: readonly string[]): void {
    if (!this.isStale) return
    const rows = ids.flatMap((id) => this.rows.get(id) ?? [])
    this.files?.write(this.name, [Buffer.from(rows.join('\n'))])
    this.isStale = false
  }

  private fingerprint(id: string): Fingerprint | null {
    return fingerprintOf(join(this.incidents, id), id, this.now())
  }
}

/** A program that is installed in the folder `root`, and a workspace that it works on. */
interface Installed {
  readonly root: string
  readonly env: NodeJS.ProcessEnv
  readonly workspace: { readonly directory: string }
}

/** The rows of a workspace; null where it has too few incidents for them. */
export function closedIncidents({ root, env, workspace }: Installed, incidents: number): ClosedIncidents | null {
  return incidents < WORTH_IT ? null : new ClosedIncidents(workspace.directory, env, programIn(root), Date.now)
}

function rowsIn(lines: readonly Buffer[]): Map<string, string> {
  return new Map(
    lines.map((line) => {
      const row = String(line)
      return [row.slice(2, row.indexOf('"', 2)), row]
    }),
  )
}

/** The end of a line, with its LF: `,"hash":"` + 64 digits + `"}`. */
const SEAL = /^,"hash":"([0-9a-f]{64})"\}\n$/
const SEAL_BYTES = 76

/**
 * How long files have to have been left alone, in milliseconds: some file systems tell times by two seconds only, and what
 * is changed twice within them looks like what was changed once.
 */
const AT_REST_MS = 3000

/** A log as it looks from outside. */
interface Fingerprint {
  /** Of each file its name, inode, length, times of the last change and last hash. */
  readonly text: string
  /** Whether no file was changed just now. */
  readonly isAtRest: boolean
}

/** Reads no more of a log than its ends. Null where a file is none that a sound log has, or cannot be looked at. */
function fingerprintOf(directory: string, id: string, now: number): Fingerprint | null {
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

/** The hash that the file ends with. Throws where it does not end with one. */
function lastHash(path: string, size: number): string {
  const at = Math.max(0, size - SEAL_BYTES)
  const end = inRegular(path, constants.O_NOFOLLOW, (fd) => readAt({ fd, at }, Buffer.alloc(SEAL_BYTES)))
  const hash = SEAL.exec(end.toString('latin1'))?.[1]
  if (hash === undefined) throw new Error('ends with no hash')
  return hash
}
