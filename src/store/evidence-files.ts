import { createHash, randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  readdirSync,
  readSync,
  rmSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileName } from '../domain/guard.ts'
import type { Kept } from '../domain/log/event.ts'
import { fail } from '../domain/outcome.ts'
import { openRegular } from '../platform/bounded.ts'
import {
  type Access,
  accessOf,
  createFile,
  cut,
  ensureDirectory,
  openForAppend,
  syncDirectory,
  writeNewFile,
} from '../platform/durable.ts'
import { errnoName } from '../platform/errno.ts'

/** No file larger than this is attached: 256 MiB. */
export const MOST_ATTACHED = 256 * 1024 * 1024
export const SALT_BYTES = 32
const CHUNK = 256 * 1024

/** What became of bytes that were to go; `why` is the system's error where they are still there. */
export interface Deleted {
  readonly file: string
  readonly wasThere: boolean
  readonly why: string | null
}

/**
 * Bytes beside the log of one incident, in `evidence/`: each under a random name, its salt beside it as NAME.salt. The
 * digest is the SHA-256 of salt and bytes (`cat NAME.salt NAME | sha256sum`), so what was removed cannot be guessed.
 */
export class EvidenceStore {
  readonly directory: string
  private readonly access: Access

  /** `incident` is the folder of the incident. */
  constructor(incident: string, access: Access) {
    this.directory = join(incident, 'evidence')
    this.access = access
  }

  /** Names of what lies there; a salt alone is named by what it is for. */
  names(): string[] {
    if (!this.isFolder() || !existsSync(this.directory)) return []
    const names = readdirSync(this.directory).map((name) => name.replace(/\.salt$/, ''))
    return [...new Set(names)].filter((name) => fileName(name)).sort()
  }

  /** Length of the bytes; null where there are none, but a salt. */
  sizeOf(file: string): number | null {
    return lstatSync(this.pathOf(file), { throwIfNoEntry: false })?.size ?? null
  }

  pathOf(file: string): string {
    return join(this.directory, file)
  }

  /** Keeps bytes on stable storage. */
  keep(bytes: Uint8Array): Kept {
    const writer = this.open()
    try {
      writer.write(bytes)
      return writer.finish()
    } catch (error) {
      writer.abandon()
      throw error
    }
  }

  /** Keeps a copy of a regular file on stable storage. Throws `unreadable`, `no-such-file` or `file-too-large`. */
  keepFile(path: string, limit = MOST_ATTACHED): Kept {
    if (!existsSync(path)) fail('no-such-file', { path })
    const from = openRegular(path)
    try {
      const { size } = fstatSync(from)
      if (size > limit) fail('file-too-large', { path, bytes: size, limit })
      return this.copy(from, path, limit)
    } finally {
      closeSync(from)
    }
  }

  /** Bytes that come bit by bit, under a name that is known before the first. */
  open(file = newName()): EvidenceWriter {
    this.mustBeFolder()
    ensureDirectory(this.directory, this.access)
    const salt = randomBytes(SALT_BYTES)
    try {
      writeNewFile(this.pathOf(`${file}.salt`), salt, this.access)
      return new EvidenceWriter(this.pathOf(file), file, salt, createFile(this.pathOf(file), this.access))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') this.delete(file)
      throw error
    }
  }

  /** Goes on with what was left unfinished, after its first `length` bytes; what follows them is cut off. */
  resume(file: string, length: number): EvidenceWriter {
    this.mustBeFolder()
    const salt = Buffer.concat([...chunksOf(this.pathOf(`${file}.salt`))])
    const fd = openForAppend(this.pathOf(file))
    cut(fd, length)
    const writer = new EvidenceWriter(this.pathOf(file), file, salt, fd)
    for (const bytes of chunksOf(this.pathOf(file))) writer.count(bytes)
    return writer
  }

  /** Whether `evidence/` is a folder, or not there yet: a link in its place leads out of the incident. */
  isFolder(): boolean {
    return lstatSync(this.directory, { throwIfNoEntry: false })?.isDirectory() ?? true
  }

