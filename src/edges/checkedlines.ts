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

  /** Takes lines that were checked before; with those that are checked now they have no more than `most` bytes. */
  constructor(before: readonly string[], most: number) {
    this.lines = new Set(before)
    this.left = before.reduce((left, { length }) => left - length, most)
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

  /** Those that were checked since this was last asked. */
  taken(): readonly string[] {
    const { fresh } = this
    this.fresh = []
    return fresh
  }
}
