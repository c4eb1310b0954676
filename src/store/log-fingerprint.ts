import { constants, lstatSync } from 'node:fs'
import { basename } from 'node:path'
import { readAt } from '../platform/file-bytes.ts'
import { withRegularFile } from '../platform/regular-files.ts'
import { logPaths } from './log-paths.ts'

/** Identifies the content of a log without reading all of it. */
export interface Fingerprint {
  /** For each file its name, inode, length, times of the last change (mtime, ctime) and last hash. */
  readonly text: string
  /** Whether no file has changed for AT_REST_MS. */
  readonly isAtRest: boolean
}

/** Milliseconds without a change: some file systems store times in steps of two seconds, which two changes may share. */
const AT_REST_MS = 3000

/** Reads only the ends of files. Null if one cannot be read or does not end as in a sound log. `now` is for `isAtRest`. */
export function fingerprintOf(directory: string, id: string, now = 0): Fingerprint | null {
  try {
    const files = logPaths(directory, id).map((path) => {
      const { ino, size, mtimeNs, ctimeNs } = lstatSync(path, { bigint: true })
      const row = [basename(path), `${ino}`, Number(size), `${mtimeNs}`, `${ctimeNs}`, lastHash(path, Number(size))]
      return { row, changed: Math.max(Number(mtimeNs), Number(ctimeNs)) / 1_000_000 }
    })
    const isAtRest = Math.max(...files.map(({ changed }) => changed)) < now - AT_REST_MS
    return { text: JSON.stringify(files.map(({ row }) => row)), isAtRest }
  } catch {
    return null
  }
}

/** The end of a line, with its LF: `,"hash":"` + 64 digits + `"}`. */
const SEAL = /^,"hash":"([0-9a-f]{64})"\}\n$/
const SEAL_BYTES = 76

/** The hash that the first `size` bytes of a file end with. Throws if they do not end with one. */
export function lastHash(path: string, size: number): string {
  const at = Math.max(0, size - SEAL_BYTES)
  const end = withRegularFile(path, constants.O_NOFOLLOW, (fd) => readAt({ fd, at }, Buffer.alloc(SEAL_BYTES)))
  const hash = SEAL.exec(end.toString('latin1'))?.[1]
  if (hash === undefined) throw new Error('does not end with a hash')
  return hash
}
