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

/** Whom files are for: their owner alone, or a group as well (`share.group`). */
export interface Access {
  readonly file: number
  readonly directory: number
  readonly gid: number | null
}

export const PRIVATE: Access = { file: 0o600, directory: 0o700, gid: null }
/** For everybody to read: what a web server is to show. */
export const PUBLIC: Access = { file: 0o644, directory: 0o755, gid: null }

/** Access for a group by name or number; for the owner alone where the system has no such group. */
export function accessFor(group: string | null): Access {
  return sharedWith(group === null ? null : groupId(group))
}

/**
 * Access as the folder of a running incident has it. Whom an incident is for was settled when it began; the name of the
 * group may mean another one on this machine, or none, and a file made private would shut the others out of the log.
 */
export function accessOf(directory: string): Access {
  const { mode, gid } = statSync(directory)
  return sharedWith(mode & 0o020 ? gid : null)
}

function sharedWith(gid: number | null): Access {
  return gid === null ? PRIVATE : { file: 0o660, directory: 0o2770, gid }
}

/** One less than the number that means no group. */
const LAST_ID = 2 ** 32 - 2

/** The number of a group by its name in /etc/group or by itself; null where this system has none. */
export function groupId(group: string): number | null {
  if (/^\d+$/.test(group)) return Number(group) <= LAST_ID ? Number(group) : null
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

/** Makes a directory with its modes whatever the umask, and puts the entry on stable storage. Throws where it exists. */
export function makeDirectory(path: string, access: Access): void {
  mkdirSync(path, { mode: access.directory })
  if (access.gid !== null && statSync(path).gid !== access.gid) chownSync(path, -1, access.gid)
  chmodSync(path, access.directory)
  syncDirectory(dirname(path))
}

/** Makes a directory and those above it that are missing; leaves what exists as it is. */
export function ensureDirectory(path: string, access: Access): void {
  if (makesDirectory(path, access)) return
  ensureDirectory(dirname(path), access)
  makesDirectory(path, access, true)
}

/** False where what is above it is missing; in some file systems it stays missing, so the second try is the last. */
function makesDirectory(path: string, access: Access, last = false): boolean {
  try {
    makeDirectory(path, access)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return true
    if (code !== 'ENOENT' || last || dirname(path) === path) throw error
    return false
  }
}

/** Creates a file that must not exist, with its modes whatever the umask. Follows no symbolic link. */
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
 * Appends all bytes and puts them on stable storage before returning. A full disk may take a part only, without an
 * error: whatever went wrong, the file is cut back to `length` and the error thrown, marked `uncut` where that failed too.
 * After a failed fsync its pages cannot be believed; the caller must not write to this file again (`unsafe`).
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

/** Cuts a file to `length` bytes; false where even that fails, and what was written stays to be seen. */
function cutBack(fd: number, length: number): boolean {
  try {
    ftruncateSync(fd, length)
  } catch {
    return false
  }
  try {
    fsyncSync(fd)
  } catch {
    // Nobody sees what was cut off; if it comes back after a crash, it is as it was without the cut.
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

/** The same with bytes that come one after the other; where they break off, what was written of them is left. */
export function writePieces(path: string, pieces: Iterable<Uint8Array>, access: Access): void {
  fill(path, pieces, access)
  syncDirectory(dirname(path))
}

/**
 * Creates a file that has its name only once all its bytes are on stable storage: nobody ever finds a part of it. Where
 * that fails nothing is left, so that what could not be synced is never written to again.
 */
export function createDurably(path: string, bytes: Uint8Array, access: Access): void {
  try {
    createWhole(path, bytes, access)
    syncDirectory(dirname(path))
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  }
}

/** The same, but for its name, which is on stable storage only once its folder was synced. */
export function createWhole(path: string, bytes: Uint8Array, access: Access): void {
  const unnamed = `${path}.new`
  rmSync(unnamed, { force: true })
  try {
    fill(unnamed, [bytes], access)
    renameSync(unnamed, path)
  } catch (error) {
    rmSync(unnamed, { force: true })
    throw error
  }
}

/** Puts bytes in the place of a file, or of none: whoever reads it finds the old ones or the new ones, whole. */
export function replaceDurably(path: string, bytes: Uint8Array, access: Access): void {
  const unnamed = join(dirname(path), `.${basename(path)}.new`)
  rmSync(unnamed, { force: true })
  try {
    fill(unnamed, [bytes], access)
    renameSync(unnamed, path)
  } catch (error) {
    rmSync(unnamed, { force: true })
    throw error
  }
  syncDirectory(dirname(path))
}

function fill(path: string, pieces: Iterable<Uint8Array>, access: Access): void {
  const fd = createFile(path, access)
  try {
    for (const bytes of pieces) writeWhole(fd, bytes)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

export function syncDirectory(path: string): void {
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
