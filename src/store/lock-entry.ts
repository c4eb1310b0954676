import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { basename } from 'node:path'
import type { LockHolder } from '../domain/problem.ts'
import { stamp } from '../platform/clock.ts'
import { hostToken } from '../platform/machine.ts'

/** Longest user name in an entry, in characters. */
const MAX_NAME_LENGTH = 64

/** A process's entry for a lock, with what it takes to tell later whether that process is still running. */
export interface LockEntry {
  readonly nonce: string
  readonly pid: number
  /** When the process started, in clock ticks since boot; `-` if the system does not say. */
  readonly started: string
  /** Machine, boot and namespaces of the process (`hostToken`). */
  readonly host: string
  /** When the entry was made, in milliseconds since 1970; null if an earlier version wrote it. */
  readonly since: number | null
  readonly user: string
  /** The user's id; null if the system has none, or an earlier version wrote the entry. */
  readonly uid: number | null
}

export function newLockEntry(): LockEntry {
  const { pid } = process
  const started = processOf(pid)?.started ?? '-'
  const uid = process.getuid?.() ?? null
  return { nonce: newNonce(), pid, started, host: hostToken(), since: Date.now(), user: userName(), uid }
}

/** 64 random bits in hex. They only tell entries apart, so they may be guessable. */
function newNonce(): string {
  const random32Bits = () => Math.floor(Math.random() * 2 ** 32)
  return [random32Bits(), random32Bits()].map((bits) => bits.toString(16).padStart(8, '0')).join('')
}

/** The user in one word, to show to those who wait. Reads the environment first: asking the system takes longer. */
function userName(): string {
  const { USER, LOGNAME } = process.env
  const word = asWord(USER || LOGNAME || systemUserName()).slice(0, MAX_NAME_LENGTH)
  // A word `.` marks the end of a line.
  return word === '.' ? userId() : word
}

function systemUserName(): string {
  try {
    return userInfo().username
  } catch {
    return userId()
  }
}

function asWord(name: string): string {
  return name.replaceAll(/\s/g, '_')
}

function userId(): string {
  return String(process.getuid?.() ?? '-')
}

/** An entry as a line. It counts only with the final `.`, since a full disk may cut it short. */
export function lockEntryLine({ nonce, pid, started, host, since, user, uid }: LockEntry): string {
  return `C ${nonce} ${pid} ${started} ${host} ${since ?? '-'} ${user} ${uid ?? '-'} .`
}

export function releaseLine(nonce: string): string {
  return `R ${nonce} .`
}

/** The unreleased entries in a lock file, oldest first. Ignores lines cut short, and words that a later version adds. */
export function readLockEntries(text: string): LockEntry[] {
  const entries = new Map<string, LockEntry>()
  for (const line of text.split('\n')) {
    const [kind, nonce = '', pid = '', started = '', host = '', since = '', user = '', uid = ''] = line.split(' ')
    if (!line.endsWith(' .') || !/^[0-9a-f]+$/.test(nonce)) continue
    if (kind === 'R') entries.delete(nonce)
    if (kind === 'C' && numberIn(pid) !== null && host !== '')
      entries.set(nonce, {
        nonce,
        pid: Number(pid),
        started,
        host,
        since: numberIn(since),
        // The entry of an earlier version ends here.
        user: user === '.' ? '' : user,
        uid: numberIn(uid),
      })
  }
  return [...entries.values()]
}

/** Null for `-`, or if there is no such word. */
function numberIn(word: string): number | null {
  return /^\d{1,15}$/.test(word) ? Number(word) : null
}

/**
 * Where the process of an entry is, seen from the process of entry `mine`; `gone` only if that is certain. `isHeld` says
 * whether this process still holds an entry of its own, which it may have failed to release.
 */
export function placeOf(
  entry: LockEntry,
  mine: LockEntry,
  isHeld: (nonce: string) => boolean,
): LockHolder['place'] | 'gone' {
  const [host, machine, boot, namespaces] = entry.host.split('|')
  const [myHost, myMachine, myBoot, myNamespaces] = mine.host.split('|')
  // The name of a machine can change while it runs.
  const isSameBoot = machine !== '-' && boot !== '-' && machine === myMachine && boot === myBoot
  if (!isSameBoot && (host !== myHost || machine !== myMachine)) return 'elsewhere'
  // Without a machine id, another boot may be another machine of the same name.
  if (boot !== myBoot) return machine === '-' ? 'elsewhere' : 'gone'
  if (namespaces !== myNamespaces) return 'container'
  if (entry.pid === mine.pid && entry.started === mine.started) return isHeld(entry.nonce) ? 'here' : 'gone'
  const found = processOf(entry.pid)
  if (found === null) return isRunning(entry.pid) ? 'here' : 'gone'
  if (entry.started !== '-' && entry.started !== found.started) return 'gone'
  return STATES[found.state] ?? 'here'
}

/** Process states in /proc/PID/stat (proc(5)): T and t are stopped or traced, Z a zombie, X dead. */
const STATES: Readonly<Record<string, 'suspended' | 'gone'>> = { T: 'suspended', t: 'suspended', Z: 'gone', X: 'gone' }

/** State and start time of a process; null if it is gone or hidden from this user, or the system has no /proc. */
function processOf(pid: number): { readonly state: string; readonly started: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // After the name, which may contain anything: field 3 (state) comes first, so field 22 (start time) is at 19.
    const words = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state: words[0] ?? '', started: words[19] ?? '-' }
  } catch {
    return null
  }
}

/** Whether a process exists, even one of another user (EPERM). */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The process of an entry as the holder of a lock, to show to people. */
export function holderOf(entry: LockEntry, mine: LockEntry, place: LockHolder['place']): LockHolder {
  const { pid, host, since, user, uid } = entry
  const sinceTime = since === null ? null : stamp(since).slice(0, 19).replace('T', ' ')
  // An earlier version wrote the system's name of the user, and no id.
  const foreign = uid === null ? user !== asWord(systemUserName()) : uid !== mine.uid
  const name = user === '' && uid !== null ? String(uid) : user
  const runs = place === 'here' || place === 'suspended' ? otherProgramOf(pid) : null
  // Whoever can write to the folder can write anything there.
  const short = (word: string) => word.slice(0, MAX_NAME_LENGTH)
  return { pid, host: short(host.split('|')[0] ?? ''), user: short(name), foreign, since: sinceTime, place, runs }
}

/** The command line of a process that is not this program; null if it may be one, or cannot be read. */
function otherProgramOf(pid: number): string | null {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean)
    const isOurs = words.some((word) => PROGRAM_NAMES.has(basename(word)))
    return isOurs || words.length === 0 ? null : words.join(' ')
  } catch {
    return null
  }
}

const PROGRAM_NAMES: ReadonlySet<string> = new Set(['halt', 'haltctl', 'halt.js', basename(process.argv[1] ?? '')])
