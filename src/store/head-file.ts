import { constants, fstatSync, writeSync } from 'node:fs'
import type { Head } from '../domain/log/event.ts'
import type { PrivateFolder } from '../platform/private-files.ts'

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
const LENGTH = 2 * (WIDTH + 1)
/** Whoever reads while it is written may find one line of each. */
const READINGS = 100

const NOTHING: HeadFile = { head: null, isAnnounced: false }

/**
 * What the file says, nothing where it cannot be read. Its line stands there twice, so that a file that was written in part
 * is known for one: then what stood there before counts, and that something was announced.
 */
export function readHead(folder: PrivateFolder, name: string): HeadFile {
  let [first, second] = linesOf(folder, name)
  for (let left = READINGS; first !== second && left > 0; left--) [first, second] = linesOf(folder, name)
  if (first === second) return fileOf(first) ?? NOTHING
  // It is written from front to back: what is last is from before.
  return { ...(fileOf(second) ?? fileOf(first) ?? NOTHING), isAnnounced: true }
}

/**
 * Writes it over what is there, in one write: to make a new file in its place takes ten times as long. False where that is
 * another kind of file, has another name as well, under which it is to stay as it is, or cannot be written.
 */
export function overwriteHead(folder: PrivateFolder, name: string, file: HeadFile): boolean {
  const bytes = Buffer.from(textOf(file))
  const overwrite = (fd: number) => {
    const { nlink, size } = fstatSync(fd)
    return nlink === 1 && size === bytes.length && writeSync(fd, bytes, 0, bytes.length, 0) === bytes.length
  }
  return folder.within(name, overwrite, constants.O_WRONLY) ?? false
}

export function textOf({ head, isAnnounced }: HeadFile): string {
  const words = [...(head === null ? [] : [head.writer, head.seq, head.hash]), ...(isAnnounced ? ['writing'] : [])]
  return `${words.join(' ').padEnd(WIDTH)}\n`.repeat(2)
}

/** Both lines; of an earlier version one and the same, which it wrote once, in the place of the one before. */
function linesOf(folder: PrivateFolder, name: string): readonly [string, string] {
  const [first = '', second = '', ...rest] = (folder.read(name, LENGTH)?.toString('latin1') ?? '').split('\n')
  return [first, rest.length === 0 ? first : second]
}

function fileOf(line: string): HeadFile | null {
  const found = LINE.exec(line)
  if (found === null) return null
  const [, writer, seq, hash, announced] = found
  const isAnnounced = announced !== undefined
  if (writer === undefined || hash === undefined) return { head: null, isAnnounced }
  const head = { writer, seq: Number(seq), hash }
  return Number.isSafeInteger(head.seq) && head.seq > 0 ? { head, isAnnounced } : null
}
