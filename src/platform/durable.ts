import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { closing } from './file-bytes.ts'

/** Who may use files: only their owner, or a group as well (`share.group`). */
export interface Access {
  readonly file: number
  readonly directory: number
  readonly gid: number | null
}

export const PRIVATE: Access = { file: 0o600, directory: 0o700, gid: null }
/** Readable by everybody: for files that a web server serves. */
export const PUBLIC: Access = { file: 0o644, directory: 0o755, gid: null }

/** Access for a group by name or number; for the owner alone if the system has no such group. */
export function accessFor(group: string | null): Access {
  return sharedWith(group === null ? null : groupId(group))
}

/**
 * The access of a running incident, from its folder. It was settled when the incident began: the group's name may mean
 * another group on this machine, or none, and a private file would shut the others out of the log.
 */
export function accessOf(directory: string): Access {
  const { mode, gid } = statSync(directory)
  return sharedWith(mode & 0o020 ? gid : null)
}

function sharedWith(gid: number | null): Access {
  return gid === null ? PRIVATE : { file: 0o660, directory: 0o2770, gid }
}

/** The largest group id: the number after it means no group. */
const MAX_ID = 2 ** 32 - 2

/** The id of a group given by its name in /etc/group or by number; null if this system has none. */
export function groupId(group: string): number | null {
  if (/^\d+$/.test(group)) return Number(group) <= MAX_ID ? Number(group) : null
  try {
    const line = readFileSync('/etc/group', 'utf8')
      .split('\n')
      .find((l) => l.startsWith(`${group}:`))
    return line === undefined ? null : Number(line.split(':')[2])
  } catch {
    return null
  }
}

/** Whether this process may give files to a group. */
export function isMember(gid: number): boolean {
  return process.getuid?.() === 0 || process.getegid?.() === gid || (process.getgroups?.().includes(gid) ?? false)
}

/** Creates a directory with its modes, whatever the umask, and syncs the entry. Throws if it exists. */
export function makeDirectory(path: string, access: Access): void {
  mkdirSync(path, { mode: access.directory })
  if (access.gid !== null && statSync(path).gid !== access.gid) chownSync(path, -1, access.gid)
  chmodSync(path, access.directory)
  syncDirectory(dirname(path))
}

/** Creates a directory and its missing parents; leaves those that exist as they are. */
export function ensureDirectory(path: string, access: Access): void {
  if (tryMakeDirectory(path, access)) return
  ensureDirectory(dirname(path), access)
  tryMakeDirectory(path, access, true)
}

/** False if the parent is missing. Some file systems report that every time, so with `isLast` it throws instead. */
function tryMakeDirectory(path: string, access: Access, isLast = false): boolean {
  try {
    makeDirectory(path, access)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return true
    if (code !== 'ENOENT' || isLast || dirname(path) === path) throw error
    return false
  }
}

/** Creates a file with its modes, whatever the umask. Throws if it exists; follows no symbolic link. */
export function createFile(path: string, access: Access): number {
  const fd = openSync(
    path,
    constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
    access.file,
  )
  if (access.gid !== null && fstatSync(fd).gid !== access.gid) fchownSync(fd, -1, access.gid)
  fchmodSync(fd, access.file)
  return fd
}

export function openForAppend(path: string): number {
  return openSync(path, constants.O_RDWR | constants.O_APPEND | constants.O_NOFOLLOW)
}

/**
 * Appends all bytes and syncs them before returning. A full disk may write a part only, without an error: whatever went
 * wrong, the file is truncated to `length` and an error thrown, marked `uncut` if that failed too. After a failed fsync
 * the page cache cannot be trusted, so the caller must not write to this file again (`unsafe`).
 */
export function appendDurably(fd: number, bytes: Uint8Array, length: number): void {
  try {
    writeWhole(fd, bytes)
  } catch (error) {
    throw Object.assign(error as Error, { uncut: !cutBack(fd, length) })
  }
  try {
    fsyncSync(fd)
  } catch (error) {
    throw Object.assign(error as Error, { uncut: !cutBack(fd, length), unsafe: true })
  }
}

function writeWhole(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) {
    const count = writeSync(fd, bytes, done, bytes.length - done)
    if (count === 0) throw Object.assign(new Error('nothing could be written'), { code: 'ENOSPC' })
    done += count
  }
}

/** Truncates a file to `length` bytes; false if that fails and the partial write stays visible. */
function cutBack(fd: number, length: number): boolean {
  try {
    ftruncateSync(fd, length)
  } catch {
    return false
  }
  try {
    fsyncSync(fd)
  } catch {
    // Nobody sees the bytes cut off. If a crash brings them back, that is the same as not having cut them.
  }
  return true
}

export function cut(fd: number, length: number): void {
  ftruncateSync(fd, length)
  fsyncSync(fd)
}

export function writeNewFile(path: string, bytes: Uint8Array, access: Access): void {
  writePieces(path, [bytes], access)
}

/** Like `writeNewFile`, with bytes that come in pieces; if `pieces` throws, the incomplete file is left. */
export function writePieces(path: string, pieces: Iterable<Uint8Array>, access: Access): void {
  fill(path, pieces, access)
  syncDirectory(dirname(path))
}

/**
 * Creates a file that gets its name only once all its bytes are on stable storage: nobody ever finds a part of it. On
 * failure nothing is left, so that a file that could not be synced is never written to again.
 */
export function createDurably(path: string, bytes: Uint8Array, access: Access): void {
  try {
    createWithoutDirectorySync(path, bytes, access)
    syncDirectory(dirname(path))
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  }
}

/** Like `createDurably`, but its directory entry is on stable storage only once the caller has synced the folder. */
export function createWithoutDirectorySync(path: string, bytes: Uint8Array, access: Access): void {
  fillAndRename(`${path}.new`, path, bytes, access)
}

/** Creates or replaces a file atomically: a reader finds either the old bytes or the new ones, complete. */
export function replaceDurably(path: string, bytes: Uint8Array, access: Access): void {
  fillAndRename(join(dirname(path), `.${basename(path)}.new`), path, bytes, access)
  syncDirectory(dirname(path))
}

function fillAndRename(temporary: string, path: string, bytes: Uint8Array, access: Access): void {
  rmSync(temporary, { force: true })
  try {
    fill(temporary, [bytes], access)
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

function fill(path: string, pieces: Iterable<Uint8Array>, access: Access): void {
  closing(createFile(path, access), (fd) => {
    for (const bytes of pieces) writeWhole(fd, bytes)
    fsyncSync(fd)
  })
}

export function syncDirectory(path: string): void {
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
