import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type Incident, isInOwnFile } from '../domain/incident/incident.ts'
import {
  type FlawedFile,
  type GoverningFile,
  type GoverningKind,
  governingFileName,
} from '../domain/log/governing-files.ts'
import { MAX_LINE_BYTES } from '../domain/log/line.ts'
import { sha256 } from '../domain/log/sha256.ts'
import { fail } from '../domain/problem.ts'
import type { Access } from '../platform/access.ts'
import { createWithoutDirectorySync, syncDirectory } from '../platform/durable.ts'
import { readAt } from '../platform/file-bytes.ts'
import { cached, contentIn, flawOf, rememberIntact, statsOf, valueIn } from './governing-file.ts'
import { isIncidentId } from './log-paths.ts'

/** The values of both kinds of files. */
type Governing = Pick<Incident, 'runbook' | 'settings'>

/** The name of a file beside a log, and its bytes, which have the digest in that name. */
export interface GoverningContent extends GoverningFile {
  readonly bytes: Buffer
}

/** A runbook or settings as a file beside a log: JSON on one line, named by the SHA-256 of its bytes. Throws `too-long`. */
export function governingContentOf(kind: GoverningKind, value: object): GoverningContent {
  const bytes = Buffer.from(JSON.stringify(value))
  if (bytes.length >= MAX_LINE_BYTES) fail('too-long', { bytes: bytes.length, limit: MAX_LINE_BYTES })
  return { kind, digest: sha256(bytes), bytes }
}

/** The runbook and settings files beside the log of one incident. */
export class RunbookFiles {
  private readonly directory: string
  /** By file name, an object that reads and parses the file on first access. */
  private readonly values = new Map<string, object>()
  /** By file name, bytes that are known to be valid and to have the digest in the log. */
  private readonly trusted = new Map<string, Buffer>()

  /** What governs in place of a file that cannot be used; null if nothing does. */
  private readonly insteadOf: (file: GoverningFile) => GoverningFile | null

  constructor(directory: string, insteadOf: RunbookFiles['insteadOf'] = () => null) {
    this.directory = directory
    this.insteadOf = insteadOf
  }

  /** Adds the runbook and settings that the log names. They are read on first access, which may throw `runbook-missing`. */
  withGoverning(incident: Incident): Incident {
    const { runbookDigest, settingsDigest } = incident
    return {
      ...incident,
      ...(isInOwnFile(incident, 'runbook') && { runbook: this.resolve('runbook', runbookDigest) }),
      ...(isInOwnFile(incident, 'settings') && { settings: this.resolve('settings', settingsDigest) }),
    }
  }

  /** The runbook or settings with a digest, or what governs instead, read on first access. */
  resolve<K extends GoverningKind>(kind: K, digest: string): Governing[K] {
    const file = { kind, digest }
    const name = governingFileName(file)
    const value =
      this.values.get(name) ??
      lazyObject(
        () => this.load(file),
        () => this.valueInstead(file),
      )
    this.values.set(name, value)
    return value as Governing[K]
  }

  private valueInstead(file: GoverningFile): object | null {
    const other = this.insteadOf(file)
    return other && this.resolve(other.kind, other.digest)
  }

  /** Takes for valid, without checking them again, those files that still have the bytes they had when checked. */
  trustChecked(checked: readonly GoverningContent[]): void {
    for (const content of checked) {
      const [name, path] = [governingFileName(content), this.pathOf(content)]
      // Taken before reading, so that a later change shows.
      const stats = statsOf(path)
      if (contentIn(path, content, (found) => found.equals(content.bytes)).flaw !== null) continue
      this.trusted.set(name, content.bytes)
      rememberIntact(content, stats)
    }
  }

  /** The files of the runbook and settings in force, without those that are missing, altered or invalid. */
  checkedInForce({ named, runbookDigest, settingsDigest }: Incident): GoverningContent[] {
    const inForce = named.filter(({ digest }) => digest === runbookDigest || digest === settingsDigest)
    return [...byName(inForce)].flatMap(([name, file]) => {
      const bytes = this.trusted.get(name) ?? valueIn(this.pathOf(file), file).bytes
      return bytes === null ? [] : [{ ...file, bytes }]
    })
  }

  /** The files that are missing, altered or unreadable; with `validate`, also those with invalid content. */
  flawed(named: readonly GoverningFile[], validate = false): FlawedFile[] {
    return [...byName(named).values()].flatMap((file) => {
      const path = this.pathOf(file)
      const flaw = validate ? valueIn(path, file).flaw : flawOf(path, file)
      const { kind, digest } = file
      return flaw === null ? [] : [{ kind, digest, file: this.shown(file), flaw }]
    })
  }

