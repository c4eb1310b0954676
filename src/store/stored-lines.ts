import { constants, existsSync } from 'node:fs'
import type { ChainState } from '../domain/log/chain.ts'
import { unseal } from '../domain/log/line.ts'
import { IncomingChain, type LinesOf } from '../domain/relay/incoming-chain.ts'
import { accessOf } from '../platform/access.ts'
import { appendDurably, createDurably, openForAppend } from '../platform/durable.ts'
import { readAt, withOpenFile } from '../platform/file-bytes.ts'
import { withRegularFile } from '../platform/regular-files.ts'
import { logLock } from './incident-locks.ts'
import { withLock } from './lock.ts'
import { LogFile } from './log-file.ts'
import { LOG_SUFFIX, logPaths, writerIn } from './log-paths.ts'

/** A line of a log as it is in its file, without its LF. */
export interface StoredLine {
  readonly seq: number
  readonly hash: string
  readonly bytes: Buffer
}

/** What was read of a writer's file: the hash of each line, and where it ends. */
interface ReadFile {
  readonly file: LogFile
  readonly hashes: string[]
  readonly ends: number[]
}

/**
 * The lines of all files of a log as bytes, as far as they verify and whatever counts of them: what a relay carries. A last
 * line without its LF is left out until it has one.
 */
export class StoredLines {
  private readonly directory: string
  private readonly id: string
  private readonly read = new Map<string, ReadFile>()

  constructor(directory: string, id: string) {
    this.directory = directory
    this.id = id
  }

  /** The writers whose files are there. */
  writers(): string[] {
    return logPaths(this.directory, this.id).map(writerIn)
  }

  /** The hashes of a writer's lines, in order; reads what the file has gained. */
  hashes(writer: string): readonly string[] {
    return existsSync(this.pathOf(writer)) ? this.readOn(writer).hashes : []
  }

  /** The chain of a writer up to the line with this number; null for 0, and for a line that is not there. */
  chainAt(writer: string, seq: number): ChainState {
    const { file, hashes, ends } = this.readOn(writer)
    if (seq < 1 || seq > hashes.length) return null
    const begin = ends[seq - 2] ?? 0
    const read = unseal(bytesAt(file.path, begin, (ends[seq - 1] as number) - 1 - begin))
    if ('damage' in read) return null
    const { hash, incident, hlc } = read.event
    return { writer, seq, hash, incident, hlc, key: file.chain?.key ?? null }
  }

  /** The lines of a writer from a number on, at most `limit` bytes of them but at least one. */
  *lines(writer: string, from: number, limit: number): Generator<StoredLine> {
    const { file, hashes, ends } = this.readOn(writer)
    const start = ends[from - 2] ?? 0
    for (let seq = from; seq <= hashes.length; seq++) {
      const [begin, end] = [ends[seq - 2] ?? 0, ends[seq - 1] as number]
      if (seq > from && end - start > limit) return
      yield { seq, hash: hashes[seq - 1] as string, bytes: bytesAt(file.path, begin, end - 1 - begin) }
    }
  }

  /**
   * Appends those of these lines, without their LF, that continue the file of a writer in this order, on stable storage.
   * Returns how many. Lines with hashes in `without` are left out. Throws like `withLock`, and the errors of the system.
   */
  append(of: LinesOf, lines: readonly Uint8Array[], without: ReadonlySet<string> = new Set()): number {
    const { writer } = of
    const access = accessOf(this.directory)
    return withLock(logLock(this.directory), access, () => {
      const path = this.pathOf(writer)
      const file = existsSync(path) ? this.readOn(writer).file : null
      if (file !== null && file.damage !== null) return 0
      const chain = new IncomingChain(of, file?.chain ?? null, without)
      const taken = lines.filter((line) => chain.accept(line))
      const bytes = Buffer.concat(taken.flatMap((line) => [line, NEWLINE]))
      const missing = file === null ? bytes : missingBytes(file, bytes)
      if (taken.length === 0 || missing === null) return 0
      if (file === null) createDurably(path, missing, access)
      else withOpenFile(openForAppend(path), (fd) => appendDurably(fd, missing, sizeOf(file)))
      return taken.length
    })
  }

  private pathOf(writer: string): string {
    return `${this.directory}/${this.id}.${writer}${LOG_SUFFIX}`
  }

  private readOn(writer: string): ReadFile {
    const path = this.pathOf(writer)
    const known = this.read.get(path)
    if (known?.file.isSame() === true && known.file.tail === null) return readFrom(known)
    const found = readFrom({ file: new LogFile(path), hashes: [], ends: [] })
    // The signature of the last line vouches for all before it; only if it is wrong, every one is checked.
    const checked = found.file.isVouchedFor()
      ? found
      : readFrom({ file: new LogFile(path, null, { checksSignatures: true }), hashes: [], ends: [] })
    this.read.set(path, checked)
    return checked
  }
}

function readFrom(read: ReadFile): ReadFile {
  const { file, hashes, ends } = read
  for (const { hash } of file.events()) {
    if (file.length === (ends.at(-1) ?? 0)) continue
    hashes.push(hash)
    ends.push(file.length)
  }
  return read
}

const NEWLINE = Buffer.from('\n')

/**
 * What has to be written to a file to add these bytes: its last line may lack its LF, or a crash may have cut off an earlier
 * attempt to add the same. Null if it ends in something else.
 */
function missingBytes({ tail }: LogFile, bytes: Buffer): Buffer | null {
  const { whole = 0, torn = new Uint8Array() } = tail ?? {}
  const wanted = whole > 0 ? Buffer.concat([NEWLINE, bytes]) : bytes
  return wanted.subarray(0, torn.length).equals(torn) ? wanted.subarray(torn.length) : null
}

/** The size of a file with what follows its last whole line. */
function sizeOf({ wholeLength, tail }: LogFile): number {
  return wholeLength + (tail?.torn.length ?? 0)
}

function bytesAt(path: string, at: number, length: number): Buffer {
  return withRegularFile(path, constants.O_NOFOLLOW, (fd) => readAt({ fd, at }, Buffer.alloc(length)))
}
