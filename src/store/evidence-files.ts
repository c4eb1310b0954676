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
import type { KeptBytes } from '../domain/log/event.ts'
import { fail } from '../domain/problem.ts'
import { type Access, accessOf } from '../platform/access.ts'
import {
  createFile,
  ensureDirectory,
  openForAppend,
  syncDirectory,
  truncateDurably,
  writeNewFile,
} from '../platform/durable.ts'
import { errnoName } from '../platform/errno.ts'
import { openRegular, withRegularFile } from '../platform/regular-files.ts'

const MAX_ATTACHMENT_BYTES = 256 * 1024 * 1024
export const SALT_BYTES = 32
const CHUNK = 256 * 1024

/** The outcome of a deletion. `why` is the system's error, such as `EACCES`, if something is still there, else null. */
export interface Deletion {
  readonly file: string
  readonly wasThere: boolean
  readonly why: string | null
}

/**
 * The evidence of one incident, in `evidence/` beside its log: files with random names, and their salts in NAME.salt. A
 * digest is the SHA-256 of salt and bytes (`cat NAME.salt NAME | sha256sum`), so that deleted bytes cannot be guessed.
 */
export class EvidenceStore {
  readonly directory: string
  private readonly access: Access

  /** `incident` is the incident's folder. */
  constructor(incident: string, access: Access) {
    this.directory = join(incident, 'evidence')
    this.access = access
  }

  /** Names of the evidence files, including those of which only the salt is left. */
  names(): string[] {
    if (!this.isFolderOrMissing() || !existsSync(this.directory)) return []
    const names = readdirSync(this.directory).map((name) => name.replace(/\.salt$/, ''))
    // Other names cannot stand in an event.
    return [...new Set(names)].filter((name) => fileName(name)).sort()
  }

  /** Length in bytes; null if the file is gone, even if its salt is still there. */
  sizeOf(file: string): number | null {
    return lstatSync(this.pathOf(file), { throwIfNoEntry: false })?.size ?? null
  }

  pathOf(file: string): string {
    return join(this.directory, file)
  }

  /** Writes bytes to a new file on stable storage. */
  keep(bytes: Uint8Array): KeptBytes {
    return this.writeEvidence((writer) => writer.write(bytes))
  }

  /** Copies a regular file to stable storage. Throws `no-such-file`, `unreadable`, or `file-too-large` above `limit`. */
  keepFile(path: string, limit = MAX_ATTACHMENT_BYTES): KeptBytes {
    if (!existsSync(path)) fail('no-such-file', { path })
    return withRegularFile(path, 0, (source) => {
      const { size } = fstatSync(source)
      if (size > limit) fail('file-too-large', { path, bytes: size, limit })
      return this.writeEvidence((writer) => {
        // Counted as it is read, since the file may grow meanwhile, or be one that the kernel generates, of size 0.
        let bytes = 0
        for (const chunk of chunksIn(source)) {
          bytes += chunk.length
          if (bytes > limit) fail('file-too-large', { path, bytes, limit })
          writer.write(chunk)
        }
      })
    })
  }

  /** Creates a file for bytes that arrive in pieces, so that its name is known before the first of them. */
  create(file = newEvidenceName()): EvidenceWriter {
    this.mustBeFolderOrMissing()
    ensureDirectory(this.directory, this.access)
    const salt = randomBytes(SALT_BYTES)
    try {
      writeNewFile(this.pathOf(`${file}.salt`), salt, this.access)
      return new EvidenceWriter(this.pathOf(file), file, salt, createFile(this.pathOf(file), this.access))
    } catch (error) {
      // A file that was there before is not ours to delete.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') this.delete(file)
      throw error
    }
  }

  /** Resumes a file that was left unfinished: truncates it to `length` bytes and appends after those. */
  resume(file: string, length: number): EvidenceWriter {
    this.mustBeFolderOrMissing()
    const salt = Buffer.concat([...this.read(`${file}.salt`)])
    const fd = openForAppend(this.pathOf(file))
    truncateDurably(fd, length)
    const writer = new EvidenceWriter(this.pathOf(file), file, salt, fd)
    for (const bytes of this.read(file)) writer.countExisting(bytes)
    return writer
  }

  /** Whether `evidence/` is a folder or does not exist yet. A symbolic link there would lead out of the incident. */
  isFolderOrMissing(): boolean {
    return lstatSync(this.directory, { throwIfNoEntry: false })?.isDirectory() ?? true
  }

  /** Throws `ProblemError` with `bad-evidence-folder` rather than write or delete through a symbolic link. */
  mustBeFolderOrMissing(): void {
    if (!this.isFolderOrMissing()) fail('bad-evidence-folder', { path: this.directory })
  }

