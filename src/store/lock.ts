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
import { fail, type Holder } from '../domain/outcome.ts'
import { type Access, createFile } from '../platform/durable.ts'
import { closing } from '../platform/file-bytes.ts'
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
 * Allows one decision at a time per incident. The lock file is an append-only list of claims: the holder is the first
 * claim that was neither released nor made by a process that is gone. Nobody takes a lock from a process that may be
 * alive, and everybody skips a dead process alike, so there is no race in breaking a stale lock.
 */

/** Longest wait for the lock; after that, the command fails with "NOT recorded". */
const LOCK_WAIT_MS = 10_000
/** The holder rewrites a lock file that is longer than this. */
const COMPACT_BYTES = 32 * 1024

/** Nonces of the claims that this process has not released. */
const held = new Set<string>()

export function withLock<T>(path: string, access: Access, act: () => T): T {
  const unlock = takeLock(path, access)
  try {
    return act()
  } finally {
    unlock()
  }
}

/** Takes a lock; the returned function releases it. Throws `lock-timeout` after `wait` milliseconds. */
export function takeLock(path: string, access: Access, wait = LOCK_WAIT_MS): () => void {
  const mine = newLockEntry()
  const unlock = () => {
    release(path, mine.nonce)
    held.delete(mine.nonce)
  }
  held.add(mine.nonce)
  try {
    acquire(path, access, mine, wait)
  } catch (error) {
    unlock()
    throw error
  }
  return unlock
}

function acquire(path: string, access: Access, mine: LockEntry, wait: number): void {
  const deadline = monotonic() + wait
  claim(path, access, mine)
  for (let pause = 1; ; pause = Math.min(pause * 2, 25)) {
    const state = inspect(path, mine)
    if (state.claim === 'first') {
      if (state.bytes > COMPACT_BYTES) compact(path, access, mine)
      return
    }
    if (monotonic() > deadline)
      fail('lock-timeout', { path, seconds: wait / 1000, holder: state.claim === 'waits' ? state.holder : null })
    if (state.claim === 'missing') claim(path, access, mine)
    else Atomics.wait(sleeper, 0, 0, pause)
  }
}

/** Monotonic milliseconds. `performance` would load a dozen Node modules in each command that records. */
function monotonic(): number {
  return Number(process.hrtime.bigint() / 1_000_000n)
}

const sleeper = new Int32Array(new SharedArrayBuffer(4))

/** State of our claim: it is the first that counts, it waits for another, or it is no longer in the file. */
type ClaimState =
  | { readonly claim: 'first'; readonly bytes: number }
  | { readonly claim: 'waits'; readonly holder: Holder }
  | { readonly claim: 'missing' }

function inspect(path: string, mine: LockEntry): ClaimState {
  const fd = openLock(path, constants.O_RDONLY)
  if (fd === null) return { claim: 'missing' }
  return closing(fd, () => {
    const text = readFileSync(fd, 'utf8')
    const claims = readLockEntries(text)
    const index = claims.findIndex(({ nonce }) => nonce === mine.nonce)
    if (index < 0) return { claim: 'missing' }
    for (const other of claims.slice(0, index)) {
      const place = placeOf(other, mine, (nonce) => held.has(nonce))
      if (place !== 'gone') return { claim: 'waits', holder: holderOf(other, mine, place) }
    }
    return isStillCurrent(path, fd) ? { claim: 'first', bytes: text.length } : { claim: 'missing' }
  })
}

/** A holder may have replaced the file and died since it was read: then only the new file says who holds the lock. */
function isStillCurrent(path: string, fd: number): boolean {
  const [current, read] = [lstatSync(path, { throwIfNoEntry: false }), fstatSync(fd)]
  return current?.ino === read.ino && current.dev === read.dev
}

/** Appends the claim in one write. Also called again when the file was replaced and the claim is not in it. */
function claim(path: string, access: Access, mine: LockEntry): void {
  if (!append(path, lockEntryLine(mine), access)) {
    createLockFile(path, access, mine)
    append(path, lockEntryLine(mine), access)
  }
}

/** Never throws: what was recorded stands even if the release fails. On a full disk, strikes out the claim in place. */
function release(path: string, nonce: string): void {
  try {
    append(path, releaseLine(nonce))
  } catch {
    strikeOut(path, nonce)
  }
}

function strikeOut(path: string, nonce: string): void {
  try {
    const fd = openLock(path, constants.O_RDWR)
    if (fd === null) return
    closing(fd, () => {
      const text = readFileSync(fd, 'latin1')
      for (let at = text.indexOf(`C ${nonce}`); at >= 0; at = text.indexOf(`C ${nonce}`, at + 1)) writeSync(fd, 'R', at)
    })
  } catch {
    // The claim lapses when this process ends, and this process skips it until then.
  }
}

/** False if there is no file. Corrects the mode of a file that this user owns. */
function append(path: string, line: string, access?: Access): boolean {
  const fd = openLock(path, constants.O_WRONLY | constants.O_APPEND)
  if (fd === null) return false
  return closing(fd, () => {
    const { mode, uid } = fstatSync(fd)
    if (access !== undefined && (mode & 0o777) !== access.file && uid === process.getuid?.())
      fchmodSync(fd, access.file)
    writeLine(fd, line, path)
    return true
  })
}

function writeLine(fd: number, line: string, path: string): void {
  const bytes = Buffer.from(`\n${line}\n`)
  if (writeSync(fd, bytes) < bytes.length) throw Object.assign(new Error('no space'), { code: 'ENOSPC', path })
}

/** Opens the lock file without blocking; null if there is none. Throws `bad-lock` if it is not a regular file. */
function openLock(path: string, flags: number): number | null {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return null
  if (!stats.isFile()) return fail('bad-lock', { path })
  let fd: number
  try {
    fd = openSync(path, flags | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  if (fstatSync(fd).isFile()) return fd
  closeSync(fd)
  return fail('bad-lock', { path })
}

/**
 * Creates the file with its modes before others can see it: with the modes of this user's umask, it would for a moment
 * be closed to other users.
 */
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

/** For file systems without hard links. */
function createInPlace(path: string, access: Access): void {
  try {
    closeSync(createFile(path, access))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** Only the holder replaces the file; a waiting process does not find its claim in it and claims again. */
function compact(path: string, access: Access, mine: LockEntry): void {
  const temporary = `${path}.${mine.nonce}`
  try {
    closing(createFile(temporary, access), (fd) => writeLine(fd, lockEntryLine(mine), temporary))
    renameSync(temporary, path)
  } catch {
    // The long file still works.
    rmSync(temporary, { force: true })
  }
}
