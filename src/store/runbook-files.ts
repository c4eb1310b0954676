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
import { type Incident, isNamed } from '../domain/incident/incident.ts'
import {
  type FileFlaw,
  type FlawedFile,
  fileNameOf,
  type GoverningKind,
  type NamedFile,
} from '../domain/log/governing-files.ts'
import { isTooDeep, MAX_LINE_BYTES } from '../domain/log/line.ts'
import { sha256 } from '../domain/log/sha256.ts'
import { fail } from '../domain/outcome.ts'
import { isRunbook, type Runbook } from '../domain/runbook/runbook.ts'
import { isSettings, type Settings } from '../domain/settings.ts'
import { type Access, createWhole, syncDirectory } from '../platform/durable.ts'
import { readAt } from '../platform/file-bytes.ts'
import { isId } from './log-names.ts'

interface Governing {
  readonly runbook: Runbook
  readonly settings: Settings
}

/** What is to stand beside a log: the bytes that have the digest. */
export interface Content extends NamedFile {
  readonly bytes: Buffer
}

/** Runbook or settings as they stand beside a log: JSON without line breaks, named by the SHA-256 of its bytes. */
export function contentOf(kind: GoverningKind, value: object): Content {
  const bytes = Buffer.from(JSON.stringify(value))
  if (bytes.length >= MAX_LINE_BYTES) fail('too-long', { bytes: bytes.length, limit: MAX_LINE_BYTES })
  return { kind, digest: sha256(bytes), bytes }
}

/** The runbooks and settings that stand beside the log of one incident. */
export class RunbookFiles {
  private readonly directory: string
  /** By name of the file, what it has come to. */
  private readonly values = new Map<string, object>()
  /** By name of the file, bytes that were found to be what the log names, and valid. */
  private readonly trusted = new Map<string, Buffer>()

  constructor(directory: string) {
    this.directory = directory
  }

  /**
   * The incident with the runbook and the settings in force, as far as its log names them: read, checked and parsed when
   * they are first looked at. Where that cannot be done, to look at them throws `Failed` with `runbook-missing`.
   */
  attached(incident: Incident): Incident {
    const { runbookDigest, settingsDigest } = incident
    return {
      ...incident,
      ...(isNamed(incident, 'runbook') && { runbook: this.resolve('runbook', runbookDigest) }),
      ...(isNamed(incident, 'settings') && { settings: this.resolve('settings', settingsDigest) }),
    }
  }

  /** What a digest names, read when it is first looked at. */
  resolve<K extends GoverningKind>(kind: K, digest: string): Governing[K] {
    const name = fileNameOf({ kind, digest })
    const value = this.values.get(name) ?? late(() => this.load({ kind, digest }))
    this.values.set(name, value)
    return value as Governing[K]
  }

  /** Takes for checked what has the same bytes as when it was. */
  trust(checked: readonly Content[]): void {
    for (const content of checked) {
      const [name, path] = [fileNameOf(content), this.pathOf(content)]
      const looks = looksOf(path)
      if (contentIn(path, content, (found) => found.equals(content.bytes)).flaw !== null) continue
      this.trusted.set(name, content.bytes)
      if (looks !== null) CHECKED.set(name, looks)
    }
  }

  /** Runbook and settings in force, where they stand beside the log, are what it names, and valid. */
  checked({ named, runbookDigest, settingsDigest }: Incident): Content[] {
    const inForce = named.filter(({ digest }) => digest === runbookDigest || digest === settingsDigest)
    return [...byName(inForce)].flatMap(([name, file]) => {
      const bytes = this.trusted.get(name) ?? valueIn(this.pathOf(file), file).bytes
      return bytes === null ? [] : [{ ...file, bytes }]
    })
  }

  /** Those that are gone, or are not what the log names; `read` as well, where they are nothing that can be used. */
  flawed(named: readonly NamedFile[], read = false): FlawedFile[] {
    return [...byName(named).values()].flatMap((file) => {
      const path = this.pathOf(file)
      const flaw = read ? valueIn(path, file).flaw : flawOf(path, file)
      return flaw === null ? [] : [{ ...file, file: this.shown(file), flaw }]
    })
  }

  /**
   * Puts files beside the log, where they are not there already, and on stable storage; what stands in their place is kept
   * under another name. Where another incident of the workspace has the same bytes, they are linked.
   */
  put(contents: readonly Content[], access: Access): void {
    const lacking = contents.filter((content) => contentIn(this.pathOf(content), content).flaw !== null)
    for (const content of lacking) {
      const path = this.pathOf(content)
      setAside(path)
      if (!this.isLinked(path, content, access)) createWhole(path, content.bytes, access)
    }
    if (lacking.length > 0) syncDirectory(this.directory)
  }

  /** The bytes of a file as another incident of the workspace has them; null where none does. */
  elsewhere(file: NamedFile): Buffer | null {
    for (const path of this.others(file)) {
      const { bytes } = contentIn(path, file)
      if (bytes !== null) return bytes
    }
    return null
  }

  private load(file: NamedFile): object {
    const trusted = this.trusted.get(fileNameOf(file))
    if (trusted !== undefined) return remembered(file, () => JSON.parse(trusted.toString()))
    const { value, flaw } = valueIn(this.pathOf(file), file)
    return value ?? fail('runbook-missing', { id: basename(this.directory), file: this.shown(file), flaw })
  }

  private pathOf(file: NamedFile): string {
    return join(this.directory, fileNameOf(file))
  }

  /** The path, relative to the workspace. */
  private shown(file: NamedFile): string {
    return join('incidents', basename(this.directory), fileNameOf(file))
  }

