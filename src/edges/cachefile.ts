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
  readonly text: string
  readonly end: number
}

/** Lengths in bytes of the program and of the text, and how the text is encoded. */
const HEAD_BYTES = 12
const ENCODINGS = ['latin1', 'utf16le', 'utf8'] as const
const BEYOND_LATIN = /[^\0-\xff]/
/** A text of so many bytes lies there twice: a longer one once, before its SHA-256. */
const MOST_TWICE = 4 * 1024 * 1024

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
  for (const proof of proofsOf(head, text)) {
    if (!standsAt({ fd, at: behind }, proof)) return null
    behind += proof.length
  }
  return { text: text.toString(ENCODINGS[encoding]), fd, at: behind, end }
}

type Lengths = [ofProgram: number, ofText: number, encoding: number]

/** Until the text is made of it. */
const TEXT = new Room()

/** What stands behind a text, and only behind that one. To load what hashes takes longer than to read a short text again. */
function proofsOf(head: Buffer, text: Buffer): readonly Buffer[] {
  return text.length <= MOST_TWICE ? [head, text] : [createHash('sha256').update(head).update(text).digest()]
}

/** Puts it there, for its owner alone. Where that cannot be, or it would be too long to be read, it is left as it was. */
export function writeCache(
  path: string,
  program: Program,
  most: number,
  text: string,
  rest: Uint8Array = NOTHING,
): void {
  if (program === null) return
  const encoding = encodingOf(text)
  const body = Buffer.from(text, ENCODINGS[encoding])
  const mine = Buffer.from(program)
  const head = Buffer.alloc(HEAD_BYTES)
  for (const [at, count] of [mine.length, body.length, encoding].entries()) head.writeUInt32LE(count, at * 4)
  const all = Buffer.concat([head, mine, body, ...proofsOf(head, body), rest])
  if (all.length < most) save(dirname(path), path, all)
}

/** As V8 holds it: to decode UTF-8 takes as long as to parse what it says. Of a long text the room counts for more. */
function encodingOf(text: string): 0 | 1 | 2 {
  if (!BEYOND_LATIN.test(text)) return 0
  return 2 * text.length <= MOST_TWICE ? 1 : 2
}

const NOTHING = new Uint8Array(0)
