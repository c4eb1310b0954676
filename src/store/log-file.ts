import { createHash } from 'node:crypto'
import { closeSync, constants, fstatSync, lstatSync, statSync } from 'node:fs'
import { relative } from 'node:path'
import { advanceChain, type ChainState } from '../domain/log/chain.ts'
import type { Envelope, Event, Head } from '../domain/log/event.ts'
import { isLineSignedBy, MAX_LINE_BYTES, type UnsealResult, unsealAt } from '../domain/log/line.ts'
import { type Damage, fail, ProblemError } from '../domain/problem.ts'
import { isReadableFile, NOT_REGULAR, openRegular } from '../platform/regular-files.ts'
import { LineReader } from './line-reader.ts'
import { writerIn } from './log-paths.ts'

/** How far a file was read and verified: up to its end, which is a line with LF. */
export interface ReadPosition {
  /** Bytes verified. */
  readonly length: number
  /** Offset of the last line. */
  readonly last: number
  readonly lines: number
  readonly chain: ChainState
  readonly inode: number | null
}

export interface ReadingOptions {
  /** Read at most so many events. */
  readonly maxEvents?: number | undefined
  /** Check the signature of each line, not only of the last: it vouches for all lines before it, through their hashes. */
  readonly checksSignatures?: boolean
  /** The writer that the file must be of, if not the one in its name. */
  readonly writer?: string
  /** The id that its lines must have, if that is known. */
  readonly incident?: string | null
}

/** One writer's file, read in chunks as far as it verifies. Each call of `events` continues where the last one stopped. */
export class LogFile {
  readonly path: string
  readonly writer: string
  /** The last event verified. */
  chain: ChainState = null
  lines = 0
  /** Bytes verified, not counting a last line without LF. */
  length = 0
  /** The first damage: its line, counted from 1, and the offset of that line. */
  damage: { readonly line: number; readonly offset: number; readonly why: Damage } | null = null
  /** What follows the last LF, or null: the length of a whole line at its start, or 0, and the torn bytes after that. */
  tail: { readonly whole: number; readonly torn: Uint8Array } | null = null
  /** Offset of the last line verified. */
  private lastOffset = 0
  /** Bytes read, torn ones included. */
  private bytesRead = 0
  /** Whether the file has the expected head; null before its sequence number is reached. */
  hasExpectedHead: boolean | null = null
  private expected: Head | null
  /** How many lines are vouched for: the signature of the last of them was checked. */
  private signedLines = 0
  private readonly maxEvents: number
  private readonly checksSignatures: boolean
  private readonly incident: string | null
  private inode: number | null = null
  /** Where the line of the event yielded last is held. */
  private current: { readonly bytes: Buffer; readonly from: number; readonly to: number } | null = null

  /** `kept` is the head that the file should have. */
  constructor(path: string, kept: Head | null = null, options: ReadingOptions = {}) {
    const { maxEvents, checksSignatures, writer, incident = null } = options
    this.incident = incident
    this.path = path
    this.writer = writer ?? writerIn(path)
    this.expected = kept?.writer === this.writer ? kept : null
    this.maxEvents = maxEvents ?? Number.POSITIVE_INFINITY
    this.checksSignatures = checksSignatures ?? false
  }

  /** How far the file was read; null if it is damaged or has bytes after its last LF. */
  get readPosition(): ReadPosition | null {
    const { length, lastOffset: last, lines, chain, inode } = this
    return this.damage === null && this.tail === null ? { length, last, lines, chain, inode } : null
  }

  /** Resumes from a place that was verified before, as if the file had been read up to there. */
  resumeFrom({ length, last, lines, chain, inode }: ReadPosition): void {
    this.length = length
    this.lastOffset = last
    this.bytesRead = length
    this.lines = lines
    this.signedLines = lines
    this.chain = chain
    this.inode = inode
  }

  /** Whether no more events of the file can count. */
  private get isFinished(): boolean {
    return this.damage !== null || (this.chain?.seq ?? 0) >= this.maxEvents
  }

  /** Bytes verified, including a last line that lacks only its LF. */
  get wholeLength(): number {
    return this.length + (this.tail?.whole ?? 0)
  }

  /**
   * Whether the file at the path is still the one that was read, and no shorter, or still cannot be opened; true if nothing
   * was read yet.
   */
  isSame(): boolean {
    if (this.damage?.why === 'unreadable') return !isReadableFile(this.path)
    const now = statSync(this.path, { throwIfNoEntry: false })
    return this.inode === null || (now?.ino === this.inode && now.size >= this.wholeLength)
  }