  /** Whether the bytes and the salt both exist as regular files. */
  has(file: string): boolean {
    const isFile = (name: string) => lstatSync(this.pathOf(name), { throwIfNoEntry: false })?.isFile() ?? false
    return isFile(file) && isFile(`${file}.salt`)
  }

  /** The bytes of a file, in chunks. Throws `ProblemError` with `unreadable`. */
  *read(file: string): Generator<Uint8Array> {
    const fd = openRegular(this.pathOf(file), constants.O_NOFOLLOW)
    try {
      yield* chunksIn(fd)
    } finally {
      closeSync(fd)
    }
  }

  /** The SHA-256 of the salt and the bytes. Throws `ProblemError` with `unreadable`. */
  digestOf(file: string): string {
    const hash = createHash('sha256')
    for (const name of [`${file}.salt`, file]) for (const chunk of this.read(name)) hash.update(chunk)
    return hash.digest('hex')
  }

  /** Deletes the bytes and the salt, and returns the first error. A file that does not exist counts as deleted. */
  delete(file: string): Deletion {
    const existing = [file, `${file}.salt`]
      .map((name) => this.pathOf(name))
      .filter((path) => lstatSync(path, { throwIfNoEntry: false }) !== undefined)
    const why = existing.map(tryUnlink).find((error) => error !== null) ?? null
    if (existsSync(this.directory)) syncDirectory(this.directory)
    return { file, wasThere: existing.length > 0, why }
  }

  /** Returns the finished file that `write` fills; if that throws, nothing is left of it. */
  private writeEvidence(write: (writer: EvidenceWriter) => void): KeptBytes {
    const writer = this.create()
    try {
      write(writer)
      return writer.finish()
    } catch (error) {
      writer.abandon()
      throw error
    }
  }
}

/** Deletes a file. Returns the system's error, such as `EACCES`, if that fails, else null. */
function tryUnlink(path: string): string | null {
  try {
    unlinkSync(path)
    return null
  } catch (error) {
    return errnoName(error)
  }
}

/** A name of 64 random bits: it reveals nothing, and two writers do not choose the same one. */
export function newEvidenceName(): string {
  return randomBytes(8).toString('hex')
}

function* chunksIn(fd: number): Generator<Uint8Array> {
  const chunk = Buffer.allocUnsafe(CHUNK)
  for (let count = readSync(fd, chunk); count > 0; count = readSync(fd, chunk)) yield chunk.subarray(0, count)
}

/** Throws `no-such-file` or `unreadable` if a file cannot be kept as evidence. */
export function mustBeAttachable(path: string): void {
  if (!existsSync(path)) fail('no-such-file', { path })
  withRegularFile(path, 0, () => {})
}

/** The evidence store beside a log. */
export function evidenceStoreOf({ directory }: { readonly directory: string }): EvidenceStore {
  return new EvidenceStore(directory, accessOf(directory))
}

export class EvidenceWriter {
  readonly file: string
  private readonly path: string
  private readonly fd: number
  private readonly hash = createHash('sha256')
  private bytes = 0

  /** `fd` is open for appending to `path`, and the writer closes it; `file` is the name of the evidence. */
  constructor(path: string, file: string, salt: Uint8Array, fd: number) {
    this.file = file
    this.path = path
    this.fd = fd
    this.hash.update(salt)
  }

  /** Adds bytes that are already in the file to the length and the hash. */
  countExisting(bytes: Uint8Array): void {
    this.hash.update(bytes)
    this.bytes += bytes.length
  }

  /** Writes all bytes. Throws the system's error, for example if the disk is full; bytes written before that count. */
  write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) {
      const count = writeSync(this.fd, bytes, done, bytes.length - done)
      if (count === 0) throw Object.assign(new Error('nothing could be written'), { code: 'ENOSPC', path: this.path })
      this.countExisting(bytes.subarray(done, done + count))
      done += count
    }
  }

  /** Puts the bytes on stable storage. Only `finish` syncs the directory entry of a new file. */
  sync(): void {
    fsyncSync(this.fd)
  }

  /** Closes the file, with its bytes and its directory entry on stable storage. */
  finish(): KeptBytes {
    this.sync()
    closeSync(this.fd)
    syncDirectory(dirname(this.path))
    return { file: this.file, bytes: this.bytes, digest: this.hash.digest('hex') }
  }

  /** Closes and deletes the file and its salt. */
  abandon(): void {
    try {
      closeSync(this.fd)
    } catch {
      // Already closed; all that matters is to delete the files.
    }
    rmSync(this.path, { force: true })
    rmSync(`${this.path}.salt`, { force: true })
  }
}
