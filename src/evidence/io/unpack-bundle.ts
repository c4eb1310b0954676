import { createHash } from 'node:crypto'
import { existsSync, fstatSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail } from '../../domain/problem.ts'
import { errnoName } from '../../platform/errno.ts'
import { withOpenFile } from '../../platform/file-bytes.ts'
import { withRegularFile } from '../../platform/regular-files.ts'
import { readTar, type TarEntry, tarEntryBytes } from '../../platform/tar.ts'
import { isIncidentId, isLogName } from '../../store/log-paths.ts'
import { isBundled, MAX_BUNDLE_BYTES, MAX_BUNDLE_FILES, SIGNERS } from './write-bundle.ts'

/** The files of a bundle, unpacked. */
interface UnpackedFiles {
  /** Id of its incident, whose log is in `incidents/ID` of the folder. */
  readonly id: string
  /** The SHA-256 of the archive. */
  readonly digest: string
  /** The path of its own list of allowed signers; null if it has none. */
  readonly signers: string | null
}

/**
 * Unpacks a bundle into an empty folder. Throws `no-such-file`, `unreadable`, or `bad-bundle` if it has anything that
 * `verify --bundle` does not write: nothing is unpacked then.
 */
export function unpackBundle(path: string, folder: string): UnpackedFiles {
  if (!existsSync(path)) fail('no-such-file', { path })
  return withRegularFile(path, 0, (fd) => {
    const { size } = fstatSync(fd)
    if (size > MAX_BUNDLE_BYTES) fail('bad-bundle', { path, why: 'limit' })
    const entries = readTar(fd, MAX_BUNDLE_FILES)
    if (typeof entries === 'string') return fail('bad-bundle', { path, why: entries })
    const id = incidentOf(path, entries)
    const incidents = join(folder, 'incidents')
    try {
      mkdirSync(join(incidents, id, 'anchors'), { recursive: true, mode: 0o700 })
      for (const entry of entries) unpack(fd, entry, join(incidents, entry.path))
    } catch (error) {
      fail('unreadable', { path: folder, why: errnoName(error) })
    }
    const signers = join(incidents, id, SIGNERS)
    return { id, digest: digestOf(fd, size), signers: existsSync(signers) ? signers : null }
  })
}

/** Checks the names in an archive, and returns the id of its incident. */
function incidentOf(path: string, entries: readonly TarEntry[]): string {
  const seen = new Set<string>()
  const [first = ''] = entries[0]?.path.split('/') ?? []
  for (const { path: name } of entries) {
    const isOfIncident = isIncidentId(first) && name.startsWith(`${first}/`)
    if (!isOfIncident || !isBundled(name.slice(first.length + 1), first))
      fail('bad-bundle', { path, why: 'name', name })
    if (seen.has(name)) fail('bad-bundle', { path, why: 'twice', name })
    seen.add(name)
  }
  const hasLog = entries.some(({ path: name }) => isLogName(name.slice(first.length + 1), first))
  return hasLog ? first : fail('bad-bundle', { path, why: 'no-log' })
}

function unpack(fd: number, entry: TarEntry, path: string): void {
  withOpenFile(openSync(path, 'wx', 0o600), (file) => {
    for (const chunk of tarEntryBytes(fd, entry)) writeFileSync(file, chunk)
  })
}

function digestOf(fd: number, size: number): string {
  const hash = createHash('sha256')
  for (const chunk of tarEntryBytes(fd, { at: 0, size })) hash.update(chunk)
  return hash.digest('hex')
}
