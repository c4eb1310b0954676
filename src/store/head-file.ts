import { constants, fstatSync, writeSync } from 'node:fs'
import type { Head } from '../domain/log/event.ts'
import type { PrivateFolder } from '../platform/private-files.ts'

/** The content of a file in which the head of an incident is kept. */
export interface HeadFile {
  readonly head: Head | null
  /** Whether a write after that head was announced and has not finished, perhaps because its process was killed. */
  readonly isAnnounced: boolean
}

/** A head or none, then the word that announces a write or none, padded with spaces. */
const HEAD_LINE = /^(?:([a-z2-7]{8}) (\d+) ([0-9a-f]{64}))? ?(writing)? *$/
/** Length of the longest line: writer, number, hash and `writing`. */
const WIDTH = 8 + 1 + 16 + 1 + 64 + 1 + 7
/** Length of the file: two lines with their LF. */
export const HEAD_FILE_BYTES = 2 * (WIDTH + 1)
/** How often to read a file again whose lines differ: a read during a write may find one old line and one new. */
const MAX_REREADS = 100

const NO_HEAD: HeadFile = { head: null, isAnnounced: false }

/**
 * Reads a head file; if that is impossible, returns no head. The file has the same line twice, so that a torn write shows:
 * then the head in the old line counts, and a write counts as announced.
 */
export function readHead(folder: PrivateFolder, name: string): HeadFile {
  let [first, second] = headLines(folder, name)
  for (let left = MAX_REREADS; first !== second && left > 0; left--) [first, second] = headLines(folder, name)
  if (first === second) return parseHeadLine(first) ?? NO_HEAD
  // The file is written front to back, so the second line is the old one.
  return { ...(parseHeadLine(second) ?? parseHeadLine(first) ?? NO_HEAD), isAnnounced: true }
}

/** Overwrites a head file in place: a new file takes ten times as long. False if it has other links or another length. */
export function overwriteHead(folder: PrivateFolder, name: string, file: HeadFile): boolean {
  const bytes = Buffer.from(headFileText(file))
  const overwrite = (fd: number) => {
    const { nlink, size } = fstatSync(fd)
    return nlink === 1 && size === bytes.length && writeSync(fd, bytes, 0, bytes.length, 0) === bytes.length
  }
  return folder.withFile(name, overwrite, constants.O_WRONLY) ?? false
}

/** The text of a head file: the same line twice. */
export function headFileText({ head, isAnnounced }: HeadFile): string {
  const words = [...(head === null ? [] : [head.writer, head.seq, head.hash]), ...(isAnnounced ? ['writing'] : [])]
  return `${words.join(' ').padEnd(WIDTH)}\n`.repeat(2)
}

/** The two lines of a head file. An earlier version wrote a single one, by replacing the file; that counts as both. */
function headLines(folder: PrivateFolder, name: string): readonly [string, string] {
  const [first = '', second = '', ...rest] = (folder.read(name, HEAD_FILE_BYTES)?.toString('latin1') ?? '').split('\n')
  return [first, rest.length === 0 ? first : second]
}

/** Null if the line is not one of a head file. */
function parseHeadLine(line: string): HeadFile | null {
  const found = HEAD_LINE.exec(line)
  if (found === null) return null
  const [, writer, seq, hash, announced] = found
  const isAnnounced = announced !== undefined
  if (writer === undefined || hash === undefined) return { head: null, isAnnounced }
  const head = { writer, seq: Number(seq), hash }
  return Number.isSafeInteger(head.seq) && head.seq > 0 ? { head, isAnnounced } : null
}
