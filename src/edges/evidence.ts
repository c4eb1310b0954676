import { createHash, randomBytes } from 'node:crypto'
import { closeSync, constants, existsSync, fstatSync, fsyncSync, readSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Evidence } from '../domain/incident/incident.ts'
import type { Kept } from '../domain/log/event.ts'
import { fail } from '../domain/outcome.ts'
import { openRegular } from './bounded.ts'
import { type Access, createFile, ensureDirectory, syncDirectory, writeNewFile } from './durable.ts'

/** No file larger than this is attached: 256 MiB. */
export const MOST_ATTACHED = 256 * 1024 * 1024
const SALT_BYTES = 32
const CHUNK = 256 * 1024

/** What is there of bytes that the log speaks of; `absent` where they are on another machine, or were lost. */
export type Presence = 'intact' | 'altered' | 'absent'

/** Where a piece of evidence stands: removed on purpose, or what is there of it. */
export function standingOf(store: EvidenceStore, evidence: Evidence): Presence | 'removed' {
  return evidence.removed === null ? store.check(evidence) : 'removed'
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
  keepFile(path: string): Kept {
    if (!existsSync(path)) fail('no-such-file', { path })
    const from = openRegular(path)
    try {
      const { size } = fstatSync(from)
      if (size > MOST_ATTACHED) fail('file-too-large', { path, bytes: size, limit: MOST_ATTACHED })
      return this.copy(from)
    } finally {
      closeSync(from)
    }
  }

  /** Bytes that come bit by bit, under a name that is known before the first. */
  open(file = newName()): EvidenceWriter {
    ensureDirectory(this.directory, this.access)
    const salt = randomBytes(SALT_BYTES)
    const names = [`${file}.salt`, file].map((name) => this.pathOf(name))
    try {
      writeNewFile(this.pathOf(`${file}.salt`), salt, this.access)
      return new EvidenceWriter(this.pathOf(file), file, salt, this.access)
    } catch (error) {
      for (const name of names) rmSync(name, { force: true })
      throw error
    }
  }

  check({ file, digest }: Kept): Presence {
    if (!this.has(file)) return 'absent'
    const hash = createHash('sha256')
    for (const name of [`${file}.salt`, file]) for (const bytes of chunksOf(this.pathOf(name))) hash.update(bytes)
    return hash.digest('hex') === digest ? 'intact' : 'altered'
  }

  has(file: string): boolean {
    return existsSync(this.pathOf(file)) && existsSync(this.pathOf(`${file}.salt`))
  }

  *read(file: string): Generator<Uint8Array> {
    yield* chunksOf(this.pathOf(file))
  }

  /** Deletes bytes and salt; what is not there is as good as deleted. */
  delete(file: string): void {
    for (const name of [file, `${file}.salt`]) rmSync(this.pathOf(name), { force: true })
    if (existsSync(this.directory)) syncDirectory(this.directory)
  }

  private copy(from: number): Kept {
    const writer = this.open()
    try {
      const chunk = Buffer.allocUnsafe(CHUNK)
      for (let count = readSync(from, chunk); count > 0; count = readSync(from, chunk))
        writer.write(chunk.subarray(0, count))
      return writer.finish()
    } catch (error) {
      writer.abandon()
      throw error
    }
  }
}

/** One piece of evidence being written. */
export class EvidenceWriter {
  readonly file: string
  private readonly path: string
  private readonly fd: number
  private readonly hash = createHash('sha256')
  private bytes = 0

  constructor(path: string, file: string, salt: Uint8Array, access: Access) {
    this.file = file
    this.path = path
    this.fd = createFile(path, access)
    this.hash.update(salt)
  }

  /** Writes all of it; throws where the disk is full, and what was written before counts. */
  write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) {
      const count = writeSync(this.fd, bytes, done, bytes.length - done)
      if (count === 0) throw Object.assign(new Error('nothing could be written'), { code: 'ENOSPC', path: this.path })
      this.hash.update(bytes.subarray(done, done + count))
      this.bytes += count
      done += count
    }
  }

  /** What was written is on stable storage when this returns. */
  finish(): Kept {
    fsyncSync(this.fd)
    closeSync(this.fd)
    syncDirectory(join(this.path, '..'))
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
