import { constants } from 'node:fs'
import { fail, type LockHolder } from '../domain/problem.ts'
import type { Access } from '../platform/access.ts'
import { withOpenFile } from '../platform/file-bytes.ts'
import { holderOf, type LockEntry, newLockEntry, placeOf, readLockEntries } from './lock-entry.ts'
import { addEntry, compact, isStillCurrent, openLock, release, textOf } from './lock-file.ts'

/**
 * A lock file is an append-only list of entries. The first that was not released, and whose process is not gone, holds the
 * lock. Nobody takes it from a process that may be alive, and all skip a dead one alike: no race to break a stale lock.
 */

/** Longest wait for a lock; after that, a command fails with "NOT recorded". */
const LOCK_WAIT_MS = 10_000
/** The holder rewrites a lock file that is longer than this, with only its own entry. */
const COMPACT_LENGTH = 32 * 1024

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

/** Takes a lock without waiting for it; the returned function releases it. Throws `lock-timeout` or `bad-lock`. */
export function takeLock(path: string, access: Access): () => void {
  return take(path, access, newLockEntry(), 0)
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