  /** Sets the head that the file should have. False if only reading the file again could show whether it has it. */
  expectHead(head: Head): boolean {
    if (this.expected?.seq === head.seq && this.expected.hash === head.hash) return true
    const seq = this.chain?.seq ?? 0
    if (head.seq < seq) return false
    this.expected = head
    this.hasExpectedHead = head.seq === seq ? head.hash === this.chain?.hash : null
    return true
  }

  /** Bytes not read yet; 0 if no more events can count. */
  get unreadBytes(): number {
    return this.isFinished ? 0 : lstatSync(this.path).size - this.bytesRead
  }

  /** The line of the event that `events` has just yielded, without its LF, until the next one is asked for. */
  get line(): string {
    const { bytes, from, to } = this.current as NonNullable<typeof this.current>
    return bytes.toString('utf8', from, to)
  }

  /** Reads the last verified event again without checking it; null if it can no longer be read. */
  lastEvent(): Event | Envelope | null {
    const read = this.readLast((bytes, from, to) => unsealAt(bytes, from, to, true))
    return 'event' in read ? read.event : null
  }

  /** Whether the last verified line is signed by its writer, or its writer does not sign. Reads that line again. */
  isVouchedFor(): boolean {
    const key = this.chain?.key ?? null
    if (key === null || this.signedLines === this.lines) return true
    const isSigned = this.readLast((bytes, from, to) => {
      const read = unsealAt(bytes, from, to)
      return 'event' in read && read.event.hash === this.chain?.hash && isLineSignedBy(key, bytes, from, to)
    })
    this.signedLines = this.lines
    return isSigned
  }

  private readLast<T>(use: (bytes: Buffer, from: number, to: number) => T): T {
    const lines = new LineReader(() => openRegular(this.path, constants.O_NOFOLLOW), this.path, this.lastOffset)
    const hasEnd = lines.next(MAX_LINE_BYTES)
    const lengthOf = (rest: Buffer) => sealedLineLength(rest) || rest.length
    return use(lines.bytes, lines.from, hasEnd ? lines.to : lines.from + lengthOf(lines.rest))
  }

  /** Yields events not read before, `chunk` bytes at a time. Stops at the first damage; sets `damage` and `tail`. */
  *events(chunk?: number): Generator<Event | Envelope> {
    if (this.isFinished || (this.inode !== null && this.tail === null && this.unreadBytes <= 0)) return
    const lines = new LineReader(() => this.open(), this.path, this.length, chunk)
    const whole = this.tail?.whole ?? 0
    this.tail = null
    try {
      if (whole > 0 && !this.skipUnterminated(lines, whole)) return
      while (lines.next(MAX_LINE_BYTES)) {
        const { bytes, from, to } = lines
        const length = to - from
        const event = this.acceptLine(bytes, from, to)
        if (event === null) return
        this.length += length + 1
        lines.leaveLine()
        this.current = { bytes, from, to }
        yield event
        if (this.isFinished) return
      }
      if (lines.rest.length > MAX_LINE_BYTES) this.accept(TOO_LONG)
      else if (lines.rest.length > 0) yield* this.acceptTail(Buffer.from(lines.rest))
    } catch (error) {
      if (!isBarred(error)) throw error
      this.stopAt('unreadable')
    } finally {
      this.bytesRead = lines.position
    }
  }

  /** Throws `ProblemError` with `unreadable` if another file has replaced the one that was read before. */
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

  /** Skips the line that was already read without its LF, `whole` bytes long; false if it still has none, or has changed. */
  private skipUnterminated(lines: LineReader, whole: number): boolean {
    const isTerminated = lines.next(MAX_LINE_BYTES)
    if (isTerminated && lines.to - lines.from === whole) {
      this.length += whole + 1
      return true
    }
    // That line has been counted already.
    if (isTerminated) this.damage = { line: this.lines, offset: this.length, why: 'not-a-line' }
    else if (lines.rest.length > MAX_LINE_BYTES) this.accept(TOO_LONG)
    else if (lines.rest.length > 0) this.tail = { whole, torn: Buffer.from(lines.rest.subarray(whole)) }
    return false
  }

  /** Takes the next line: returns its event, or null after setting `damage`. */
  private acceptLine(bytes: Buffer, from: number, to: number): Event | Envelope | null {
    const read = to - from < MAX_LINE_BYTES ? unsealAt(bytes, from, to) : TOO_LONG
    return this.accept(this.isForged(read, bytes, from, to) ? FORGED : read)
  }

