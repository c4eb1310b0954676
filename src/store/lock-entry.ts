import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import type { Holder } from '../domain/outcome.ts'
import { stamp } from '../platform/clock.ts'
import { hostToken } from '../platform/machine.ts'

/** Characters of a user's name that are told. */
const MOST_OF_NAME = 64

/** One process's claim to a lock. Where it is no longer to be found, the process is gone. */
export interface Claim {
  readonly nonce: string
  readonly pid: number
  /** When the process started, in clock ticks since boot; `-` where the system does not tell. */
  readonly started: string
  readonly host: string
  /** When it claimed, in milliseconds; null where an earlier version did not say. */
  readonly since: number | null
  readonly user: string
  /** The user's number; null where there are none, or an earlier version did not say. */
  readonly uid: number | null
}

export function newClaim(): Claim {
  const { pid } = process
  const started = processOf(pid)?.started ?? '-'
  return {
    nonce: newNonce(),
    pid,
    started,
    host: hostToken(),
    since: Date.now(),
    user: userWord(),
    uid: process.getuid?.() ?? null,
  }
}

/** 64 random bits in hex: they tell claims apart, and nobody has to be kept from guessing them. */
function newNonce(): string {
  const half = () => Math.floor(Math.random() * 2 ** 32)
  return [half(), half()].map((bits) => bits.toString(16).padStart(8, '0')).join('')
}

/** Whose it is in a word, for those who wait; what the environment says is at hand, and to ask the system takes longer. */
function userWord({ USER, LOGNAME } = process.env): string {
  const word = wordOf(USER || LOGNAME || systemName()).slice(0, MOST_OF_NAME)
  // By itself it ends a line.
  return word === '.' ? userNumber() : word
}

function systemName(): string {
  try {
    return userInfo().username
  } catch {
    return userNumber()
  }
}

function wordOf(name: string): string {
  return name.replaceAll(/\s/g, '_')
}

function userNumber(): string {
  return String(process.getuid?.() ?? '-')
}

/** A claim as a line; it counts only with its last mark, since a full disk may cut it short. */
export function claimLine({ nonce, pid, started, host, since, user, uid }: Claim): string {
  return `C ${nonce} ${pid} ${started} ${host} ${since ?? '-'} ${user} ${uid ?? '-'} .`
}

export function releaseLine(nonce: string): string {
  return `R ${nonce} .`
}

/** The claims of a lock's file that were not released, first come first. Words that a later version adds are let be. */
export function readClaims(text: string): Claim[] {
  const claims = new Map<string, Claim>()
  for (const line of text.split('\n')) {
    const [kind, nonce = '', pid = '', started = '', host = '', since = '', user = '', uid = ''] = line.split(' ')
    if (!line.endsWith(' .') || !/^[0-9a-f]+$/.test(nonce)) continue
    if (kind === 'R') claims.delete(nonce)
    if (kind === 'C' && /^\d+$/.test(pid) && host !== '')
      claims.set(nonce, {
        nonce,
        pid: Number(pid),
        started,
        host,
        since: numberIn(since),
        user: user === '.' ? '' : user,
        uid: numberIn(uid),
      })
  }
  return [...claims.values()]
}

function numberIn(word: string): number | null {
  return /^\d{1,15}$/.test(word) ? Number(word) : null
}

/**
 * Where the process of a claim is, seen from this one; `gone` only where it is known to be. `isHeld` tells this process's
 * own claims from those that it could not release.
 */
export function placeOf(claim: Claim, mine: Claim, isHeld: (nonce: string) => boolean): Holder['place'] | 'gone' {
  const [host, machine, boot, space] = claim.host.split('|')
  const [myHost, myMachine, myBoot, mySpace] = mine.host.split('|')
  if (host !== myHost || machine !== myMachine) return 'elsewhere'
  if (boot !== myBoot) return machine === '-' ? 'elsewhere' : 'gone'
  if (space !== mySpace) return 'container'
  if (claim.pid === mine.pid && claim.started === mine.started) return isHeld(claim.nonce) ? 'here' : 'gone'
  const found = processOf(claim.pid)
  if (found === null) return isThere(claim.pid) ? 'here' : 'gone'
  if (claim.started !== '-' && claim.started !== found.started) return 'gone'
  return STATES[found.state] ?? 'here'
}

/** States of a process as the kernel names them: stopped or traced, ended but not yet waited for. */
const STATES: Readonly<Record<string, 'suspended' | 'gone'>> = { T: 'suspended', t: 'suspended', Z: 'gone', X: 'gone' }

/** Null where it is gone, hidden from this user, or the system does not tell. */
function processOf(pid: number): { readonly state: string; readonly started: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const words = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state: words[0] ?? '', started: words[19] ?? '-' }
  } catch {
    return null
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Who holds a lock, for people. */
export function holderOf(claim: Claim, mine: Claim, place: Holder['place']): Holder {
  const { pid, host, since, user, uid } = claim
  const at = since === null ? null : stamp(since).slice(0, 19).replace('T', ' ')
  // An earlier version wrote the system's name of the user, and no number.
  const foreign = uid === null ? user !== wordOf(systemName()) : uid !== mine.uid
  const name = user === '' && uid !== null ? String(uid) : user
  return { pid, host: host.split('|')[0] ?? '', user: name, foreign, since: at, place }
}
