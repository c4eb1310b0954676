import { createHash } from 'node:crypto'
import { constants, existsSync, fstatSync, lstatSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fail } from '../../domain/problem.ts'
import { readAt } from '../../platform/file-bytes.ts'
import { isReadableFile, readBounded, withRegularFile } from '../../platform/regular-files.ts'
import { saveBytes } from '../../platform/save.ts'
import { fitsTar, type TarFile, tarOf } from '../../platform/tar.ts'
import type { Journal } from '../../store/journal.ts'
import type { VerifiedLog } from '../verify-log.ts'

/** The page in a bundle that says how to check it. */
const PAGE = 'CHECK.md'
/** The list of allowed signers in a bundle. */
export const SIGNERS = 'signers'
const ANCHORS = 'anchors'
const GOVERNING = /^(?:runbook|settings)\.[0-9a-f]{64}\.json$/
const ANCHOR = /^[A-Za-z0-9][A-Za-z0-9._-]*$/
const CHUNK = 256 * 1024

/** The shell script of docs/log.md that checks a log without this program; `root` is where the program is installed. */
export function readCheckScript(root: string): string {
  return readBounded(join(root, 'docs', 'check.sh'), CHUNK)
}

/** What a bundle is made of besides the log. */
export interface BundleSource {
  /** The workspace. */
  readonly directory: string
  readonly journal: Journal
  readonly verified: VerifiedLog
  /** The path of a file of allowed signers; null if there is none. */
  readonly signers: string | null
  /** The text of `CHECK.md`. */
  readonly page: string
}

/**
 * Writes the archive of a log as it was verified: the same log gives the same bytes. Returns its SHA-256, and the files of the
 * log that are not in it, since they cannot be read: nothing in them counts. Throws like `saveFile`, and `bad-bundle` if a
 * name is too long for an archive.
 */
export function writeBundle(
  path: string,
  source: BundleSource,
  overwrite: boolean,
): { readonly digest: string; readonly leftOut: readonly string[] } {
  const written = source.verified.files.flatMap(({ file, bytes }) => (file === null ? [] : [{ file, bytes }]))
  const logs = [...written, ...source.verified.aside]
  const isReadable = ({ file }: { file: string }) => isReadableFile(join(source.directory, file))
  const files = bundleFiles(source, logs.filter(isReadable))
  const long = files.find((file) => !fitsTar(file.path))
  if (long !== undefined) fail('bad-bundle', { path, why: 'long-name', name: long.path })
  const ends = source.verified.files.map(({ to }) => (to === null ? 0 : Date.parse(to)))
  const hash = createHash('sha256')
  saveBytes(path, hashing(tarOf(files, Math.floor(Math.max(0, ...ends) / 1000)), hash), overwrite)
  const leftOut = logs.filter((log) => !isReadable(log)).map(({ file }) => file)
  return { digest: hash.digest('hex'), leftOut }
}

function* hashing(pieces: Iterable<Uint8Array>, hash: ReturnType<typeof createHash>): Generator<Uint8Array> {
  for (const piece of pieces) {
    hash.update(piece)
    yield piece
  }
}

/** The files of the log with the lengths that were verified, what stands beside it, and the page; sorted by path. */
function bundleFiles(
  { directory, journal, signers, page }: BundleSource,
  logs: readonly { readonly file: string; readonly bytes: number }[],
): TarFile[] {
  const folder = journal.directory
  const text = Buffer.from(page)
  const files = [
    { path: PAGE, size: text.length, chunks: [text] },
    ...logs.map(({ file, bytes }) => {
      return { path: basename(file), size: bytes, chunks: chunksOf(join(directory, file), bytes) }
    }),
    ...filesIn(folder, '', GOVERNING),
    ...filesIn(join(folder, ANCHORS), `${ANCHORS}/`, ANCHOR),
    ...(signers === null || !existsSync(signers) ? [] : [wholeFile(signers, SIGNERS, 0)]),
  ]
  const inFolder = files.map((file) => ({ ...file, path: `${journal.id}/${file.path}` }))
  return inFolder.sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** The regular files of a folder whose names match; none if there is no such folder. */
function filesIn(folder: string, prefix: string, names: RegExp): TarFile[] {
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return []
  return readdirSync(folder)
    .filter((name) => names.test(name) && lstatSync(join(folder, name)).isFile())
    .map((name) => wholeFile(join(folder, name), `${prefix}${name}`))
}

function wholeFile(from: string, path: string, flags: number = constants.O_NOFOLLOW): TarFile {
  const size = withRegularFile(from, flags, (fd) => fstatSync(fd).size)
  return { path, size, chunks: chunksOf(from, size, flags) }
}

/** The first `size` bytes of a file. Throws `unreadable` if it has become shorter. */
function* chunksOf(path: string, size: number, flags: number = constants.O_NOFOLLOW): Generator<Uint8Array> {
  for (let at = 0; at < size; at += CHUNK) {
    const wanted = Math.min(CHUNK, size - at)
    const chunk = withRegularFile(path, flags, (fd) => readAt({ fd, at }, Buffer.alloc(wanted)))
    if (chunk.length < wanted) fail('unreadable', { path, why: 'ESTALE' })
    yield chunk
  }
}
