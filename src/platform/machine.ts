import { readFileSync, readlinkSync } from 'node:fs'
import { hostname, uptime } from 'node:os'

// Identifies this machine, its current boot, and its processes.

/** Boot times move a little when the clock is set: those at most this many seconds apart are the same boot. */
const TOLERANCE_SECONDS = 60

/** The name of this machine. On Linux, reading it from a file is faster than asking the system. */
export function hostName(): string {
  const name = firstLine('/proc/sys/kernel/hostname')
  return name === '-' ? hostname() : name
}

/** Identifies the current boot: the kernel's id, else `~` and its approximate time (seconds since 1970), else `-`. */
export function bootOf(): string {
  const id = firstLine('/proc/sys/kernel/random/boot_id')
  return id === '-' ? bootTime(uptimeOf(), Date.now()) : id
}

export function bootTime(uptime: number | null, now: number): string {
  return uptime === null ? '-' : `~${Math.round(now / 1000 - uptime)}`
}

export function isSameBoot(a: string, b: string): boolean {
  if (a === b) return true
  return (
    a.startsWith('~') && b.startsWith('~') && Math.abs(Number(a.slice(1)) - Number(b.slice(1))) <= TOLERANCE_SECONDS
  )
}

function uptimeOf(): number | null {
  try {
    return uptime()
  } catch {
    return null
  }
}

/** Machine, boot and namespaces: a process id and start time identify a process only if all of these are the same. */
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

/** Start times of processes are relative to the time namespace. */
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
