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
  type FileFlaw,
  type FlawedFile,
  type GoverningFile,
  type GoverningKind,
  governingFileName,
} from '../domain/log/governing-files.ts'
import { isNestedTooDeep, MAX_LINE_BYTES } from '../domain/log/line.ts'
import { sha256 } from '../domain/log/sha256.ts'
import { fail } from '../domain/problem.ts'
import { isRunbook } from '../domain/runbook/runbook.ts'
import { isSettings } from '../domain/settings.ts'
import type { Access } from '../platform/access.ts'
import { createWithoutDirectorySync, syncDirectory } from '../platform/durable.ts'
import { readAt, withOpenFile } from '../platform/file-bytes.ts'
import { isIncidentId } from './log-file.ts'

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

  constructor(directory: string) {
    this.directory = directory
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

  /** The runbook or settings with a digest, read on first access. */
  resolve<K extends GoverningKind>(kind: K, digest: string): Governing[K] {
    const name = governingFileName({ kind, digest })
    const value = this.values.get(name) ?? lazyObject(() => this.load({ kind, digest }))
    this.values.set(name, value)
    return value as Governing[K]
  }

  /** Takes for valid, without checking them again, those files that still have the bytes they had when checked. */
  trustChecked(checked: readonly GoverningContent[]): void {
    for (const content of checked) {
      const [name, path] = [governingFileName(content), this.pathOf(content)]
      // Taken before reading, so that a later change shows.
      const stats = statsOf(path)
      if (contentIn(path, content, (found) => found.equals(content.bytes)).flaw !== null) continue
      this.trusted.set(name, content.bytes)
      if (stats !== null) INTACT_STATS.set(name, stats)
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
      return flaw === null ? [] : [{ ...file, file: this.shown(file), flaw }]
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

/** The bytes of a file, or what is wrong with it. */
type FoundBytes = { readonly bytes: Buffer; readonly flaw: null } | { readonly bytes: null; readonly flaw: FileFlaw }

/** By file name, the stat data of the file last found intact: most incidents share their files. */
const INTACT_STATS = new Map<string, string>()

/** Stat data that change whenever a file does, as text; null if there is no file. */
function statsOf(path: string): string | null {
  const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false })
  return stat === undefined ? null : [stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join()
}

/** What is wrong with a file; null if it has its digest. Does not read again a file that was intact and is unchanged. */
function flawOf(path: string, file: GoverningFile): FileFlaw | null {
  const stats = statsOf(path)
  if (stats !== null && INTACT_STATS.get(governingFileName(file)) === stats) return null
  const { flaw } = contentIn(path, file)
  if (flaw === null && stats !== null) INTACT_STATS.set(governingFileName(file), stats)
  return flaw
}

function byName(files: readonly GoverningFile[]): ReadonlyMap<string, GoverningFile> {
  return new Map(files.map((file) => [governingFileName(file), file]))
}

/** What each error on opening a file shows about it. ELOOP: a symbolic link is in its place. */
const FLAW_BY_ERROR: Readonly<Record<string, FileFlaw>> = {
  ENOENT: 'gone',
  ELOOP: 'altered',
  EACCES: 'unreadable',
  EPERM: 'unreadable',
}

function hasDigest({ digest }: GoverningFile): (bytes: Buffer) => boolean {
  return (bytes) => sha256(bytes) === digest
}

/** The bytes of a regular file, if they match. Throws a system's error that says nothing about the file. */
function contentIn(path: string, file: GoverningFile, matches = hasDigest(file)): FoundBytes {
  const flawed = (flaw: FileFlaw): FoundBytes => ({ bytes: null, flaw })
  try {
    return withOpenFile(openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW), (fd) => {
      const stat = fstatSync(fd)
      if (!stat.isFile() || stat.size >= MAX_LINE_BYTES) return flawed('altered')
      const bytes = readAt({ fd, at: 0 }, Buffer.allocUnsafe(stat.size))
      return matches(bytes) ? { bytes, flaw: null } : flawed('altered')
    })
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    const flaw = FLAW_BY_ERROR[code]
    // A temporary shortage on this machine, such as EMFILE, says nothing about the file.
    if (flaw === undefined) throw Object.assign(error as Error, { path })
    return flawed(flaw)
  }
}

/** By file name, values parsed before: the same runbook governs many incidents. */
const PARSED_VALUES = new Map<string, object>()
const MAX_PARSED = 8

/** The value of a file with its bytes, or what is wrong with the file. */
type FoundValue =
  | { readonly value: object; readonly bytes: Buffer; readonly flaw: null }
  | { readonly value: null; readonly bytes: null; readonly flaw: FileFlaw }

/** Reads, parses and validates a file: whoever wrote it, nothing in it can mislead or do anything. */
function valueIn(path: string, file: GoverningFile): FoundValue {
  const { bytes, flaw } = contentIn(path, file)
  if (bytes === null) return { value: null, bytes, flaw }
  const isValid = file.kind === 'runbook' ? isRunbook : isSettings
  const value = cached(file, () => parseValid(bytes.toString(), isValid))
  return value === null ? { value, bytes: null, flaw: 'invalid' } : { value, bytes, flaw: null }
}

/** The value of a file with this name, from the cache or else as parsed now. */
function cached<T extends object | null>(file: GoverningFile, parse: () => T): object | T {
  const name = governingFileName(file)
  const value = PARSED_VALUES.get(name) ?? parse()
  if (PARSED_VALUES.size === MAX_PARSED) PARSED_VALUES.clear()
  if (value !== null) PARSED_VALUES.set(name, value)
  return value
}

/** Null if the text is not JSON, nests too deeply, or is not valid. */
function parseValid(text: string, isValid: (value: unknown) => boolean): object | null {
  try {
    const value = isNestedTooDeep(text) ? null : JSON.parse(text)
    return isValid(value) ? value : null
  } catch {
    return null
  }
}

/** Stands in for an object that is made on first access. */
export function lazyObject<T extends object>(make: () => T): T {
  let made: T | null = null
  const target = () => (made ??= make())
  return new Proxy({} as T, {
    get: (_, key) => Reflect.get(target(), key),
    has: (_, key) => Reflect.has(target(), key),
    ownKeys: () => Reflect.ownKeys(target()),
    getOwnPropertyDescriptor: (_, key) => Reflect.getOwnPropertyDescriptor(target(), key),
  })
}
