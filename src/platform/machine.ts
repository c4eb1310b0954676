import { readFileSync, readlinkSync } from 'node:fs'
import { hostname, uptime } from 'node:os'

/** The boot time moves a little when the clock is set: two times at most this many seconds apart are the same boot. */
const TOLERANCE_SECONDS = 60

/** The name of this machine. On Linux, reading it from a file is faster than asking the system. */
export function hostName(): string {
  const name = contentOf('/proc/sys/kernel/hostname')
  return name === '-' ? hostname() : name
}

/** What tells a machine, and one boot of it, from others. */
export interface MachineIdentity {
  /** The id of its installation (machine-id(5)), which stays when its name changes; else its name. */
  readonly id: string
  readonly host: string
  readonly boot: string
}

export function thisMachine(): MachineIdentity {
  const [host, id] = [hostName(), contentOf(MACHINE_ID)]
  return { id: id === '-' ? host : id, host, boot: currentBootId() }
}

const MACHINE_ID = '/etc/machine-id'

/** Identifies the current boot: by the kernel's id, or else as `bootIdFromUptime` does. */
export function currentBootId(): string {
  const id = contentOf('/proc/sys/kernel/random/boot_id')
  return id === '-' ? bootIdFromUptime(uptimeOf(), Date.now()) : id
}

/** A boot's approximate time: `~` and seconds since 1970, from uptime in s and `now` in ms; `-` if the uptime is unknown. */
export function bootIdFromUptime(uptime: number | null, now: number): string {
  return uptime === null ? '-' : `~${Math.round(now / 1000 - uptime)}`
}

/** Whether two results of `currentBootId` mean the same boot; approximate times may differ a little. */
export function isSameBoot(a: string, b: string): boolean {
  if (!a.startsWith('~') || !b.startsWith('~')) return a === b
  return Math.abs(Number(a.slice(1)) - Number(b.slice(1))) <= TOLERANCE_SECONDS
}

/** Seconds since boot; null if the system does not say. */
function uptimeOf(): number | null {
  try {
    return uptime()
  } catch {
    return null
  }
}

/** Machine, boot and namespaces: a process id and start time identify a process only where all of these are the same. */
export function hostToken(): string {
  const words = [hostName(), contentOf(MACHINE_ID), contentOf('/proc/sys/kernel/random/boot_id'), namespaces()]
  return words.map((word) => word.replaceAll(/[\s|]/g, '_')).join('|')
}

/** The text of a small file; `-` if it cannot be read or is empty. */
function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim() || '-'
  } catch {
    return '-'
  }
}

/** Process ids are relative to the PID namespace, their start times to the time namespace. */
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
