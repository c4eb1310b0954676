import { type Unsealing, unsealAt } from '../domain/log/line.ts'

/**
 * Lines whose hash was found to be right, so that the same line need not be hashed again: what its hash says of it does not
 * depend on where it stands. Everything else about it is checked as ever.
 */
export class CheckedLines {
  /** As Latin-1, without LF. */
  private readonly lines: Set<string>
  /** Bytes of lines that may still be taken. */
  private left: number
  private fresh: string[] = []
  private readonly put: (lines: readonly string[]) => void

  /**
   * Takes lines that were checked before; with those that are checked now they have no more than `most` bytes. `put` puts
   * these to them, for whoever reads next.
   */
  constructor(before: readonly string[], most: number, put: (lines: readonly string[]) => void) {
    this.lines = new Set(before)
    this.left = before.reduce((left, { length }) => left - length, most)
    this.put = put
  }

  /** What `unsealAt` makes of a line. */
  unsealAt(buffer: Buffer, from: number, to: number): Unsealing {
    const line = buffer.toString('latin1', from, to)
    const isChecked = this.lines.has(line)
    const read = unsealAt(buffer, from, to, isChecked)
    if ('event' in read && !isChecked && line.length <= this.left) {
      this.left -= line.length
      this.lines.add(line)
      this.fresh.push(line)
    }
    return read
  }

  /** Keeps those that were checked since it last did. */
  keep(): void {
    const { fresh } = this
    this.fresh = []
    if (fresh.length > 0) this.put(fresh)
  }
}
