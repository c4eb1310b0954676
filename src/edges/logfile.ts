import { closeSync, constants, fstatSync, readSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { type ChainState, follow } from '../domain/log/chain.ts'
import type { Envelope, Event, Head } from '../domain/log/event.ts'
import { MAX_LINE_BYTES, unseal } from '../domain/log/line.ts'
import { type Damage, fail } from '../domain/outcome.ts'
import { openRegular } from './bounded.ts'
import { errnoName } from './errno.ts'

const CHUNK = 256 * 1024
const LF = 0x0a

/** How far a file was read and verified, to its last line but an unterminated one. */
export interface Place {
  /** Bytes, and those before the last line. */
  readonly length: number
  readonly last: number
  readonly lines: number
  readonly chain: ChainState
  readonly inode: number | null
}

/**
 * One writer's file, read as far as it verifies, in chunks and never whole. Reading again goes on where it stood, so
 * what others append is seen without starting over.
 */
export class LogFile {
  readonly path: string
  readonly writer: string
  chain: ChainState = null
  lines = 0
  /** Bytes that verified, without a tail that lacks its LF. */
  length = 0
  /** Where it cannot be believed: the line, counted from 1, and the byte that it begins at. */
  damage: { readonly line: number; readonly offset: number; readonly why: Damage } | null = null
  /** Bytes after the last LF: a whole line at their start (its length, or 0), and what is torn. */
  tail: { readonly whole: number; readonly torn: Uint8Array } | null = null
  /** Bytes before the last line that verified. */
  private lastAt = 0
  /** Bytes that were looked at, torn ones included. */
  private seen = 0
  /** Whether the kept head was met; null before its sequence number was reached. */
  meets: boolean | null = null
  private kept: Head | null
  private readonly limit: number
  private inode: number | null = null

  /** Reads no more than `limit` events. */
  constructor(path: string, kept: Head | null = null, limit = Number.POSITIVE_INFINITY, writer = writerIn(path)) {
    this.path = path
    this.writer = writer
    this.kept = kept?.writer === this.writer ? kept : null
    this.limit = limit
  }

  /** Null where something stands there that is not part of the log, or not believed. */
  get place(): Place | null {
    const { length, lastAt: last, lines, chain, inode } = this
    return this.damage === null && this.tail === null ? { length, last, lines, chain, inode } : null
  }

  /** Goes on from a place that was verified before, as if it had been read up to there. */
  goOnFrom({ length, last, lines, chain, inode }: Place): void {
    this.length = length
    this.lastAt = last
    this.seen = length
    this.lines = lines
    this.chain = chain
    this.inode = inode
  }

  /** Nothing more of it will be believed. */
  private get isOver(): boolean {
    return this.damage !== null || (this.chain?.seq ?? 0) >= this.limit
  }

  /** Bytes that verified, with a last line that lacks its LF. */
  get wholeLength(): number {
    return this.length + (this.tail?.whole ?? 0)
  }

  /** Whether the file at this path is still the one that was read, and not shorter than what was read of it. */
  isSame(): boolean {
    const now = statSync(this.path, { throwIfNoEntry: false })
    return this.inode === null || (now?.ino === this.inode && now.size >= this.wholeLength)
  }

  /** Expects a head that is known outside; false where only reading anew can tell whether it is met. */
  expect(head: Head): boolean {
    if (this.kept?.seq === head.seq && this.kept.hash === head.hash) return true
    const seq = this.chain?.seq ?? 0
    if (head.seq < seq) return false
    this.kept = head
    this.meets = head.seq === seq ? head.hash === this.chain?.hash : null
    return true
  }

  /** Bytes that are there and were not looked at; none where nothing more will be believed. */
  get unread(): number {
    return this.isOver ? 0 : statSync(this.path).size - this.seen
  }

  /** The last event that verified; null where it is not to be read any more. */
  last(): Event | Envelope | null {
    const fd = openRegular(this.path, constants.O_NOFOLLOW)
    try {
      const line = Buffer.alloc(this.wholeLength - this.lastAt)
      readSync(fd, line, 0, line.length, this.lastAt)
      const read = unseal(line.at(-1) === LF ? line.subarray(0, -1) : line)
      return 'event' in read ? read.event : null
    } finally {
      closeSync(fd)
    }
  }

  /** Events not read before. Stops at the first damage, and sets `damage` and `tail`. */
  *events(): Generator<Event | Envelope> {
    if (this.isOver || (this.inode !== null && this.tail === null && this.unread <= 0)) return
    const fd = openRegular(this.path, constants.O_NOFOLLOW)
    this.inode = fstatSync(fd).ino
    try {
      yield* this.read(fd)
    } finally {
      closeSync(fd)
    }
  }

  private *read(fd: number): Generator<Event | Envelope> {
    const whole = this.tail?.whole ?? 0
    const unterminated = whole > 0 ? this.length : null
    const start = this.length
    const chunk = Buffer.allocUnsafe(CHUNK)
    let rest: Buffer = Buffer.alloc(0)
    let position = start
    this.seen = start
    this.tail = null
    for (;;) {
      const count = this.readChunk(fd, chunk, position)
      if (count === 0) break
      position += count
      this.seen = position
      const bytes = rest.length === 0 ? chunk.subarray(0, count) : Buffer.concat([rest, chunk.subarray(0, count)])
      let from = 0
      for (let to = bytes.indexOf(LF); to >= 0; to = bytes.indexOf(LF, from)) {
        const line = bytes.subarray(from, to)
        if (this.length === unterminated && line.length === whole) this.length += whole + 1
        else if (this.length === unterminated) {
          this.damage = { line: this.lines, offset: this.length, why: 'not-a-line' }
          return
        } else {
          const event = this.take(line)
          if (event === null) return
          this.length += line.length + 1
          yield event
          if (this.isOver) return
        }
        from = to + 1
      }
      rest = Buffer.from(bytes.subarray(from))
      if (rest.length > MAX_LINE_BYTES) {
        this.damage = { line: this.lines + 1, offset: this.length, why: 'line-too-long' }
        return
      }
    }
    if (rest.length === 0) return
    if (this.length === unterminated) this.tail = { whole, torn: rest.subarray(whole) }
    else yield* this.takeTail(rest, wholeLine(rest))
  }

  private readChunk(fd: number, chunk: Buffer, position: number): number {
    try {
      return readSync(fd, chunk, 0, CHUNK, position)
    } catch (error) {
      return fail('unreadable', { path: this.path, why: errnoName(error) })
    }
  }

  private take(line: Uint8Array): Event | Envelope | null {
    const read = line.length >= MAX_LINE_BYTES ? { damage: 'line-too-long' as const } : unseal(line)
    const followed = 'damage' in read ? read : this.follow(read.event)
    if ('damage' in read || 'damage' in followed) {
      const why = 'damage' in followed ? followed.damage : 'not-a-line'
      this.damage = { line: this.lines + 1, offset: this.length, why }
      return null
    }
    this.chain = followed.next
    this.lastAt = this.length
    this.lines += 1
    if (this.kept?.seq === read.event.seq) this.meets = this.kept.hash === read.event.hash
    return read.event
  }

  private follow(event: Event | Envelope): ReturnType<typeof follow> {
    return event.writer === this.writer ? follow(this.chain, event) : { damage: 'wrong-writer' }
  }

  /** After the last LF a whole line may stand (only its LF is missing); anything else there is torn, not damage. */
  private *takeTail(rest: Buffer, whole: number): Generator<Event | Envelope> {
    const line = rest.subarray(0, whole)
    const read = unseal(line)
    if ('event' in read && 'next' in this.follow(read.event)) {
      const event = this.take(line)
      this.tail = { whole, torn: rest.subarray(whole) }
      if (event !== null) yield event
    } else this.tail = { whole: 0, torn: rest }
  }
}

/** The writer that the name of a file says. */
function writerIn(path: string): string {
  return basename(path).split('.').at(-2) ?? ''
}

/** Length of the sealed line at the start of the bytes, 0 where there is none; heads within a line look like its end. */
function wholeLine(bytes: Buffer): number {
  const ends = bytes.toString('latin1').matchAll(/,"hash":"[0-9a-f]{64}"\}/g)
  for (const { index, 0: seal } of ends) {
    const length = index + seal.length
    if ('event' in unseal(bytes.subarray(0, length))) return length
  }
  return 0
}
