import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Kept } from '../domain/log/event.ts'
import { syncDirectory } from '../platform/durable.ts'

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
