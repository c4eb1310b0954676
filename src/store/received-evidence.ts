import { createHash } from 'node:crypto'
import { existsSync, fsyncSync, lstatSync, renameSync, rmSync } from 'node:fs'
import type { KeptBytes } from '../domain/log/event.ts'
import { type Access, accessOf } from '../platform/access.ts'
import {
  appendDurably,
  createFile,
  ensureDirectory,
  openForAppend,
  syncDirectory,
  truncateDurably,
} from '../platform/durable.ts'
import { withOpenFile } from '../platform/file-bytes.ts'
import { type EvidenceStore, evidenceStoreOf, SALT_BYTES } from './evidence-files.ts'

/**
 * A piece of evidence that arrives in parts: its salt, then its bytes. What has arrived stands beside it under other names, and
 * is gone on with by the next run; the piece has its name once all of it is on stable storage and has the digest in the log.
 */
export class ReceivedEvidence {
  private readonly store: EvidenceStore
  private readonly access: Access
  private readonly piece: KeptBytes

  /** `directory` is the incident's folder. */
  constructor(directory: string, piece: KeptBytes) {
    this.store = evidenceStoreOf({ directory })
    this.access = accessOf(directory)
    this.piece = piece
  }

  /** How many bytes have arrived, with those of the salt. */
  get length(): number {
    return sizeOf(this.partial('.salt')) + sizeOf(this.partial(''))
  }

  /** Puts bytes after the first `length` that have arrived, which are whole parts. Throws the errors of the system. */
  append(length: number, bytes: Uint8Array): void {
    this.store.mustBeFolderOrMissing()
    ensureDirectory(this.store.directory, this.access)
    const path = this.partial(length < SALT_BYTES ? '.salt' : '')
    if (!existsSync(path)) withOpenFile(createFile(path, this.access), () => {})
    const before = length < SALT_BYTES ? length : length - SALT_BYTES
    withOpenFile(openForAppend(path), (fd) => {
      truncateDurably(fd, before)
      appendDurably(fd, Buffer.from(bytes), before)
    })
  }

  /** Gives the piece its name; false if it is another one than the log has, and then nothing of it is left. */
  finish(): boolean {
    const isIt = this.length === SALT_BYTES + this.piece.bytes && this.digest() === this.piece.digest
    if (!isIt) {
      this.abandon()
      return false
    }
    // An empty file has no part of its own.
    if (!existsSync(this.partial(''))) withOpenFile(createFile(this.partial(''), this.access), (fd) => fsyncSync(fd))
    for (const suffix of ['.salt', '']) renameSync(this.partial(suffix), this.store.pathOf(this.piece.file + suffix))
    syncDirectory(this.store.directory)
    return true
  }

  /** Deletes what has arrived. */
  abandon(): void {
    for (const suffix of ['.salt', '']) rmSync(this.partial(suffix), { force: true })
  }

  private digest(): string {
    const hash = createHash('sha256')
    for (const suffix of ['.salt', ''])
      if (existsSync(this.partial(suffix)))
        for (const bytes of this.store.read(`${this.piece.file}${suffix}${PARTIAL}`)) hash.update(bytes)
    return hash.digest('hex')
  }

  private partial(suffix: string): string {
    return this.store.pathOf(`${this.piece.file}${suffix}${PARTIAL}`)
  }
}

/** What has arrived has a name that no evidence has. */
const PARTIAL = '.part'

function sizeOf(path: string): number {
  return lstatSync(path, { throwIfNoEntry: false })?.size ?? 0
}
