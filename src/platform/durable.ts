import {
  chmodSync,
  chownSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Access } from './access.ts'
import { withOpenFile } from './file-bytes.ts'

/** Creates a directory with its modes, whatever the umask, and syncs its entry. Throws if it exists. */
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

/** False if the parent is missing. Some file systems always say so; the last attempt (`isLast`) throws instead. */
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

/** Creates a file with its modes, whatever the umask, and returns its descriptor, open for appending. Throws if it exists; follows no symbolic link. */
export function createFile(path: string, access: Access): number {
  const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW
  const fd = openSync(path, flags, access.file)
  if (access.gid !== null && fstatSync(fd).gid !== access.gid) fchownSync(fd, -1, access.gid)
  fchmodSync(fd, access.file)
  return fd
}

/** Opens an existing file; follows no symbolic link. */
export function openForAppend(path: string): number {
  return openSync(path, constants.O_RDWR | constants.O_APPEND | constants.O_NOFOLLOW)
}

/** Whether this user may append to an existing file, as far as its owner and modes say. */
export function mayAppendTo(path: string): boolean {
  try {
    withOpenFile(openForAppend(path), () => {})
    return true
  } catch (error) {
    return !['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')
  }
}

/**
 * Appends all bytes to a file of `length` bytes and syncs them. If that fails, truncates it to `length` again and throws the
 * error with two marks: `uncut` if it could not be truncated, so that a partial write stays visible; `unsafe` if syncing
 * failed, since the page cache cannot be trusted then, and the caller must not write to this file again.
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

/** Writes all bytes. A full disk may accept only some of them without an error; the next write fails then. */
function writeWhole(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) {
    const count = writeSync(fd, bytes, done, bytes.length - done)
    if (count === 0) throw Object.assign(new Error('nothing could be written'), { code: 'ENOSPC' })
    done += count
  }
}

/** Truncates a file to `length` bytes; false if that fails. */
function cutBack(fd: number, length: number): boolean {
  try {
    ftruncateSync(fd, length)
  } catch {
    return false
  }
  try {
    fsyncSync(fd)
  } catch {
    // Readers no longer see what was cut off. If a crash brings it back, that is as if it had not been cut off.
  }
  return true
}

export function truncateDurably(fd: number, length: number): void {
  ftruncateSync(fd, length)
  fsyncSync(fd)
}

/** Creates a file, and syncs it and its entry. Throws if it exists; on other errors an incomplete file is left. */
export function writeNewFile(path: string, bytes: Uint8Array, access: Access): void {
  writePieces(path, [bytes], access)
}

/** Like `writeNewFile`, with bytes that come in pieces. */
export function writePieces(path: string, pieces: Iterable<Uint8Array>, access: Access): void {
  createAndSync(path, pieces, access)
  syncDirectory(dirname(path))
}

/**
 * Creates a file that gets its name only once all its bytes are on stable storage: nobody ever finds a part of it. Only for
 * new paths: on failure whatever is there is removed, so that a file that could not be synced is never written to again.
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
  createAndRename(`${path}.new`, path, bytes, access)
}

/** Replaces or creates a file atomically: a reader finds all the old bytes or all the new ones. On failure the old stay. */
export function replaceDurably(path: string, bytes: Uint8Array, access: Access): void {
  createAndRename(join(dirname(path), `.${basename(path)}.new`), path, bytes, access)
  syncDirectory(dirname(path))
}

/** Writes a temporary file and renames it. Another process may have left one behind, which is removed first. */
function createAndRename(temporary: string, path: string, bytes: Uint8Array, access: Access): void {
  rmSync(temporary, { force: true })
  try {
    createAndSync(temporary, [bytes], access)
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

function createAndSync(path: string, pieces: Iterable<Uint8Array>, access: Access): void {
  withOpenFile(createFile(path, access), (fd) => {
    for (const bytes of pieces) writeWhole(fd, bytes)
    fsyncSync(fd)
  })
}

/** Syncs the entries of a directory: only then do new names in it survive a crash. */
export function syncDirectory(path: string): void {
  withOpenFile(openSync(path, 'r'), (fd) => fsyncSync(fd))
}