  /** Puts missing files beside the log, if possible as links to those of other incidents. Renames what has their names. */
  put(contents: readonly GoverningContent[], access: Access): void {
    const lacking = contents.filter((content) => contentIn(this.pathOf(content), content).flaw !== null)
    for (const content of lacking) {
      const path = this.pathOf(content)
      renameAltered(path)
      if (!this.tryLinkOther(path, content, access)) createWithoutDirectorySync(path, content.bytes, access)
    }
    if (lacking.length > 0) syncDirectory(this.directory)
  }

  /** The bytes of a file from another incident of the workspace; null if none has them. */
  bytesFromOtherIncident(file: GoverningFile): Buffer | null {
    for (const path of this.others(file)) {
      const { bytes } = contentIn(path, file)
      if (bytes !== null) return bytes
    }
    return null
  }

  /** Throws `ProblemError` with `runbook-missing` if the file is flawed. */
  private load(file: GoverningFile): object {
    const trusted = this.trusted.get(governingFileName(file))
    if (trusted !== undefined) return cached(file, () => JSON.parse(trusted.toString()))
    const { value, flaw } = valueIn(this.pathOf(file), file)
    return value ?? fail('runbook-missing', { id: basename(this.directory), file: this.shown(file), flaw })
  }

  private pathOf(file: GoverningFile): string {
    return join(this.directory, governingFileName(file))
  }

  /** The path of a file, relative to the workspace. */
  private shown(file: GoverningFile): string {
    return join('incidents', basename(this.directory), governingFileName(file))
  }

  /** Paths of files of that name in the folders of other incidents, the latest first. */
  private *others(file: GoverningFile): Generator<string> {
    const incidents = dirname(this.directory)
    const names = readdirSync(incidents, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && isIncidentId(entry.name) && entry.name !== basename(this.directory))
      .map(({ name }) => name)
    for (const name of names.sort().reverse()) {
      const path = join(incidents, name, governingFileName(file))
      if (lstatSync(path, { throwIfNoEntry: false })?.isFile()) yield path
    }
  }

  private tryLinkOther(path: string, content: GoverningContent, access: Access): boolean {
    for (const other of this.others(content)) if (tryLink(other, path, content, access)) return true
    return false
  }
}

/**
 * Hard-links `other` to `path` if it is a regular file of this user with these bytes and modes; else returns false. Checks
 * the new link, since `other` may have been replaced between reading and linking (TOCTOU).
 */
function tryLink(other: string, path: string, { bytes }: GoverningContent, { file: mode, gid }: Access): boolean {
  let fd: number
  try {
    fd = openSync(other, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)
  } catch {
    return false
  }
  try {
    const stat = fstatSync(fd)
    const isAlike = stat.uid === process.geteuid?.() && (stat.mode & 0o7777) === mode && (gid ?? stat.gid) === stat.gid
    if (!stat.isFile() || !isAlike || stat.size !== bytes.length) return false
    if (!readAt({ fd, at: 0 }, Buffer.allocUnsafe(bytes.length)).equals(bytes)) return false
    fsyncSync(fd)
    linkSync(other, path)
    const { dev, ino } = lstatSync(path)
    if (dev === stat.dev && ino === stat.ino) return true
    rmSync(path)
    return false
  } catch {
    // Too many links, another file system, one that has none: a copy will do.
    return false
  } finally {
    closeSync(fd)
  }
}

/** Renames whatever has this path, rather than overwrite it: somebody may have put it there on purpose. */
function renameAltered(path: string): void {
  for (let n = 1; lstatSync(path, { throwIfNoEntry: false }) !== undefined; n += 1) {
    const aside = `${path}.altered${n === 1 ? '' : `-${n}`}`
    if (lstatSync(aside, { throwIfNoEntry: false }) === undefined) renameSync(path, aside)
  }
}

function byName(files: readonly GoverningFile[]): ReadonlyMap<string, GoverningFile> {
  return new Map(files.map((file) => [governingFileName(file), file]))
}

/** Stands in for an object that is made on first access, unless there is another one instead at that time. */
export function lazyObject<T extends object>(make: () => T, instead: () => T | null = () => null): T {
  let made: T | null = null
  const target = () => {
    const other = made === null ? instead() : null
    if (other !== null) return other
    made ??= make()
    return made
  }
  return new Proxy({} as T, {
    get: (_, key) => Reflect.get(target(), key),
    has: (_, key) => Reflect.has(target(), key),
    ownKeys: () => Reflect.ownKeys(target()),
    getOwnPropertyDescriptor: (_, key) => Reflect.getOwnPropertyDescriptor(target(), key),
  })
}
