import { readSync } from 'node:fs'
import { fail } from '../domain/outcome.ts'
import { errnoName } from './errno.ts'

const CHUNK = 64 * 1024
const LF = 0x0a

/** The lines of an open file, one after another in a buffer that is filled in chunks and grows with the longest line. */
export class Lines {
  /** Holds the line from `from` up to `to`, where its LF stands, until the next is asked for. */
  bytes = Buffer.allocUnsafe(CHUNK)
  from = 0
  to = -1
  /** Where in the file reading has come to. */
  position: number
  private end = 0
  private readonly fd: number
  private readonly path: string

  /** Reads from `position` on; `path` is named where that fails. */
  constructor(fd: number, path: string, position: number) {
    this.fd = fd
    this.path = path
    this.position = position
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

  /** What follows the last LF. */
  get rest(): Buffer {
    return this.bytes.subarray(this.from, this.end)
  }

  /** Reads on behind what is held, which is moved to the beginning. False at the end of the file. */
  private fill(): boolean {
    const held = this.rest
    const bytes = held.length * 2 > this.bytes.length ? Buffer.allocUnsafe(this.bytes.length * 2) : this.bytes
    held.copy(bytes)
    this.bytes = bytes
    this.from = 0
    this.to = -1
    this.end = held.length
    const count = this.read()
    this.end += count
    this.position += count
    return count > 0
  }

  private read(): number {
    try {
      return readSync(this.fd, this.bytes, this.end, this.bytes.length - this.end, this.position)
    } catch (error) {
      return fail('unreadable', { path: this.path, why: errnoName(error) })
    }
  }
}
