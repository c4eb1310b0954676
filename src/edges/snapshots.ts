import { createHmac, randomBytes } from 'node:crypto'
import { constants, lstatSync, readFileSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Declaration, Incident } from '../domain/incident/incident.ts'
import { decodeIncident, encodeIncident } from '../domain/incident/snapshot.ts'
import { sha256 } from '../domain/log/sha256.ts'
import type { Digest } from '../domain/stats/digest.ts'
import type { World } from '../world.ts'
import { inRegular } from './bounded.ts'
import { digestOfFile } from './digest.ts'
import { readAt } from './filebytes.ts'
import type { Place } from './logfile.ts'
import { logPaths } from './lognames.ts'
import { PrivateFolder } from './privatefiles.ts'
import { keyOf } from './state.ts'
import { xdgFolder } from './xdg.ts'

/** What tells one build of the program from another; null where that cannot be told, and no snapshot is kept. */
export type Program = string | null

/** The SHA-256 of the main file of the program as it was built: it names all its parts, each by its digest. */
export function programIn(root: string): Program {
  try {
    return sha256(readFileSync(join(root, 'dist', 'main.cjs')))
  } catch {
    return null
  }
}

const MOST_BYTES = 64 * 1024 * 1024
const KEY = 'key'
const KEY_BYTES = 32
/** In hex. */
const MAC_BYTES = 64
const LF = 0x0a
/** What earlier versions kept. */
const FORMER = /^code$|\.bookmark$|\.closed$/

/**
 * Files of lines in the user's cache folder, which may be deleted at any time. The first line is an HMAC of the rest, of the
 * name of the file and of the build of the program, by a random key beside them: what this program did not write for this
 * user under this name does not count, whatever it says.
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
    const key = this.key()
    const bytes = key === null ? null : this.folder.read(name, MOST_BYTES)
    if (key === null || bytes === null) return null
    const end = bytes.indexOf(LF)
    const rest = bytes.subarray(end + 1)
    return bytes.toString('latin1', 0, end) === this.mac(key, name, [rest]) ? linesOf(rest) : null
  }

  /** Nothing is kept where the lines are too many to be read again, or there is nowhere to keep them. */
  write(name: string, lines: readonly Uint8Array[]): void {
    const bytes = lines.reduce((sum, { length }) => sum + length + 1, 0)
    const key = bytes + MAC_BYTES < MOST_BYTES ? (this.key() ?? this.newKey()) : null
    if (key === null) return
    const rest = lines.flatMap((line, i) => (i === 0 ? [line] : [BREAK, line]))
    this.folder.put(name, [Buffer.from(`${this.mac(key, name, rest)}\n`), ...rest])
  }

  remove(name: string): void {
    this.folder.remove(name)
  }

  names(): string[] {
    return this.folder.names()
  }

  private mac(key: Buffer, name: string, rest: readonly Uint8Array[]): string {
    const mac = createHmac('sha256', key).update(`${name}\n${this.program}\n`)
    for (const piece of rest) mac.update(piece)
    return mac.digest('hex')
  }

  private key(): Buffer | null {
    const key = this.folder.read(KEY, KEY_BYTES)
    return key?.length === KEY_BYTES ? key : null
  }

  private newKey(): Buffer | null {
    const key = randomBytes(KEY_BYTES)
    if (!this.folder.put(KEY, [key])) return null
    for (const name of this.folder.names().filter((name) => FORMER.test(name))) this.removeFormer(name)
    return key
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
}

/** A place in a file, and the SHA-256 of all bytes before it. */
interface KeptPlace extends Place {
  readonly name: string
  readonly digest: string
}

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
      const kept = JSON.parse(String(json)) as KeptPlace[]
      const places = new Map(kept.map(({ name, digest, ...place }) => [this.pathOf(id, name), place]))
      const incident = decodeIncident(state)
      const isRead = kept.every(({ name, digest, length }) => this.digest(id, name, length) === digest)
      return isRead && this.isOf(id, { places, incident }) ? { places, incident } : null
    } catch {
      return null
    }
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
  keep(id: string, { places, incident }: Snapshot, looked: string | null): void {
    const mine = this.nameOf(id)
    if (looked === null || this.names().filter((name) => name > mine).length >= MOST_INCIDENTS) return
    const kept = this.placesOf(id, places)
    if (kept === null || this.look(id) !== looked) return
    this.files?.write(mine, [Buffer.from(JSON.stringify(kept)), ...encodeIncident(incident)])
    for (const name of this.names().slice(0, -MOST_INCIDENTS)) this.files?.remove(name)
  }

  /** Null where a file is not there to be read any more. */
  private placesOf(id: string, places: Snapshot['places']): KeptPlace[] | null {
    try {
      return [...places].map(([path, place]): KeptPlace => {
        const name = basename(path)
        return { name, digest: this.digest(id, name, place.length), ...place }
      })
    } catch {
      return null
    }
  }

  forget(id: string): void {
    if (!this.isReadOnly) this.files?.remove(this.nameOf(id))
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

  private digest(id: string, name: string, length: number): string {
    return digestOfFile(this.pathOf(id, name), length).digest
  }

  private pathOf(id: string, name: string): string {
    return join(this.incidents, id, name)
  }
}

/** How a line begins. */
const BEGINNING = /^\{"v":\d+,"incident":"([^"]*)","writer":"([^"]*)","seq":(\d+),/
const BEGINNING_BYTES = 256

/** Whether a file begins with the line that declares the incident. */
function declares(path: string, { incident, event }: Declaration): boolean {
  const start = inRegular(path, constants.O_NOFOLLOW, (fd) => readAt({ fd, at: 0 }, Buffer.alloc(BEGINNING_BYTES)))
  const [, of, writer, seq] = BEGINNING.exec(start.toString('latin1')) ?? []
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

/** The rows of a workspace; null where it has too few incidents for them. */
export function closedIncidents({ root, env, workspace }: World, incidents: number): ClosedIncidents | null {
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
