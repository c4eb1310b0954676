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
import { fail, type LockHolder } from '../domain/problem.ts'
import type { Access } from '../platform/access.ts'
import { createFile } from '../platform/durable.ts'
import { withOpenFile } from '../platform/file-bytes.ts'
import {
  holderOf,
  type LockEntry,
  lockEntryLine,
  newLockEntry,
  placeOf,
  readLockEntries,
  releaseLine,
} from './lock-entry.ts'

/**
 * A lock file is an append-only list of entries. The first that was not released, and whose process is not gone, holds the
 * lock. Nobody takes it from a process that may be alive, and all skip a dead one alike: no race to break a stale lock.
 */

/** Longest wait for a lock; after that, a command fails with "NOT recorded". */
const LOCK_WAIT_MS = 10_000
/** The holder rewrites a lock file that is longer than this, with only its own entry. */
const COMPACT_LENGTH = 32 * 1024
/** A longer file is no lock file: one that cannot be rewritten would have tens of thousands of entries. */
const MAX_LENGTH = 16 * 1024 * 1024

/** Nonces of the entries that this process has not released. */
const heldNonces = new Set<string>()

/**
 * Runs `act` while holding a lock; what it is given throws `lock-lost` if somebody has released or removed that since. Throws
 * `ProblemError` with `lock-timeout` or `bad-lock`.
 */
export function withLock<T>(path: string, access: Access, act: (mustBeHeld: () => void) => T): T {
  const mine = newLockEntry()
  const unlock = take(path, access, mine, LOCK_WAIT_MS)
  try {
    return act(() => {
      if (inspect(path, mine).place !== 'first') fail('lock-lost', { path })
    })
  } finally {
    unlock()
  }
}

/** Takes a lock; the returned function releases it. Throws `lock-timeout` after `waitMs` milliseconds, or `bad-lock`. */
export function takeLock(path: string, access: Access, waitMs = LOCK_WAIT_MS): () => void {
  return take(path, access, newLockEntry(), waitMs)
}

function take(path: string, access: Access, mine: LockEntry, waitMs: number): () => void {
  const unlock = () => {
    release(path, mine.nonce)
    heldNonces.delete(mine.nonce)
  }
  heldNonces.add(mine.nonce)
  try {
    acquire(path, access, mine, waitMs)
  } catch (error) {
    unlock()
    throw error
  }
  return unlock
}

function acquire(path: string, access: Access, mine: LockEntry, waitMs: number): void {
  const deadline = monotonicMs() + waitMs
  addEntry(path, access, mine)
  for (let pause = 1; ; pause = Math.min(pause * 2, 25)) {
    const state = inspect(path, mine)
    if (state.place === 'first') {
      // Other machines cannot tell that these are gone.
      for (const nonce of state.gone) release(path, nonce)
      if (state.length > COMPACT_LENGTH) compact(path, access, mine)
      return
    }
    if (monotonicMs() > deadline)
      fail('lock-timeout', { path, seconds: waitMs / 1000, holder: state.place === 'waits' ? state.holder : null })
    if (state.place === 'missing') addEntry(path, access, mine)
    else Atomics.wait(sleeper, 0, 0, pause)
  }
}

/** Milliseconds of a clock that is never set. `performance` would load a dozen Node modules in each command that records. */
function monotonicMs(): number {
  return Number(process.hrtime.bigint() / 1_000_000n)
}

/** Something to wait on that nobody wakes. */
const sleeper = new Int32Array(new SharedArrayBuffer(4))

/** Where our entry is: the first that counts, after that of a holder, or not in the file (anymore). */
type EntryState =
  | { readonly place: 'first'; readonly length: number; readonly gone: readonly string[] }
  | { readonly place: 'waits'; readonly holder: LockHolder }
  | { readonly place: 'missing' }

