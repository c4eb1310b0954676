import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { fail } from '../domain/problem.ts'
import type { Access } from '../platform/access.ts'
import { createFile } from '../platform/durable.ts'
import { withOpenFile } from '../platform/file-bytes.ts'
import { type LockEntry, lockEntryLine, releaseLine } from './lock-entry.ts'

/** A longer file is no lock file: one that cannot be rewritten would have tens of thousands of entries. */
const MAX_LENGTH = 16 * 1024 * 1024

/** Opens the lock file without blocking; null if there is none. Throws `bad-lock` if it is not a regular file, or `lock-denied`. */
export function openLock(path: string, flags: number): number | null {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return null
  if (!stats.isFile()) return fail('bad-lock', { path })
  let fd: number
  try {
    fd = openSync(path, flags | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return null
    if (code !== 'EACCES') throw error
    const mode = (stats.mode & 0o777).toString(8).padStart(4, '0')
    return fail('lock-denied', { path, owner: stats.uid, mode, isOwn: stats.uid === process.getuid?.() })
  }
  if (fstatSync(fd).isFile()) return fd
  closeSync(fd)
  return fail('bad-lock', { path })
}

/** Whether the file that was read is still the lock file: a holder may have replaced it since, and then died. */
export function isStillCurrent(path: string, fd: number): boolean {
  const [current, read] = [lstatSync(path, { throwIfNoEntry: false }), fstatSync(fd)]
  return current?.ino === read.ino && current.dev === read.dev
}

/** Throws `bad-lock` if the file is too long. */
export function textOf(fd: number, path: string, encoding: 'utf8' | 'latin1' = 'utf8'): string {
  return fstatSync(fd).size > MAX_LENGTH ? fail('bad-lock', { path }) : readFileSync(fd, encoding)
}

/** Appends our entry in one write; called again if the file was replaced by one without it. */
export function addEntry(path: string, access: Access, mine: LockEntry): void {
  if (!append(path, lockEntryLine(mine), access)) {
    createLockFile(path, access, mine)
    append(path, lockEntryLine(mine), access)
  }
}

/** Appends a line; false if there is no file. With `access`, corrects the mode of a file that this user owns. */
function append(path: string, line: string, access?: Access): boolean {
  const fd = openLock(path, constants.O_WRONLY | constants.O_APPEND)
  if (fd === null) return false
  return withOpenFile(fd, () => {
    const { mode, uid } = fstatSync(fd)
    if (access !== undefined && (mode & 0o777) !== access.file && uid === process.getuid?.())
      fchmodSync(fd, access.file)
    writeLine(fd, line, path)
    return true
  })
}

/** Starts with a LF, since a full disk may have cut the line before short. */
function writeLine(fd: number, line: string, path: string): void {
  const bytes = Buffer.from(`\n${line}\n`)
  if (writeSync(fd, bytes) < bytes.length) throw Object.assign(new Error('no space'), { code: 'ENOSPC', path })
}

/** Links a new file to the path once it has its modes: those of the umask might shut others out. Keeps an existing one. */
function createLockFile(path: string, access: Access, { nonce }: LockEntry): void {
  const temporary = `${path}.${nonce}`
  closeSync(createFile(temporary, access))
  try {
    linkSync(temporary, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') createInPlace(path, access)
  } finally {
    rmSync(temporary, { force: true })
  }
}

/** Creates the lock file without a link, for file systems that have none. */
function createInPlace(path: string, access: Access): void {
  try {
    closeSync(createFile(path, access))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** Releases an entry. Never throws: what was recorded stands even if this fails. If no line can be added, strikes it out. */
export function release(path: string, nonce: string): void {
  try {
    append(path, releaseLine(nonce))
  } catch {
    strikeOut(path, nonce)
  }
}

/** Overwrites the `C` of an entry with `R`, which takes no space on a full disk. */
function strikeOut(path: string, nonce: string): void {
  try {
    const fd = openLock(path, constants.O_RDWR)
    if (fd === null) return
    withOpenFile(fd, () => {
      const text = textOf(fd, path, 'latin1')
      for (let at = text.indexOf(`C ${nonce}`); at >= 0; at = text.indexOf(`C ${nonce}`, at + 1)) writeSync(fd, 'R', at)
    })
  } catch {
    // Until this process ends, it skips the entry itself; after that, all do.
  }
}

/** Replaces the file with one that has only the holder's entry. Waiting processes miss theirs and add them again. */
export function compact(path: string, access: Access, mine: LockEntry): void {
  const temporary = `${path}.${mine.nonce}`
  try {
    withOpenFile(createFile(temporary, access), (fd) => writeLine(fd, lockEntryLine(mine), temporary))
    renameSync(temporary, path)
  } catch {
    // The long file still works.
    rmSync(temporary, { force: true })
  }
}
