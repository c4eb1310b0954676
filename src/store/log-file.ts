import { createHash } from 'node:crypto'
import { closeSync, constants, fstatSync, statSync } from 'node:fs'
import { basename, relative } from 'node:path'
import { type ChainState, follow } from '../domain/log/chain.ts'
import type { Envelope, Event, Head } from '../domain/log/event.ts'
import { MAX_LINE_BYTES, type Unsealing, unsealAt } from '../domain/log/line.ts'
import { type Damage, Failed, fail } from '../domain/outcome.ts'
import { openRegular } from '../platform/bounded.ts'
import { Lines } from './lines.ts'

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

  /** The last event that verified, which is not checked again; null where it is not to be read any more. */
  last(): Event | Envelope | null {
    const lines = new Lines(() => openRegular(this.path, constants.O_NOFOLLOW), this.path, this.lastAt)
    const to = lines.next(MAX_LINE_BYTES) ? lines.to : lines.from + lines.rest.length
    const read = unsealAt(lines.bytes, lines.from, to, true)
    return 'event' in read ? read.event : null
  }

  /** Events not read before, from `chunk` bytes at a time. Stops at the first damage, and sets `damage` and `tail`. */
  *events(chunk?: number): Generator<Event | Envelope> {
    if (this.isOver || (this.inode !== null && this.tail === null && this.unread <= 0)) return
    const lines = new Lines(() => this.open(), this.path, this.length, chunk)
    const whole = this.tail?.whole ?? 0
    this.tail = null
    try {
      if (whole > 0 && !this.passes(lines, whole)) return
      while (lines.next(MAX_LINE_BYTES)) {
        const length = lines.to - lines.from
        const read = length < MAX_LINE_BYTES ? unsealAt(lines.bytes, lines.from, lines.to) : TOO_LONG
        const event = this.take(read)
        if (event === null) return
        this.length += length + 1
        lines.pass()
        yield event
        if (this.isOver) return
      }
      if (lines.rest.length > MAX_LINE_BYTES) this.take(TOO_LONG)
      else if (lines.rest.length > 0) yield* this.takeTail(Buffer.from(lines.rest))
    } finally {
      this.seen = lines.position
    }
  }

  /** Throws `Failed` with `unreadable` where another file has taken the place of the one that was read before. */
  private open(): number {
    const fd = openRegular(this.path, constants.O_NOFOLLOW)
    const { ino } = fstatSync(fd)
    if (this.inode !== null && ino !== this.inode) {
      closeSync(fd)
      fail('unreadable', { path: this.path, why: 'ESTALE' })
    }
    this.inode = ino
    return fd
  }

  /** Passes by the line that was read when it lacked its LF; false where it still lacks that, or is another one now. */
  private passes(lines: Lines, whole: number): boolean {
    const isEnded = lines.next(MAX_LINE_BYTES)
    if (isEnded && lines.to - lines.from === whole) {
      this.length += whole + 1
      return true
    }
    if (isEnded) this.damage = { line: this.lines, offset: this.length, why: 'not-a-line' }
    else if (lines.rest.length > MAX_LINE_BYTES) this.take(TOO_LONG)
    else if (lines.rest.length > 0) this.tail = { whole, torn: Buffer.from(lines.rest.subarray(whole)) }
    return false
  }

  private take(read: Unsealing): Event | Envelope | null {
    const followed = 'damage' in read ? read : this.follow(read.event)
    if ('damage' in followed || 'damage' in read) {
      const why = 'damage' in followed ? followed.damage : 'not-a-line'
      this.damage = { line: this.lines + 1, offset: this.length, why }
      return null
    }
    const { event } = read
    this.chain = followed.next
    this.lastAt = this.length
    this.lines += 1
    if (this.kept?.seq === event.seq) this.meets = this.kept.hash === event.hash
    return event
  }

  private follow(event: Event | Envelope): ReturnType<typeof follow> {
    return event.writer === this.writer ? follow(this.chain, event) : { damage: 'wrong-writer' }
  }

  /** After the last LF a whole line may stand (only its LF is missing); anything else there is torn, not damage. */
  private *takeTail(rest: Buffer): Generator<Event | Envelope> {
    const whole = wholeLine(rest)
    const read = whole < MAX_LINE_BYTES ? unsealAt(rest, 0, whole) : TOO_LONG
    const event = 'event' in read && 'next' in this.follow(read.event) ? this.take(read) : null
    this.tail = event === null ? { whole: 0, torn: rest } : { whole, torn: rest.subarray(whole) }
    if (event !== null) yield event
  }
}

const TOO_LONG: Unsealing = { damage: 'line-too-long' }

/** The writer that the name of a file says. */
function writerIn(path: string): string {
  return basename(path).split('.').at(-2) ?? ''
}

/** Length of the sealed line at the start of the bytes, 0 where there is none; heads within a line look like its end. */
function wholeLine(bytes: Buffer): number {
  const before = createHash('sha256')
  let hashed = 0
  for (const { index, 0: seal, 1: hash } of bytes.toString('latin1').matchAll(/,"hash":"([0-9a-f]{64})"\}/g)) {
    before.update(bytes.subarray(hashed, index))
    hashed = index
    if (before.copy().digest('hex') === hash) return index + seal.length
  }
  return 0
}

/** What was read of a writer's file, and of which log. */
export interface Reading {
  readonly id: string
  readonly workspace: string
  readonly path: string
  /** How far it was read: its last event that counts. */
  readonly chain: ChainState
  readonly declared: boolean
}

/**
 * The events that were read of a writer's file, read once more. Where it has come to lack any of them since, it throws
 * `Failed`: `damaged` where a line is another one now, `log-behind` where the file was cut, replaced or taken away.
 */
export function* reread({ id, workspace, path, chain, declared }: Reading, chunk: number): Generator<Event | Envelope> {
  if (chain === null) return
  const file = new LogFile(path, null, chain.seq)
  try {
    yield* file.events(chunk)
  } catch (error) {
    if (!isGone(error)) throw error
  }
  if (file.chain?.hash === chain.hash) return
  const { line, why } = file.damage ?? { line: file.lines, why: 'hash-differs' as const }
  const seq = file.chain?.seq ?? 0
  if (file.damage === null && seq < chain.seq) fail('log-behind', { id, writer: file.writer, seq, kept: chain.seq })
  fail('damaged', { id, file: relative(workspace, path), line, why, declared })
}

/** Whether a file is not there any more, or another one is in its place. */
function isGone(error: unknown): boolean {
  return (
    error instanceof Failed &&
    error.problem.code === 'unreadable' &&
    ['ENOENT', 'ESTALE'].includes(error.problem.params.why)
  )
}
