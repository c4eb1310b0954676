import { readFileSync, readlinkSync } from 'node:fs'
import { hostname, uptime } from 'node:os'

/** What tells this machine, this start of it, and its processes from others. */

/** Clocks are set, and what is counted from them moves a little: nearer than this is the same start. Seconds. */
const TOLERANCE = 60

/** The name of this machine. Linux tells it in a file, too, which is read sooner than what asks the system is loaded. */
export function hostName(): string {
  const name = firstLine('/proc/sys/kernel/hostname')
  return name === '-' ? hostname() : name
}

/** Which start of the machine this is: the kernel's word, else about when it was, in seconds, else `-`. */
export function bootOf(): string {
  const id = firstLine('/proc/sys/kernel/random/boot_id')
  return id === '-' ? bootTime(uptimeOf(), Date.now()) : id
}

export function bootTime(uptime: number | null, now: number): string {
  return uptime === null ? '-' : `~${Math.round(now / 1000 - uptime)}`
}

export function isSameBoot(a: string, b: string): boolean {
  if (a === b) return true
  return a.startsWith('~') && b.startsWith('~') && Math.abs(Number(a.slice(1)) - Number(b.slice(1))) <= TOLERANCE
}

function uptimeOf(): number | null {
  try {
    return uptime()
  } catch {
    return null
  }
}

/** Machine, boot and namespaces: only within one of each do a process id and its start mean the same process. */
export function hostToken(): string {
  const words = [hostName(), firstLine('/etc/machine-id'), firstLine('/proc/sys/kernel/random/boot_id'), namespaces()]
  return words.map((word) => word.replaceAll(/[\s|]/g, '_')).join('|')
}

function firstLine(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim() || '-'
  } catch {
    return '-'
  }
}

/** Start times are told relative to the time namespace. */
function namespaces(): string {
  return ['pid', 'time'].map(namespace).join('+')
}

function namespace(kind: string): string {
  try {
    return readlinkSync(`/proc/self/ns/${kind}`)
  } catch {
    return '-'
  }
}