  /** Where the file may be in the folders of other incidents, the latest first. */
  private *others(file: NamedFile): Generator<string> {
    const incidents = dirname(this.directory)
    const names = readdirSync(incidents, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && isId(entry.name) && entry.name !== basename(this.directory))
      .map(({ name }) => name)
    for (const name of names.sort().reverse()) {
      const path = join(incidents, name, fileNameOf(file))
      if (lstatSync(path, { throwIfNoEntry: false })?.isFile()) yield path
    }
  }

  private isLinked(path: string, content: Content, access: Access): boolean {
    for (const other of this.others(content)) if (isLinkedTo(other, path, content, access)) return true
    return false
  }
}

/**
 * Links a file of this user's own that has these bytes and modes. What was linked is looked at once more: the name may have
 * come to mean another file.
 */
function isLinkedTo(other: string, path: string, { bytes }: Content, { file: mode, gid }: Access): boolean {
  let fd: number
  try {
    fd = openSync(other, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)
  } catch {
    return false
  }
  try {
    const stat = fstatSync(fd)
    const isMeant = stat.uid === process.geteuid?.() && (stat.mode & 0o7777) === mode && (gid ?? stat.gid) === stat.gid
    if (!stat.isFile() || !isMeant || stat.size !== bytes.length) return false
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

/** Keeps what stands in the place of a file: somebody may have meant it. */
function setAside(path: string): void {
  for (let n = 1; lstatSync(path, { throwIfNoEntry: false }) !== undefined; n += 1) {
    const aside = `${path}.altered${n === 1 ? '' : `-${n}`}`
    if (lstatSync(aside, { throwIfNoEntry: false }) === undefined) renameSync(path, aside)
  }
}

type Found = { readonly bytes: Buffer; readonly flaw: null } | { readonly bytes: null; readonly flaw: FileFlaw }

/** The files that were found to have their bytes last, by name, as they looked then: most incidents share them. */
const CHECKED = new Map<string, string>()

/** What a file looks like from outside; null where there is none. */
function looksOf(path: string): string | null {
  const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false })
  return stat === undefined ? null : [stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join()
}

function flawOf(path: string, file: NamedFile): FileFlaw | null {
  const looks = looksOf(path)
  if (looks !== null && CHECKED.get(fileNameOf(file)) === looks) return null
  const { flaw } = contentIn(path, file)
  if (flaw === null && looks !== null) CHECKED.set(fileNameOf(file), looks)
  return flaw
}

function byName(files: readonly NamedFile[]): ReadonlyMap<string, NamedFile> {
  return new Map(files.map((file) => [fileNameOf(file), file]))
}

/** What is wrong with a file that cannot be opened. */
const FLAWS: Readonly<Record<string, FileFlaw>> = {
  ENOENT: 'gone',
  ELOOP: 'altered',
  EACCES: 'unreadable',
  EPERM: 'unreadable',
}

function hasDigest({ digest }: NamedFile): (bytes: Buffer) => boolean {
  return (bytes) => sha256(bytes) === digest
}

/** The bytes of a regular file, where they are those meant. Throws the system's error where there is no telling. */
function contentIn(path: string, file: NamedFile, isMeant = hasDigest(file)): Found {
  const lacking = (flaw: FileFlaw): Found => ({ bytes: null, flaw })
  try {
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)
    try {
      const stat = fstatSync(fd)
      if (!stat.isFile() || stat.size >= MAX_LINE_BYTES) return lacking('altered')
      const bytes = readAt({ fd, at: 0 }, Buffer.allocUnsafe(stat.size))
      return isMeant(bytes) ? { bytes, flaw: null } : lacking('altered')
    } finally {
      closeSync(fd)
    }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    const flaw = FLAWS[code]
    // What the machine lacks for the moment says nothing of the file.
    if (flaw === undefined) throw Object.assign(error as Error, { path })
    return lacking(flaw)
  }
}

/** The same runbook governs many incidents: what was parsed last, by name. */
const PARSED = new Map<string, object>()
const MOST_PARSED = 8

type Valued =
  | { readonly value: object; readonly bytes: Buffer; readonly flaw: null }
  | { readonly value: null; readonly bytes: null; readonly flaw: FileFlaw }

/** What the bytes of a file say; whoever wrote the log, nothing in it can mislead or act. */
function valueIn(path: string, file: NamedFile): Valued {
  const { bytes, flaw } = contentIn(path, file)
  if (bytes === null) return { value: null, bytes, flaw }
  const isMeant = file.kind === 'runbook' ? isRunbook : isSettings
  const value = remembered(file, () => parsed(bytes.toString(), isMeant))
  return value === null ? { value, bytes: null, flaw: 'invalid' } : { value, bytes, flaw: null }
}

/** What was parsed of a file of that name, or is now. */
function remembered<T extends object | null>(file: NamedFile, parse: () => T): object | T {
  const name = fileNameOf(file)
  const value = PARSED.get(name) ?? parse()
  if (PARSED.size === MOST_PARSED) PARSED.clear()
  if (value !== null) PARSED.set(name, value)
  return value
}

function parsed(text: string, isMeant: (value: unknown) => boolean): object | null {
  try {
    const value = isTooDeep(text) ? null : JSON.parse(text)
    return isMeant(value) ? value : null
  } catch {
    return null
  }
}

/** A thing that is made when it is first looked at. */
export function late<T extends object>(make: () => T): T {
  let made: T | null = null
  const thing = () => (made ??= make())
  return new Proxy({} as T, {
    get: (_, key) => Reflect.get(thing(), key),
    has: (_, key) => Reflect.has(thing(), key),
    ownKeys: () => Reflect.ownKeys(thing()),
    getOwnPropertyDescriptor: (_, key) => Reflect.getOwnPropertyDescriptor(thing(), key),
  })
}
