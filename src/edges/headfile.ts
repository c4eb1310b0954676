import { closeSync, constants, fstatSync, openSync, readFileSync, writeSync } from 'node:fs'
import type { Head } from '../domain/log/event.ts'

/** What a file says that a head is kept in. */
export interface HeadFile {
  readonly head: Head | null
  /** Whether something is about to be written after that head, or was when whoever was about to was ended. */
  readonly isAnnounced: boolean
}

/** A head, or none, and the word for what is announced. */
const LINE = /^(?:([a-z2-7]{8}) (\d+) ([0-9a-f]{64}))? ?(writing)? *$/
/** As long as the longest line. */
const WIDTH = 8 + 1 + 16 + 1 + 64 + 1 + 7
/** Whoever reads while it is written may find one line of each. */
const READINGS = 100

const NOTHING: HeadFile = { head: null, isAnnounced: false }

/**
 * What the file says, nothing where it cannot be read. Its line stands there twice, so that a file that was written in part
 * is known for one: then what stood there before counts, and that something was announced.
 */
export function readHead(path: string): HeadFile {
  let [first, second] = linesOf(path)
  for (let left = READINGS; first !== second && left > 0; left--) [first, second] = linesOf(path)
  if (first === second) return fileOf(first) ?? NOTHING
  // It is written from front to back: what is last is from before.
  return { ...(fileOf(second) ?? fileOf(first) ?? NOTHING), isAnnounced: true }
}

/**
 * Writes it over what is there, in one write: to make a new file in its place takes ten times as long. False where that is
 * another kind of file, has another name as well, under which it is to stay as it is, or cannot be written.
 */
export function overwriteHead(path: string, file: HeadFile): boolean {
  const bytes = Buffer.from(textOf(file))
  try {
    const fd = openSync(path, constants.O_WRONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const stats = fstatSync(fd)
      const isAlone = stats.isFile() && stats.nlink === 1 && stats.size === bytes.length
      return isAlone && writeSync(fd, bytes, 0, bytes.length, 0) === bytes.length
    } finally {
      closeSync(fd)
    }
  } catch {
    return false
  }
}

export function textOf({ head, isAnnounced }: HeadFile): string {
  const words = [...(head === null ? [] : [head.writer, head.seq, head.hash]), ...(isAnnounced ? ['writing'] : [])]
  return `${words.join(' ').padEnd(WIDTH)}\n`.repeat(2)
}

/** Both lines; of an earlier version one and the same, which it wrote once, in the place of the one before. */
function linesOf(path: string): readonly [string, string] {
  try {
    const [first = '', second = '', ...rest] = readFileSync(path, 'utf8').split('\n')
    return [first, rest.length === 0 ? first : second]
  } catch {
    return ['', '']
  }
}

function fileOf(line: string): HeadFile | null {
  const found = LINE.exec(line)
  if (found === null) return null
  const [, writer, seq, hash, announced] = found
  const head = writer === undefined || hash === undefined ? null : { writer, seq: Number(seq), hash }
  return { head, isAnnounced: announced !== undefined }
}
