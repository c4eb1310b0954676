import { closeSync, constants, fstatSync, openSync, readFileSync, writeSync } from 'node:fs'
import type { Head } from '../domain/log/event.ts'

/** What a file says that a head is kept in. */
export interface HeadFile {
  readonly head: Head | null
  /** Whether something is about to be written after that head, or was when whoever was about to was ended. */
  readonly isAnnounced: boolean
}

/** A head, or none, and the word for what is announced. */
const LINE = /^(?:([a-z2-7]{8}) (\d+) ([0-9a-f]{64}))? ?(writing)?$/
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
  let found = linesOf(path)
  for (let left = READINGS; isTorn(found) && left > 0; left--) found = linesOf(path)
  // It is written from front to back: what is last is from before.
  const said = found.flatMap(fileOf).at(-1) ?? NOTHING
  return isTorn(found) ? { ...said, isAnnounced: true } : said
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

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'latin1').replace(/\n$/, '').split('\n')
  } catch {
    return []
  }
}

/** An earlier version wrote one line only, in the place of the one before. */
function isTorn([first, second]: readonly string[]): boolean {
  return second !== undefined && second.trimEnd() !== first?.trimEnd()
}

function fileOf(line: string): readonly HeadFile[] {
  const [whole, writer, seq, hash, announced] = LINE.exec(line.trimEnd()) ?? []
  if (whole === undefined) return []
  const head = writer === undefined || hash === undefined ? null : { writer, seq: Number(seq), hash }
  return [{ head, isAnnounced: announced !== undefined }]
}
