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
  /** Of the text, without LF; those of a long one are made one after the other. To be taken once. */
  readonly lines: Iterable<string>
  readonly end: number
}

/** Lengths in bytes of the program and of the text, and how the text is encoded. */
const HEAD_BYTES = 12
const ENCODINGS = ['latin1', 'utf16le', 'utf8'] as const
const BEYOND_LATIN = /[^\0-\xff]/
/** A text of so many bytes lies there twice: a longer one once, before its SHA-256. */
const MOST_TWICE = 4 * 1024 * 1024
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
  const text = readAt({ fd, at }, TEXT.of(ofText))
  let behind = at + ofText
  for (const proof of proofsOf(head, [text])) {
    if (!standsAt({ fd, at: behind }, proof)) return null
    behind += proof.length
  }
  const lines = ENCODINGS[encoding] === 'utf8' ? linesIn(text) : text.toString(ENCODINGS[encoding]).split('\n')
  return { lines, fd, at: behind, end }
}

function* linesIn(text: Buffer): Generator<string> {
  let from = 0
  for (let to = text.indexOf(LF); to >= 0; to = text.indexOf(LF, from)) {
    yield text.toString('utf8', from, to)
    from = to + 1
  }
  yield text.toString('utf8', from)
}

type Lengths = [ofProgram: number, ofText: number, encoding: number]

/** Until the text is made of it. */
const TEXT = new Room()

/** What stands behind a text, and only behind that one. To load what hashes takes longer than to read a short text again. */
function proofsOf(head: Buffer, text: readonly Buffer[]): readonly Buffer[] {
  if (lengthOf(text) <= MOST_TWICE) return [head, ...text]
  const hash = createHash('sha256').update(head)
  for (const piece of text) hash.update(piece)
  return [hash.digest()]
}

/** Puts lines there, for their owner alone. Where that cannot be, or they would be too long to be read, it is left as it was. */
export function writeCache(
  path: string,
  program: Program,
  most: number,
  lines: Iterable<string>,
  rest: readonly Uint8Array[] = [],
): void {
  if (program === null) return
  const { text, encoding } = encoded(lines)
  const mine = Buffer.from(program)
  const head = Buffer.alloc(HEAD_BYTES)
  for (const [at, count] of [mine.length, lengthOf(text), encoding].entries()) head.writeUInt32LE(count, at * 4)
  const all = [head, mine, ...text, ...proofsOf(head, text), ...rest]
  if (lengthOf(all) < most) save(dirname(path), path, all)
}

/** As V8 holds it: to decode UTF-8 takes as long as to parse what it says. Of a long text the room counts for more. */
function encoded(lines: Iterable<string>): { readonly text: readonly Buffer[]; readonly encoding: 0 | 1 | 2 } {
  const short: string[] = []
  const long: Buffer[] = []
  let left = MOST_TWICE / 2
  for (const line of lines) {
    left -= line.length + 1
    if (left >= 0) short.push(line)
    else {
      if (short.length > 0) long.push(Buffer.from(short.splice(0).join('\n')))
      long.push(Buffer.from(long.length > 0 ? `\n${line}` : line))
    }
  }
  if (long.length > 0) return { text: long, encoding: 2 }
  const text = short.join('\n')
  const encoding = BEYOND_LATIN.test(text) ? 1 : 0
  return { text: [Buffer.from(text, ENCODINGS[encoding])], encoding }
}

function lengthOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((bytes, { length }) => bytes + length, 0)
}