  /** Whether the signature of a line is to be checked, and wrong. */
  private isForged(read: UnsealResult, bytes: Buffer, from: number, to: number): boolean {
    if (!this.checksSignatures || 'damage' in read) return false
    const key = this.chain === null ? (read.event.key ?? null) : this.chain.key
    return key !== null && !isLineSignedBy(key, bytes, from, to)
  }

  /** Takes the next line as read: returns its event, or null after setting `damage`. */
  private accept(read: UnsealResult): Event | Envelope | null {
    if ('damage' in read) return this.stopAt(read.damage)
    const { event } = read
    const followed = this.follow(event)
    if ('damage' in followed) return this.stopAt(followed.damage)
    this.chain = followed.next
    this.lastOffset = this.length
    this.lines += 1
    if (this.expected?.seq === event.seq) this.hasExpectedHead = this.expected.hash === event.hash
    return event
  }

  private stopAt(why: Damage): null {
    this.damage = { line: this.lines + 1, offset: this.length, why }
    return null
  }

  /** Advances the chain by an event, if it is one of this writer. */
  private follow(event: Event | Envelope): ReturnType<typeof advanceChain> {
    if (event.writer !== this.writer) return { damage: 'wrong-writer' }
    return event.incident === (this.incident ?? event.incident)
      ? advanceChain(this.chain, event)
      : { damage: 'wrong-incident' }
  }

  /** Handles what follows the last LF: a whole line counts, as only its LF is missing; the rest is torn, not damaged. */
  private *acceptTail(rest: Buffer): Generator<Event | Envelope> {
    const whole = sealedLineLength(rest)
    const read = whole < MAX_LINE_BYTES ? unsealAt(rest, 0, whole) : TOO_LONG
    if (this.isForged(read, rest, 0, whole)) {
      this.stopAt('wrong-signature')
      return
    }
    const event = 'event' in read && 'next' in this.follow(read.event) ? this.accept(read) : null
    this.tail = event === null ? { whole: 0, torn: rest } : { whole, torn: rest.subarray(whole) }
    if (event === null) return
    this.current = { bytes: rest, from: 0, to: whole }
    yield event
  }
}

const TOO_LONG: UnsealResult = { damage: 'line-too-long' }
const FORGED: UnsealResult = { damage: 'wrong-signature' }

/** Length of the whole line at the start of the bytes, or 0. Heads in a line look like its end, so the hash decides. */
function sealedLineLength(bytes: Buffer): number {
  const before = createHash('sha256')
  let hashed = 0
  for (const { index, 0: seal, 1: hash } of bytes.toString('latin1').matchAll(/,"hash":"([0-9a-f]{64})"\}/g)) {
    before.update(bytes.subarray(hashed, index))
    hashed = index
    if (before.copy().digest('hex') === hash) return index + seal.length
  }
  return 0
}

/** What was read of one writer's file before, and of which log; `file` is to read it again. */
export interface PriorReading {
  readonly id: string
  readonly workspace: string
  readonly file: LogFile
  /** The last event that counts; null if there is none. */
  readonly chain: ChainState
  /** Whether the log declares its incident. */
  readonly declared: boolean
}

/** Yields again the events read of a file. Throws `log-behind` if it ends earlier or is gone, `damaged` if it has others. */
export function* reread(prior: PriorReading, chunk: number): Generator<Event | Envelope> {
  const { id, workspace, file, chain, declared } = prior
  if (chain === null) return
  try {
    yield* file.events(chunk)
  } catch (error) {
    if (!isRemoved(error)) throw error
  }
  if (file.chain?.hash === chain.hash) return
  const { line, why } = file.damage ?? { line: file.lines, why: 'hash-differs' as const }
  const seq = file.chain?.seq ?? 0
  if (file.damage === null && seq < chain.seq) fail('log-behind', { id, writer: file.writer, seq, kept: chain.seq })
  fail('damaged', { id, file: relative(workspace, file.path), line, why, declared })
}

/** Why a file cannot be opened here, until somebody changes it: it is another user's, a link, a pipe or a folder. */
const BARRED: readonly string[] = ['EACCES', 'EPERM', 'ELOOP', 'ENXIO', NOT_REGULAR]

/** Whether the error says that a file is there and cannot be opened, rather than that reading failed. */
function isBarred(error: unknown): boolean {
  return isUnreadableFor(error, BARRED)
}

/** Whether the error says that the file was removed or replaced. */
function isRemoved(error: unknown): boolean {
  return isUnreadableFor(error, ['ENOENT', 'ESTALE'])
}

function isUnreadableFor(error: unknown, reasons: readonly string[]): boolean {
  if (!(error instanceof ProblemError) || error.problem.code !== 'unreadable') return false
  return reasons.includes(error.problem.params.why)
}
