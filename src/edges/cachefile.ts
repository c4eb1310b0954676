import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
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

/** What a cache holds. */
export interface Cached {
  readonly text: string
  /** What was put behind the text, and what was appended since. The reader finds out whether it is whole. */
  readonly rest: Buffer
}

/** Lengths in bytes of the program and of the text, and how many bytes a character of the text has. */
const HEAD_BYTES = 12
const NARROW = 1
const WIDE = 2
const BEYOND_LATIN = /[^\0-\xff]/

/**
 * What is in a cache: a file that may be deleted at any time, and counts for nothing unless this program wrote it and it is
 * whole. The text lies there twice, and both must be the same. Null where it does not count, or is `most` bytes or longer.
 */
export function readCache(path: string, program: Program, most: number): Cached | null {
  try {
    if (program === null || statSync(path).size >= most) return null
    const bytes = readFileSync(path)
    const [ofProgram, ofText, width] = [0, 4, 8].map((at) => bytes.readUInt32LE(at)) as Lengths
    const text = HEAD_BYTES + ofProgram
    const again = text + ofText
    const rest = again + ofText
    if (bytes.length < rest || bytes.toString('utf8', HEAD_BYTES, text) !== program) return null
    if (!bytes.subarray(text, again).equals(bytes.subarray(again, rest))) return null
    return { text: bytes.toString(width === WIDE ? 'utf16le' : 'latin1', text, again), rest: bytes.subarray(rest) }
  } catch {
    return null
  }
}

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
