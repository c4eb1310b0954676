import { createHash } from 'node:crypto'
import { constants, existsSync, fstatSync, lstatSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { governingFileName } from '../../domain/log/governing-files.ts'
import { fail } from '../../domain/problem.ts'
import { isListOfSigners } from '../../platform/allowed-signers.ts'
import { readAt } from '../../platform/file-bytes.ts'
import { isReadableFile, readBounded, withRegularFile } from '../../platform/regular-files.ts'
import { saveBytes } from '../../platform/save.ts'
import { fitsTar, type TarFile, tarOf } from '../../platform/tar.ts'
import type { Journal } from '../../store/journal.ts'
import { isLogName } from '../../store/log-paths.ts'
import type { VerifiedLog } from '../verify-log.ts'

/** The page in a bundle that says how to check it. */
const PAGE = 'CHECK.md'
/** The list of allowed signers in a bundle. */
export const SIGNERS = 'signers'
const ANCHORS = 'anchors'
const GOVERNING = /^(?:runbook|settings)\.[0-9a-f]{64}\.json$/
/** The names that this program makes: heads with signatures and tokens, and writers' keys with signatures. */
const ANCHOR = /^([0-9a-f]{16}\.head|[a-z0-9]{8}\.key)(?:\.(?:[a-z0-9._-]+\.)?(?:sig|tsr|tsr\.pem))?$/
const CHUNK = 256 * 1024

/** Whether a bundle of an incident may have a file of this name in the incident's folder. */
export function isBundled(name: string, id: string): boolean {
  if (name.startsWith(`${ANCHORS}/`)) return ANCHOR.test(name.slice(ANCHORS.length + 1))
  return name === PAGE || name === SIGNERS || GOVERNING.test(name) || isLogName(name, id)
}

/** What a bundle may have, whether it is written or read. */
export const MAX_BUNDLE_BYTES = 1024 * 1024 * 1024
export const MAX_BUNDLE_FILES = 20_000
/** How much of what stands beside the log is in a bundle: anybody who can write to the folder can add more. */
const MAX_BESIDE_BYTES = 64 * 1024 * 1024
const MAX_BESIDE_FILES = 4096

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
 * Writes the archive of a log as it was verified: the same log gives the same bytes. Returns its SHA-256, the files of the
 * log that are not in it, since they cannot be read: nothing in them counts, and what is not in it, since this program did not
 * make it or there is too much of it. Throws like `saveFile`, and `bad-bundle` if no such archive could be read.
 */
export function writeBundle(
  path: string,
  source: BundleSource,
  overwrite: boolean,
): { readonly digest: string; readonly leftOut: readonly string[]; readonly surplus: readonly string[] } {
  const written = source.verified.files.flatMap(({ file, bytes }) => (file === null ? [] : [{ file, bytes }]))
  const logs = [...written, ...source.verified.aside]
  const isReadable = ({ file }: { file: string }) => isReadableFile(join(source.directory, file))
  const { files, surplus } = bundleFiles(source, logs.filter(isReadable))
  const bytes = files.reduce((sum, { size }) => sum + 1024 + size, 0)
  if (files.length > MAX_BUNDLE_FILES || bytes > MAX_BUNDLE_BYTES) fail('bad-bundle', { path, why: 'limit' })
  const long = files.find((file) => !fitsTar(file.path))
  if (long !== undefined) fail('bad-bundle', { path, why: 'long-name', name: long.path })
  const ends = source.verified.files.map(({ to }) => (to === null ? 0 : Date.parse(to)))
  const hash = createHash('sha256')
  saveBytes(path, hashing(tarOf(files, Math.floor(Math.max(0, ...ends) / 1000)), hash), overwrite)
  const leftOut = logs.filter((log) => !isReadable(log)).map(({ file }) => file)
  return { digest: hash.digest('hex'), leftOut, surplus }
}

function* hashing(pieces: Iterable<Uint8Array>, hash: ReturnType<typeof createHash>): Generator<Uint8Array> {
  for (const piece of pieces) {
    hash.update(piece)
    yield piece
  }
}

/** The files of the log with the lengths that were verified, what stands beside it, and the page; sorted by path. */
function bundleFiles(
  { directory, journal, verified, signers, page }: BundleSource,
  logs: readonly { readonly file: string; readonly bytes: number }[],
): { readonly files: TarFile[]; readonly surplus: readonly string[] } {
  const folder = journal.directory
  const { incident } = journal
  const heads = verified.anchors.flatMap(({ file, state }) => (state === 'in-log' ? [file] : []))
  const wanted = new Set([...heads, ...[...incident.births.keys()].map((writer) => `${writer}.key`)])
  const foreign = new Set(verified.anchors.flatMap(({ file, state }) => (state === 'elsewhere' ? [file] : [])))
  const named = new Set(incident.named.map(governingFileName))
  const governing = namesIn(folder).filter((name) => GOVERNING.test(name))
  const anchors = namesIn(join(folder, ANCHORS))
  const ofAnchor = (name: string) => ANCHOR.exec(name)?.[1] ?? ''
  const ours = anchors.filter((name) => ANCHOR.test(name) && !foreign.has(ofAnchor(name)))
  const beside = [
    ...ours.filter((name) => wanted.has(ofAnchor(name))).map((name) => `${ANCHORS}/${name}`),
    ...ours.filter((name) => !wanted.has(ofAnchor(name))).map((name) => `${ANCHORS}/${name}`),
    ...governing.filter((name) => !named.has(name)),
  ].map((path) => wholeFile(join(folder, path), path))
  const kept = withinLimits(beside)
  // Whoever can write the settings could name, or link to, a file that is only for whoever makes the bundle.
  const list = signers !== null && existsSync(signers) ? [signers] : []
  const lists = list.filter(isListOfSigners)
  const surplus = [
    ...anchors.filter((name) => !ours.includes(name)).map((name) => `${ANCHORS}/${name}`),
    ...beside.filter((file) => !kept.includes(file)).map(({ path }) => path),
    ...list.filter((file) => !lists.includes(file)).map(() => SIGNERS),
  ]
  const text = Buffer.from(page)
  const files = [
    { path: PAGE, size: text.length, chunks: [text] },
    ...logs.map(({ file, bytes }) => {
      return { path: basename(file), size: bytes, chunks: chunksOf(join(directory, file), bytes) }
    }),
    ...governing.filter((name) => named.has(name)).map((name) => wholeFile(join(folder, name), name)),
    ...kept,
    ...lists.map((file) => wholeFile(file, SIGNERS, 0)),
  ]
  const inFolder = files.map((file) => ({ ...file, path: `${journal.id}/${file.path}` }))
  return { files: inFolder.sort((a, b) => (a.path < b.path ? -1 : 1)), surplus }
}

/** The first of some files that fit into what a bundle has room for. */
function withinLimits(files: readonly TarFile[]): TarFile[] {
  const left = { bytes: MAX_BESIDE_BYTES, files: MAX_BESIDE_FILES }
  return files.filter(({ path, size }) => {
    if (size > left.bytes || left.files === 0 || !fitsTar(path)) return false
    left.bytes -= size
    left.files -= 1
    return true
  })
}

/** The names of the regular files in a folder, sorted; none if there is no such folder. */
function namesIn(folder: string): string[] {
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return []
  return readdirSync(folder)
    .filter((name) => lstatSync(join(folder, name)).isFile())
    .sort()
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
