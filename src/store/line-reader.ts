import { closeSync, readSync } from 'node:fs'
import { fail } from '../domain/problem.ts'
import { errnoName } from '../platform/errno.ts'

const CHUNK = 64 * 1024
const SMALLEST_CHUNK = 4 * 1024
/** Limit on the chunks of all files read side by side, in bytes, unless that makes them smaller than SMALLEST_CHUNK. */
const ALL_CHUNKS = 8 * 1024 * 1024
const LF = 0x0a

/** Bytes to read at a time from each of `files` files that are read side by side. */
export function chunkBytesFor(files: number): number {
  return Math.max(SMALLEST_CHUNK, Math.min(CHUNK, Math.floor(ALL_CHUNKS / files)))
}

/** Reads a file by lines, in chunks. It is open only during a read, since a log may have more files than may be open. */
export class LineReader {
  /** Holds the current line, from `from` up to its LF at `to`, until `next` or `leaveLine` is called. */
  bytes: Buffer
  from = 0
  to = -1
  /** Offset of the next byte to read from the file. */
  position: number
  /** Where the bytes held in the buffer end. */
  private end = 0
  private isAtEnd = false
  private readonly chunk: number
  private readonly openFile: () => number
  private readonly path: string

  /** Reads from `position` on. `openFile` is called before each read; `path` is for error messages. */
  constructor(openFile: () => number, path: string, position: number, chunk = CHUNK) {
    this.openFile = openFile
    this.path = path
    this.position = position
    this.chunk = chunk
    this.bytes = Buffer.allocUnsafe(chunk)
  }

  /** Moves to the next line that ends with LF. False if there is none, or no LF in more than `limit` bytes. */
  next(limit: number): boolean {
    this.from = this.to + 1
    for (let searchFrom = this.from; ; ) {
      const to = this.bytes.indexOf(LF, searchFrom)
      if (to >= 0 && to < this.end) {
        this.to = to
        return true
      }
      const held = this.end - this.from
      if (held > limit || !this.fill()) return false
      searchFrom = held
    }
  }

  /** Leaves the current line, and shrinks the buffer if a long line had grown it. */
  leaveLine(): void {
    this.from = this.to + 1
    if (this.bytes.length > this.chunk) this.moveTo(Buffer.allocUnsafe(Math.max(this.chunk, this.rest.length)))
  }

  /** The bytes held from the current line on; after `next` has returned false, those after the last LF. */
  get rest(): Buffer {
    return this.bytes.subarray(this.from, this.end)
  }

  /** Moves the bytes held to the start of the buffer and reads more after them. False at the end of the file. */
  private fill(): boolean {
    if (this.isAtEnd) return false
    const held = this.rest.length
    this.moveTo(held * 2 > this.bytes.length ? Buffer.allocUnsafe(this.bytes.length * 2) : this.bytes)
    const fd = this.openFile()
    try {
      while (!this.isAtEnd && this.end < this.bytes.length) this.read(fd)
    } finally {
      closeSync(fd)
    }
    return this.end > held
  }

  /** Moves the bytes held to the start of a buffer. */
  private moveTo(bytes: Buffer): void {
    const { rest } = this
    rest.copy(bytes)
    this.bytes = bytes
    this.from = 0
    this.to = -1
    this.end = rest.length
  }

  private read(fd: number): void {
    try {
      const count = readSync(fd, this.bytes, this.end, this.bytes.length - this.end, this.position)
      this.end += count
      this.position += count
      this.isAtEnd = count === 0
    } catch (error) {
      fail('unreadable', { path: this.path, why: errnoName(error) })
    }
  }
}
