import { fstatSync } from 'node:fs'
import { readAt } from './file-bytes.ts'

// Archives of regular files in the ustar format (POSIX.1-1988), which every tar reads.

const BLOCK = 512
const CHUNK = 256 * 1024
const NAME_BYTES = 100
const PREFIX_BYTES = 155

/** A file to be archived. `chunks` must yield just `size` bytes. */
export interface TarFile {
  /** Path in the archive (`fitsTar`). */
  readonly path: string
  readonly size: number
  readonly chunks: Iterable<Uint8Array>
}

/** A file in an archive, with the offset of its bytes. */
export interface TarEntry {
  readonly path: string
  readonly size: number
  readonly at: number
}

/**
 * Why an archive is refused: `form`: it is none, or a header is not as `tarOf` writes it; `truncated`: it ends too early; `not-a-file`: it has
 * something else than regular files; `limit`: it has too many of them.
 */
export type TarFault = 'form' | 'truncated' | 'not-a-file' | 'limit'

/** Whether the format can express a path: printable ASCII, up to 100 bytes after a slash, and up to 155 before it. */
export function fitsTar(path: string): boolean {
  return splitPath(path) !== null
}

/**
 * The bytes of an archive: the same files in the same order give the same bytes. Every file belongs to root and has mode
 * 0644; `mtime` is in seconds since 1970. Throws a `RangeError` for a path that does not fit.
 */
export function* tarOf(files: Iterable<TarFile>, mtime: number): Generator<Uint8Array> {
  for (const { path, size, chunks } of files) {
    yield headerOf(path, size, mtime)
    yield* chunks
    yield Buffer.alloc(paddingOf(size))
  }
  yield Buffer.alloc(2 * BLOCK)
}

function headerOf(path: string, size: number, mtime: number): Buffer {
  const split = splitPath(path)
  if (split === null) throw new RangeError(`not a path for an archive: ${path}`)
  const header = Buffer.alloc(BLOCK)
  const octal = (value: number, width: number) => value.toString(8).padStart(width - 1, '0')
  header.write(split.name, 0, 'latin1')
  header.write(octal(0o644, 8), 100, 'latin1')
  header.write(octal(0, 8), 108, 'latin1')
  header.write(octal(0, 8), 116, 'latin1')
  header.write(octal(size, 12), 124, 'latin1')
  header.write(octal(mtime, 12), 136, 'latin1')
  header.write('0', 156, 'latin1')
  header.write(MAGIC, 257, 'latin1')
  header.write(split.prefix, 345, 'latin1')
  header.write(`${octal(checksumOf(header), 7)}\0 `, 148, 'latin1')
  return header
}

const MAGIC = 'ustar\u000000'

function splitPath(path: string): { readonly prefix: string; readonly name: string } | null {
  if (!/^[!-~]+$/.test(path)) return null
  if (path.length <= NAME_BYTES) return { prefix: '', name: path }
  const slash = path.indexOf('/', path.length - NAME_BYTES - 1)
  if (slash < 1 || slash > PREFIX_BYTES) return null
  return { prefix: path.slice(0, slash), name: path.slice(slash + 1) }
}

/** The sum of all bytes of a header, with blanks for the checksum itself. */
function checksumOf(header: Buffer): number {
  return header.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 0x20 : byte), 0)
}

function paddingOf(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK
}

/**
 * Lists the files of an archive, at most `limit`, without reading their bytes; or says why it is refused. What a list names
 * is in the archive as a whole.
 */
export function readTar(fd: number, limit: number): readonly TarEntry[] | TarFault {
  const { size: end } = fstatSync(fd)
  const entries: TarEntry[] = []
  for (let at = 0; ; ) {
    const header = readAt({ fd, at }, Buffer.alloc(BLOCK))
    if (header.length < BLOCK) return at === 0 ? 'form' : 'truncated'
    if (header.every((byte) => byte === 0)) {
      if (end - at < 2 * BLOCK) return 'truncated'
      return isZeroFrom(fd, at, end) ? entries : 'form'
    }
    const entry = entryOf(header, at + BLOCK)
    if (typeof entry === 'string') return entry
    at = entry.at + entry.size + paddingOf(entry.size)
    if (at > end) return 'truncated'
    if (entries.push(entry) > limit) return 'limit'
  }
}

function isZeroFrom(fd: number, from: number, end: number): boolean {
  for (let at = from; at < end; at += CHUNK)
    if (readAt({ fd, at }, Buffer.alloc(CHUNK)).some((byte) => byte !== 0)) return false
  return true
}

/**
 * The file that a header describes. Only a header as `tarOf` writes it: one in another format, such as the older ones of GNU
 * tar, may stand for another path or mode to the program that unpacks the archive.
 */
function entryOf(header: Buffer, at: number): TarEntry | TarFault {
  const text = (from: number, width: number) => header.toString('latin1', from, from + width).replace(/\0.*$/s, '')
  const number = (from: number) => Number.parseInt(text(from, 12), 8)
  if (text(257, 5) !== 'ustar') return 'form'
  if (text(156, 1) !== '0') return 'not-a-file'
  const [prefix, name, size, mtime] = [text(345, PREFIX_BYTES), text(0, NAME_BYTES), number(124), number(136)]
  const path = `${prefix === '' ? '' : `${prefix}/`}${name}`
  const isOurs = size >= 0 && mtime >= 0 && fitsTar(path) && header.equals(headerOf(path, size, mtime))
  return isOurs ? { path, size, at } : 'form'
}

/** The bytes of a file in an archive, in chunks. */
export function* tarEntryBytes(fd: number, { at, size }: Pick<TarEntry, 'at' | 'size'>): Generator<Uint8Array> {
  for (let done = 0; done < size; done += CHUNK)
    yield readAt({ fd, at: at + done }, Buffer.alloc(Math.min(CHUNK, size - done)))
}
