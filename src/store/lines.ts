import { closeSync, readSync } from 'node:fs'
import { fail } from '../domain/outcome.ts'
import { errnoName } from '../platform/errno.ts'

const CHUNK = 64 * 1024
const SMALLEST_CHUNK = 4 * 1024
/** What the chunks of files that are read side by side may take together, as long as none is smaller than the smallest. */
const ALL_CHUNKS = 8 * 1024 * 1024
const LF = 0x0a

/** How many bytes to read at a time of each of so many files that are read side by side. */
export function chunkFor(files: number): number {
  return Math.max(SMALLEST_CHUNK, Math.min(CHUNK, Math.floor(ALL_CHUNKS / files)))
}

/**
 * The lines of a file, one after another in a buffer that is filled in chunks and grows with the longest line. The file is
 * open only while a chunk is read, so that more can be read side by side than a process may have open.
 */
export class Lines {
  /** Holds the line from `from` up to `to`, where its LF stands, until the next is asked for. */
  bytes: Buffer
  from = 0
  to = -1
  /** Where in the file reading has come to. */
  position: number
  private end = 0
  private isAtEnd = false
  private readonly chunk: number
  private readonly open: () => number
  private readonly path: string

  /** Reads from `position` on, what `open` opens each time; `path` is named where that fails. */
  constructor(open: () => number, path: string, position: number, chunk = CHUNK) {
    this.open = open
    this.path = path
    this.position = position
    this.chunk = chunk
    this.bytes = Buffer.allocUnsafe(chunk)
  }

  /** Goes on to the next line that has its LF. False where none is left, or it is longer than `most` bytes. */
  next(most: number): boolean {
    this.from = this.to + 1
    for (let looked = this.from; ; ) {
      const to = this.bytes.indexOf(LF, looked)
      if (to >= 0 && to < this.end) {
        this.to = to
        return true
      }
      const held = this.end - this.from
      if (held > most || !this.fill()) return false
      looked = held
    }
  }

  /** Passes by the line, and gives up the room that it took where it was a long one. */
  pass(): void {
    this.from = this.to + 1
    if (this.bytes.length > this.chunk) this.moveTo(Buffer.allocUnsafe(Math.max(this.chunk, this.rest.length)))
  }

  /** What follows the last LF. */
  get rest(): Buffer {
    return this.bytes.subarray(this.from, this.end)
  }

  /** Reads on behind what is held, which is moved to the beginning. False at the end of the file. */
  private fill(): boolean {
    if (this.isAtEnd) return false
    const held = this.rest.length
    this.moveTo(held * 2 > this.bytes.length ? Buffer.allocUnsafe(this.bytes.length * 2) : this.bytes)
    const fd = this.open()
    try {
      while (!this.isAtEnd && this.end < this.bytes.length) this.read(fd)
    } finally {
      closeSync(fd)
    }
    return this.end > held
  }

  /** Moves what is held to the beginning of a buffer. */
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
