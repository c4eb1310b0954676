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
import { type Claim, claimLine, holderOf, newClaim, placeOf, readClaims, releaseLine } from './lock-entry.ts'

/**
 * One incident, one decision at a time. The lock is a file of claims, appended to and never edited: the holder is the
 * first claim that was neither released nor made by a process that is gone. Nobody takes a lock away from a process
 * that may live, and a process that is gone is skipped alike by all, so there is no race in breaking its lock.
 */

/** Waited no longer than this for the lock; then "NOT recorded". */
export const LOCK_WAIT_MS = 10_000
/** A file of claims longer than this is begun anew by its holder. */
const COMPACT_BYTES = 32 * 1024

/** Claims that this process has not given back. */
const held = new Set<string>()

export function withLock<T>(path: string, access: Access, act: () => T): T {
  const letGo = takeLock(path, access)
  try {
    return act()
  } finally {
    letGo()
  }
}

/** Holds a lock until what is returned is called. Throws `lock-timeout` where `wait` milliseconds were not enough. */
export function takeLock(path: string, access: Access, wait = LOCK_WAIT_MS): () => void {
  const mine = newClaim()
  const letGo = () => {
    release(path, mine.nonce)
    held.delete(mine.nonce)
  }
  held.add(mine.nonce)
  try {
    acquire(path, access, mine, wait)
  } catch (error) {
    letGo()
    throw error
  }
  return letGo
}

function acquire(path: string, access: Access, mine: Claim, wait: number): void {
  const deadline = monotonic() + wait
  claim(path, access, mine)
  for (let pause = 1; ; pause = Math.min(pause * 2, 25)) {
    const seen = look(path, mine)
    if (seen.claim === 'first') {
      if (seen.bytes > COMPACT_BYTES) compact(path, access, mine)
      return
    }
    if (monotonic() > deadline)
      fail('lock-timeout', { path, seconds: wait / 1000, holder: seen.claim === 'waits' ? seen.holder : null })
    if (seen.claim === 'missing') claim(path, access, mine)
    else Atomics.wait(sleeper, 0, 0, pause)
  }
}

/** Milliseconds from some moment on. `performance` would load a dozen modules of Node's at each command that records. */
function monotonic(): number {
  return Number(process.hrtime.bigint() / 1_000_000n)
}

const sleeper = new Int32Array(new SharedArrayBuffer(4))

/** What has become of a claim: it is the first that counts, waits for another, or is not in the file any more. */
type Seen =
  | { readonly claim: 'first'; readonly bytes: number }
  | { readonly claim: 'waits'; readonly holder: Holder }
  | { readonly claim: 'missing' }

function look(path: string, mine: Claim): Seen {
  const fd = openLock(path, constants.O_RDONLY)
  if (fd === null) return { claim: 'missing' }
  try {
    const text = readFileSync(fd, 'utf8')
    const claims = readClaims(text)
    const place = claims.findIndex(({ nonce }) => nonce === mine.nonce)
    if (place < 0) return { claim: 'missing' }
    for (const other of claims.slice(0, place)) {
      const at = placeOf(other, mine, (nonce) => held.has(nonce))
      if (at !== 'gone') return { claim: 'waits', holder: holderOf(other, mine, at) }
    }
    return isStillAt(path, fd) ? { claim: 'first', bytes: text.length } : { claim: 'missing' }
  } finally {
    closeSync(fd)
  }
}

/** A holder may have begun the file anew and died since it was read: only what is there after all are gone says who holds. */
function isStillAt(path: string, fd: number): boolean {
  const [there, read] = [lstatSync(path, { throwIfNoEntry: false }), fstatSync(fd)]
  return there?.ino === read.ino && there.dev === read.dev
}

/** Appends the claim in one write; anew where the file was begun anew meanwhile, and the claim is not in it. */
function claim(path: string, access: Access, mine: Claim): void {
  if (!append(path, claimLine(mine), access)) {
    create(path, access, mine)
    append(path, claimLine(mine), access)
  }
}

/** What was decided stands, whatever becomes of the release: on a full disk the claim itself is struck out in place. */
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
    try {
      const text = readFileSync(fd, 'latin1')
      for (let at = text.indexOf(`C ${nonce}`); at >= 0; at = text.indexOf(`C ${nonce}`, at + 1)) writeSync(fd, 'R', at)
    } finally {
      closeSync(fd)
    }
  } catch {
    // The claim ends with this process, and this process passes over it.
  }
}

/** False where there is no file. What this user made with other modes than are due gets them. */
function append(path: string, line: string, access?: Access): boolean {
  const fd = openLock(path, constants.O_WRONLY | constants.O_APPEND)
  if (fd === null) return false
  try {
    const { mode, uid } = fstatSync(fd)
    if (access !== undefined && (mode & 0o777) !== access.file && uid === process.getuid?.())
      fchmodSync(fd, access.file)
    writeLine(fd, line, path)
    return true
  } finally {
    closeSync(fd)
  }
}

function writeLine(fd: number, line: string, path: string): void {
  const bytes = Buffer.from(`\n${line}\n`)
  if (writeSync(fd, bytes) < bytes.length) throw Object.assign(new Error('no space'), { code: 'ENOSPC', path })
}

/** Opens what is there without waiting for it; null where nothing is. Only a regular file is ever a lock. */
function openLock(path: string, flags: number): number | null {
  const there = lstatSync(path, { throwIfNoEntry: false })
  if (there === undefined) return null
  if (!there.isFile()) return fail('bad-lock', { path })
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
 * Makes the file with its modes before others can see it: one that began with those of this user's umask would be shut
 * to another user who came in between.
 */
function create(path: string, access: Access, { nonce }: Claim): void {
  const fresh = `${path}.${nonce}`
  closeSync(createFile(fresh, access))
  try {
    linkSync(fresh, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') createInPlace(path, access)
  } finally {
    rmSync(fresh, { force: true })
  }
}

/** Where the file system has no hard links. */
function createInPlace(path: string, access: Access): void {
  try {
    closeSync(createFile(path, access))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** Only the holder begins the file anew; whoever waits misses its own claim in it and claims again. */
function compact(path: string, access: Access, mine: Claim): void {
  const fresh = `${path}.${mine.nonce}`
  try {
    const fd = createFile(fresh, access)
    try {
      writeLine(fd, claimLine(mine), fresh)
    } finally {
      closeSync(fd)
    }
    renameSync(fresh, path)
  } catch {
    // The long file will do.
    rmSync(fresh, { force: true })
  }
}
