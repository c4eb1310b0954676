import { constants, fstatSync, lstatSync, openSync } from 'node:fs'
import { parsedAs } from '../domain/guard.ts'
import { type FileFlaw, type GoverningFile, governingFileName } from '../domain/log/governing-files.ts'
import { isNestedTooDeep, MAX_LINE_BYTES } from '../domain/log/line.ts'
import { sha256 } from '../domain/log/sha256.ts'
import { isRunbook } from '../domain/runbook/runbook.ts'
import { isSettings } from '../domain/settings.ts'
import { readAt, withOpenFile } from '../platform/file-bytes.ts'

/** The bytes of a file, or what is wrong with it. */
type FoundBytes = { readonly bytes: Buffer; readonly flaw: null } | { readonly bytes: null; readonly flaw: FileFlaw }

/** What each error on opening a file shows about it. ELOOP: a symbolic link is in its place. */
const FLAW_BY_ERROR: Readonly<Record<string, FileFlaw>> = {
  ENOENT: 'gone',
  ELOOP: 'altered',
  EACCES: 'unreadable',
  EPERM: 'unreadable',
}

function hasDigest({ digest }: GoverningFile): (bytes: Buffer) => boolean {
  return (bytes) => sha256(bytes) === digest
}

/** The bytes of a regular file, if they match. Throws a system's error that says nothing about the file. */
export function contentIn(path: string, file: GoverningFile, matches = hasDigest(file)): FoundBytes {
  const flawed = (flaw: FileFlaw): FoundBytes => ({ bytes: null, flaw })
  try {
    return withOpenFile(openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW), (fd) => {
      const stat = fstatSync(fd)
      if (!stat.isFile() || stat.size >= MAX_LINE_BYTES) return flawed('altered')
      const bytes = readAt({ fd, at: 0 }, Buffer.allocUnsafe(stat.size))
      return matches(bytes) ? { bytes, flaw: null } : flawed('altered')
    })
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    const flaw = FLAW_BY_ERROR[code]
    // A temporary shortage on this machine, such as EMFILE, says nothing about the file.
    if (flaw === undefined) throw Object.assign(error as Error, { path })
    return flawed(flaw)
  }
}

/** By file name, the stat data of the file last found intact: most incidents share their files. */
const INTACT_STATS = new Map<string, string>()

/** Stat data that change whenever a file does, as text; null if there is no file. */
export function statsOf(path: string): string | null {
  const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false })
  return stat === undefined ? null : [stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join()
}

/** What is wrong with a file; null if it has its digest. Does not read again a file that was intact and is unchanged. */
export function flawOf(path: string, file: GoverningFile): FileFlaw | null {
  const stats = statsOf(path)
  if (stats !== null && INTACT_STATS.get(governingFileName(file)) === stats) return null
  const { flaw } = contentIn(path, file)
  if (flaw === null) rememberIntact(file, stats)
  return flaw
}

/** Takes a file for intact for as long as it has these stat data. */
export function rememberIntact(file: GoverningFile, stats: string | null): void {
  if (stats !== null) INTACT_STATS.set(governingFileName(file), stats)
}

/** The value of a file with its bytes, or what is wrong with the file. */
type FoundValue =
  | { readonly value: object; readonly bytes: Buffer; readonly flaw: null }
  | { readonly value: null; readonly bytes: null; readonly flaw: FileFlaw }

/** Reads, parses and validates a file: whoever wrote it, nothing in it can mislead or do anything. */
export function valueIn(path: string, file: GoverningFile): FoundValue {
  const { bytes, flaw } = contentIn(path, file)
  if (bytes === null) return { value: null, bytes, flaw }
  const isValid = file.kind === 'runbook' ? isRunbook : isSettings
  const parse = (text: string) => (isNestedTooDeep(text) ? null : parsedAs<object>(isValid, text))
  const value = cached(file, () => parse(bytes.toString()))
  return value === null ? { value, bytes: null, flaw: 'invalid' } : { value, bytes, flaw: null }
}

/** By file name, values parsed before: the same runbook governs many incidents. */
const PARSED_VALUES = new Map<string, object>()
const MAX_PARSED = 8

/** The value of a file with this name, from the cache or else as parsed now. */
export function cached<T extends object | null>(file: GoverningFile, parse: () => T): object | T {
  const name = governingFileName(file)
  const value = PARSED_VALUES.get(name) ?? parse()
  if (PARSED_VALUES.size === MAX_PARSED) PARSED_VALUES.clear()
  if (value !== null) PARSED_VALUES.set(name, value)
  return value
}
