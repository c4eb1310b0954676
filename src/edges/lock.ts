import { randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { fail } from '../domain/outcome.ts'

/**
 * One incident, one decision at a time. The lock is a file of claims, appended to and never edited: the holder is the
 * first claim that was neither released nor made by a process that is gone. Nobody takes a lock away from a process
 * that may live, and a process that is gone is skipped alike by all, so there is no race in breaking its lock.
 */

/** Waited no longer than this for the lock; then "NOT recorded". */
export const LOCK_WAIT_MS = 10_000
/** A file of claims longer than this is begun anew by its holder. */
const COMPACT_BYTES = 32 * 1024

interface Claim {
  readonly nonce: string
  readonly pid: number
  readonly started: string
  readonly host: string
}

export function withLock<T>(path: string, mode: number, act: () => T): T {
  const mine = claimOf(process.pid)
  acquire(path, mode, mine)
  try {
    return act()
  } finally {
    release(path, mode, mine)
  }
}

/** What was decided stands, whatever becomes of the release: on a full disk the claim itself is struck out in place. */
function release(path: string, mode: number, { nonce }: Claim): void {
  try {
    append(path, mode, `R ${nonce}`)
  } catch {
    strikeOut(path, nonce)
  }
}

function strikeOut(path: string, nonce: string): void {
  try {
    const fd = openSync(path, constants.O_RDWR | constants.O_NOFOLLOW)
    try {
      const text = readFileSync(fd, 'latin1')
      for (let at = text.indexOf(`C ${nonce}`); at >= 0; at = text.indexOf(`C ${nonce}`, at + 1)) writeSync(fd, 'R', at)
    } finally {
      closeSync(fd)
    }
  } catch {
    // The claim ends with this process.
  }
}

function acquire(path: string, mode: number, mine: Claim): void {
  const deadline = performance.now() + LOCK_WAIT_MS
  let inode = append(path, mode, claimLine(mine))
  for (let pause = 1; ; pause = Math.min(pause * 2, 25)) {
    const now = read(path)
    if (now.inode !== inode) {
      inode = append(path, mode, claimLine(mine))
      continue
    }
    const holder = now.claims.find((claim) => claim.nonce === mine.nonce || mayLive(claim, mine))
    if (holder?.nonce === mine.nonce) {
      if (now.bytes > COMPACT_BYTES) compact(path, mode, mine)
      return
    }
    if (performance.now() > deadline) {
      release(path, mode, mine)
      fail('lock-timeout', {
        path,
        holder: holder ? `${holder.pid}@${holder.host.split('|')[0]}` : '?',
        seconds: LOCK_WAIT_MS / 1000,
      })
    }
    Atomics.wait(sleeper, 0, 0, pause)
  }
}

const sleeper = new Int32Array(new SharedArrayBuffer(4))

/** A line counts only when it is whole: a full disk may have cut one short. */
function claimLine({ nonce, pid, started, host }: Claim): string {
  return `C ${nonce} ${pid} ${started} ${host}`
}

/** Appends one line in one write and returns the inode it went to. Follows no symbolic link; modes whatever the umask. */
function append(path: string, mode: number, line: string): number {
  const fd = openSync(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW, mode)
  try {
    const { size, ino, uid } = fstatSync(fd)
    if (size === 0 && uid === process.getuid?.()) fchmodSync(fd, mode)
    const bytes = Buffer.from(`\n${line} .\n`)
    if (writeSync(fd, bytes) < bytes.length) throw Object.assign(new Error('no space'), { code: 'ENOSPC', path })
    return ino
  } finally {
    closeSync(fd)
  }
}

function read(path: string): { claims: Claim[]; inode: number; bytes: number } {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  try {
    const text = readFileSync(fd, 'utf8')
    const { ino } = fstatSync(fd)
    const inode = statSync(path).ino === ino ? ino : -1
    return { claims: parse(text), inode, bytes: text.length }
  } finally {
    closeSync(fd)
  }
}

function parse(text: string): Claim[] {
  const claims = new Map<string, Claim>()
  for (const line of text.split('\n')) {
    const [kind, nonce = '', pid = '', started = '', host = '', end] = line.split(' ')
    if (kind === 'C' && end === '.') claims.set(nonce, { nonce, pid: Number(pid), started, host })
    if (kind === 'R' && line.endsWith(' .')) claims.delete(nonce)
  }
  return [...claims.values()]
}

/** Only the holder begins the file anew; whoever waits sees another inode and claims again. */
function compact(path: string, mode: number, mine: Claim): void {
  const fresh = `${path}.${mine.nonce}`
  append(fresh, mode, claimLine(mine))
  renameSync(fresh, path)
}

function claimOf(pid: number): Claim {
  return { nonce: randomBytes(8).toString('hex'), pid, started: startOf(pid) ?? '-', host: hostToken() }
}

/** Machine, boot and process namespace: only within one of each does a process id mean the same process. */
function hostToken(): string {
  const words = [hostname(), firstLine('/etc/machine-id'), firstLine('/proc/sys/kernel/random/boot_id'), namespace()]
  return words.map((word) => word.replaceAll(/[\s|]/g, '_')).join('|')
}

function firstLine(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim() || '-'
  } catch {
    return '-'
  }
}

function namespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return '-'
  }
}

/** When a process started, in clock ticks since boot; null where it is gone or the system does not tell. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

/** False only where the claiming process is known to be gone; one on another machine may live. */
function mayLive(claim: Claim, mine: Claim): boolean {
  const [host, machine, boot, space] = claim.host.split('|')
  const [myHost, myMachine, myBoot, mySpace] = mine.host.split('|')
  if (host !== myHost || machine !== myMachine) return true
  if (boot !== myBoot) return machine === '-'
  if (space !== mySpace) return true
  if (claim.started !== '-') return startOf(claim.pid) === claim.started
  try {
    process.kill(claim.pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
