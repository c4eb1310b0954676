import { createHash } from 'node:crypto'
import { fstatSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { inRegular } from './bounded.ts'
import { type FilePlace, Room, readAt, standsAt } from './filebytes.ts'
import { save } from './state.ts'

/** What tells one build of the program from another; null where that cannot be told, and nothing is cached. */
export type Program = string | null

/** The main file of the program as it was built: it names all its parts, each by its digest. */
export function programIn(root: string): Program {
  try {
    return readFileSync(join(root, 'dist', 'main.cjs'), 'utf8')
  } catch {
    return null
  }
}

/** A cache that is open. What was put behind the text, or appended since, stands from `at` to `end`: who takes it checks it. */
export interface Cached extends FilePlace {
  /**
   * Of the text, without LF, to be taken once. Those of a long one are read one after the other, and only who has taken the
   * last knows that they are what was written: where they are not, it throws.
   */
  readonly lines: Iterable<string>
  readonly end: number
}

/** Lengths in bytes of the program and of the text, and how the text is encoded. */
const HEAD_BYTES = 12
const ENCODINGS = ['latin1', 'utf16le', 'utf8'] as const
const BEYOND_LATIN = /[^\0-\xff]/
/** A text of so many code units lies there twice, as V8 holds it; a longer one once, as UTF-8 before its SHA-256. */
const MOST_TWICE = 2 * 1024 * 1024
const CHUNK = 256 * 1024
const DIGEST_BYTES = 32
const LF = 0x0a

/**
 * What `take` makes of a cache: a file that may be deleted at any time, and counts for nothing unless this program wrote it
 * and it is whole: its text stands before what proves it. Null where it does not count, is `most` bytes or longer, or `take`
 * throws.
 */
export function readCache<T>(path: string, program: Program, most: number, take: (cached: Cached) => T): T | null {
  if (program === null) return null
  try {
    return inRegular(path, 0, (fd) => {
      const { size } = fstatSync(fd)
      const cached = size < most ? cachedIn(fd, size, program) : null
      return cached === null ? null : take(cached)
    })
  } catch {
    return null
  }
}

function cachedIn(fd: number, end: number, program: string): Cached | null {
  const head = readAt({ fd, at: 0 }, Buffer.alloc(HEAD_BYTES))
  const [ofProgram, ofText, encoding] = [0, 4, 8].map((at) => head.readUInt32LE(at)) as Lengths
  const mine = Buffer.from(program)
  if (ofProgram !== mine.length || !standsAt({ fd, at: HEAD_BYTES }, mine)) return null
  const at = HEAD_BYTES + ofProgram
  if (at + ofText > end) return null
  const how = ENCODINGS[encoding]
  if (how === 'utf8') return { lines: longLines({ fd, at }, ofText, head), fd, at: at + ofText + DIGEST_BYTES, end }
  const text = readAt({ fd, at }, TEXT.of(ofText))
  const again = at + ofText
  if (!standsAt({ fd, at: again }, head) || !standsAt({ fd, at: again + HEAD_BYTES }, text)) return null
  return { lines: text.toString(how).split('\n'), fd, at: again + HEAD_BYTES + ofText, end }
}

function* longLines({ fd, at }: FilePlace, length: number, head: Buffer): Generator<string> {
  const hash = createHash('sha256').update(head)
  const chunk = Buffer.allocUnsafeSlow(CHUNK)
  let begun: Buffer[] = []
  for (let done = 0; done < length; done += CHUNK) {
    const part = readAt({ fd, at: at + done }, chunk.subarray(0, length - done))
    hash.update(part)
    let from = 0
    for (let to = part.indexOf(LF); to >= 0; to = part.indexOf(LF, from)) {
      yield Buffer.concat([...begun, part.subarray(from, to)]).toString()
      begun = []
      from = to + 1
    }
    begun.push(Buffer.from(part.subarray(from)))
  }
  if (!standsAt({ fd, at: at + length }, hash.digest())) throw new Error('other bytes')
  yield Buffer.concat(begun).toString()
}

type Lengths = [ofProgram: number, ofText: number, encoding: number]

/** Until the text is made of it. */
const TEXT = new Room()

/** Puts lines there, for their owner alone. Where that cannot be, or they would be too long to be read, it is left as it was. */
export function writeCache(
  path: string,
  program: Program,
  most: number,
  lines: Iterable<string | Buffer>,
  rest: readonly Uint8Array[] = [],
): void {
  if (program === null) return
  const { text, encoding } = encoded(lines)
  const mine = Buffer.from(program)
  const head = Buffer.alloc(HEAD_BYTES)
  for (const [at, count] of [mine.length, lengthOf(text), encoding].entries()) head.writeUInt32LE(count, at * 4)
  const proof = ENCODINGS[encoding] === 'utf8' ? [digestOf([head, ...text])] : [head, ...text]
  const all = [head, mine, ...text, ...proof, ...rest]
  if (lengthOf(all) < most) save(dirname(path), path, all)
}

/** As V8 holds it, where the text is short: to decode UTF-8 takes as long as to parse what it says. */
function encoded(lines: Iterable<string | Buffer>): { readonly text: readonly Buffer[]; readonly encoding: 0 | 1 | 2 } {
  const all = [...lines]
  if (all.reduce((count, { length }) => count + length + 1, 0) > MOST_TWICE)
    return { text: all.flatMap((line, i) => [...(i > 0 ? [BREAK] : []), bytesOf(line)]), encoding: 2 }
  const text = all.map(String).join('\n')
  const encoding = BEYOND_LATIN.test(text) ? 1 : 0
  return { text: [Buffer.from(text, ENCODINGS[encoding])], encoding }
}

function bytesOf(line: string | Buffer): Buffer {
  return typeof line === 'string' ? Buffer.from(line) : line
}

const BREAK = Buffer.from('\n')

function digestOf(pieces: readonly Buffer[]): Buffer {
  const hash = createHash('sha256')
  for (const piece of pieces) hash.update(piece)
  return hash.digest()
}

function lengthOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((bytes, { length }) => bytes + length, 0)
}