function inspect(path: string, mine: LockEntry): EntryState {
  const fd = openLock(path, constants.O_RDONLY)
  if (fd === null) return { place: 'missing' }
  return withOpenFile(fd, () => {
    const text = textOf(fd, path)
    const entries = readLockEntries(text)
    const index = entries.findIndex(({ nonce }) => nonce === mine.nonce)
    if (index < 0) return { place: 'missing' }
    const before = entries.slice(0, index)
    for (const other of before) {
      const place = placeSeenBy(mine, other)
      if (place !== 'gone') return { place: 'waits', holder: holderOf(other, mine, place) }
    }
    const gone = before.map(({ nonce }) => nonce)
    return isStillCurrent(path, fd) ? { place: 'first', length: text.length, gone } : { place: 'missing' }
  })
}

function placeSeenBy(mine: LockEntry, other: LockEntry) {
  return placeOf(other, mine, (nonce) => heldNonces.has(nonce))
}

/** Who holds a lock, or waits for it: all claims but those of processes that are certainly gone. */
export function holdersOf(path: string): LockHolder[] {
  return claimsOn(path).map(({ holder }) => holder)
}

/** Releases all claims on a lock, also of processes that may be alive. Returns whose they were. */
export function breakLock(path: string): LockHolder[] {
  return claimsOn(path).map(({ nonce, holder }) => {
    release(path, nonce)
    return holder
  })
}

/**
 * Releases the claims on a lock that were made longer ago than so many milliseconds, or at a time that cannot be, also of
 * processes that may be alive: for a lock that nobody holds for longer.
 */
export function releaseOldClaims(path: string, ms: number): void {
  for (const { nonce, since } of claimsOn(path)) if (Math.abs(Date.now() - (since ?? 0)) > ms) release(path, nonce)
}

interface Claim {
  readonly nonce: string
  readonly since: number | null
  readonly holder: LockHolder
}

function claimsOn(path: string): Claim[] {
  const fd = openLock(path, constants.O_RDONLY)
  if (fd === null) return []
  const mine = newLockEntry()
  const entries = withOpenFile(fd, () => readLockEntries(textOf(fd, path)))
  return entries.flatMap((entry) => {
    const place = placeSeenBy(mine, entry)
    return place === 'gone' ? [] : [{ nonce: entry.nonce, since: entry.since, holder: holderOf(entry, mine, place) }]
  })
}

/** Whether the file that was read is still the lock file: a holder may have replaced it since, and then died. */
function isStillCurrent(path: string, fd: number): boolean {
  const [current, read] = [lstatSync(path, { throwIfNoEntry: false }), fstatSync(fd)]
  return current?.ino === read.ino && current.dev === read.dev
}

/** Appends our entry in one write; called again if the file was replaced by one without it. */
function addEntry(path: string, access: Access, mine: LockEntry): void {
  if (!append(path, lockEntryLine(mine), access)) {
    createLockFile(path, access, mine)
    append(path, lockEntryLine(mine), access)
  }
}

/** Releases an entry. Never throws: what was recorded stands even if this fails. If no line can be added, strikes it out. */
function release(path: string, nonce: string): void {
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

/** Throws `bad-lock` if the file is too long. */
function textOf(fd: number, path: string, encoding: 'utf8' | 'latin1' = 'utf8'): string {
  return fstatSync(fd).size > MAX_LENGTH ? fail('bad-lock', { path }) : readFileSync(fd, encoding)
}

/** Opens the lock file without blocking; null if there is none. Throws `bad-lock` if it is not a regular file, or `lock-denied`. */
function openLock(path: string, flags: number): number | null {
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

/** Replaces the file with one that has only the holder's entry. Waiting processes miss theirs and add them again. */
function compact(path: string, access: Access, mine: LockEntry): void {
  const temporary = `${path}.${mine.nonce}`
  try {
    withOpenFile(createFile(temporary, access), (fd) => writeLine(fd, lockEntryLine(mine), temporary))
    renameSync(temporary, path)
  } catch {
    // The long file still works.
    rmSync(temporary, { force: true })
  }
}