  /** Nothing is written or deleted through a link. Throws `Failed` with `bad-evidence-folder`. */
  mustBeFolder(): void {
    if (!this.isFolder()) fail('bad-evidence-folder', { path: this.directory })
  }

  /** Whether bytes and salt are there, as files. */
  has(file: string): boolean {
    const isFile = (name: string) => lstatSync(this.pathOf(name), { throwIfNoEntry: false })?.isFile() ?? false
    return isFile(file) && isFile(`${file}.salt`)
  }

  *read(file: string): Generator<Uint8Array> {
    yield* chunksOf(this.pathOf(file))
  }

  /** Deletes bytes and salt, or says what hinders it; what is not there is as good as deleted. */
  delete(file: string): Deleted {
    const there = [file, `${file}.salt`]
      .map((name) => this.pathOf(name))
      .filter((path) => lstatSync(path, { throwIfNoEntry: false }) !== undefined)
    const why = there.map(hindranceTo).find((hindrance) => hindrance !== null) ?? null
    if (existsSync(this.directory)) syncDirectory(this.directory)
    return { file, wasThere: there.length > 0, why }
  }

  /** Its length says nothing of a file that grows meanwhile, or that the kernel makes up as it is read. */
  private copy(from: number, path: string, limit: number): Kept {
    const writer = this.open()
    try {
      const chunk = Buffer.allocUnsafe(CHUNK)
      let bytes = 0
      for (let count = readSync(from, chunk); count > 0; count = readSync(from, chunk)) {
        bytes += count
        if (bytes > limit) fail('file-too-large', { path, bytes, limit })
        writer.write(chunk.subarray(0, count))
      }
      return writer.finish()
    } catch (error) {
      writer.abandon()
      throw error
    }
  }
}

/** Deletes a file, or gives the name of the error that hinders it. */
function hindranceTo(path: string): string | null {
  try {
    unlinkSync(path)
    return null
  } catch (error) {
    return errnoName(error)
  }
}

/** 64 random bits: names say nothing, and two writers never meet. */
export function newName(): string {
  return randomBytes(8).toString('hex')
}

function* chunksOf(path: string): Generator<Uint8Array> {
  const fd = openRegular(path, constants.O_NOFOLLOW)
  try {
    const chunk = Buffer.allocUnsafe(CHUNK)
    for (let count = readSync(fd, chunk); count > 0; count = readSync(fd, chunk)) yield chunk.subarray(0, count)
  } finally {
    closeSync(fd)
  }
}

/** The evidence beside a log. */
export function evidenceOf({ directory }: { readonly directory: string }): EvidenceStore {
  return new EvidenceStore(directory, accessOf(directory))
}

/** One piece of evidence being written. */
export class EvidenceWriter {
  readonly file: string
  private readonly path: string
  private readonly fd: number
  private readonly hash = createHash('sha256')
  private bytes = 0

  /** `fd` is open for appending. */
  constructor(path: string, file: string, salt: Uint8Array, fd: number) {
    this.file = file
    this.path = path
    this.fd = fd
    this.hash.update(salt)
  }

  /** Takes in bytes that stand in the file already. */
  count(bytes: Uint8Array): void {
    this.hash.update(bytes)
    this.bytes += bytes.length
  }

  /** Writes all of it; throws where the disk is full, and what was written before counts. */
  write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) {
      const count = writeSync(this.fd, bytes, done, bytes.length - done)
      if (count === 0) throw Object.assign(new Error('nothing could be written'), { code: 'ENOSPC', path: this.path })
      this.count(bytes.subarray(done, done + count))
      done += count
    }
  }

  /** What was written is on stable storage when this returns, the entry of a new file by `finish` only. */
  sync(): void {
    fsyncSync(this.fd)
  }

  /** What was written is on stable storage when this returns. */
  finish(): Kept {
    this.sync()
    closeSync(this.fd)
    syncDirectory(dirname(this.path))
    return { file: this.file, bytes: this.bytes, digest: this.hash.digest('hex') }
  }

  /** Leaves nothing behind. */
  abandon(): void {
    try {
      closeSync(this.fd)
    } catch {
      // Closed already; what counts is that the files go.
    }
    rmSync(this.path, { force: true })
    rmSync(`${this.path}.salt`, { force: true })
  }
}
