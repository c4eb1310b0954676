import { closeSync, fstatSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openRegular } from './bounded.ts'
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

/** Lengths in bytes of the program and of the text, and how many bytes a character of the text has. */
const HEAD_BYTES = 12
const NARROW = 1
const WIDE = 2
const BEYOND_LATIN = /[^\0-\xff]/

/**
 * What `take` makes of a cache: a file that may be deleted at any time, and counts for nothing unless this program wrote it
 * and it is whole. The text lies there twice, and both must be the same. Null where it does not count, is `most` bytes or
 * longer, or `take` throws.
 */
export function readCache<T>(path: string, program: Program, most: number, take: (cached: Cached) => T): T | null {
  if (program === null) return null
  try {
    const fd = openRegular(path)
    try {
      const { size } = fstatSync(fd)
      const cached = size < most ? cachedIn(fd, size, program) : null
      return cached === null ? null : take(cached)
    } finally {
      closeSync(fd)
    }
  } catch {
    return null
  }
}

function cachedIn(fd: number, end: number, program: string): Cached | null {
  const head = readAt({ fd, at: 0 }, Buffer.alloc(HEAD_BYTES))
  const [ofProgram, ofText, width] = [0, 4, 8].map((at) => head.readUInt32LE(at)) as Lengths
  const text = HEAD_BYTES + ofProgram
  const again = text + ofText
  const at = again + ofText
  if (end < at || !standsAt({ fd, at: HEAD_BYTES }, Buffer.from(program)) || ofProgram !== Buffer.byteLength(program))
    return null
  const bytes = readAt({ fd, at: text }, TEXT.of(ofText))
  if (!standsAt({ fd, at: again }, bytes)) return null
  return { text: bytes.toString(width === WIDE ? 'utf16le' : 'latin1'), fd, at, end }
}

/** Until the text is made of it. */
const TEXT = new Room()

type Lengths = [ofProgram: number, ofText: number, width: number]

/** Puts it there, for its owner alone. Where that cannot be, or it would be too long to be read, it is left as it was. */
export function writeCache(
  path: string,
  program: Program,
  most: number,
  text: string,
  rest: Uint8Array = NOTHING,
): void {
  if (program === null) return
  const isWide = BEYOND_LATIN.test(text)
  // As V8 holds it: to decode UTF-8 takes as long as to parse what it says.
  const body = Buffer.from(text, isWide ? 'utf16le' : 'latin1')
  const mine = Buffer.from(program)
  const head = Buffer.alloc(HEAD_BYTES)
  for (const [at, count] of [mine.length, body.length, isWide ? WIDE : NARROW].entries())
    head.writeUInt32LE(count, at * 4)
  const all = Buffer.concat([head, mine, body, body, rest])
  if (all.length < most) save(dirname(path), path, all)
}

const NOTHING = new Uint8Array(0)
