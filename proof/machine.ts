import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { APART } from './apart.ts'
import type { Attack } from './proof.ts'

/** Covers the kernel's words for the machine and its boot, in namespaces of its own, and runs what follows there. */
const COVERED =
  'mount --bind "$1" /etc/machine-id && mount --bind "$2" /proc/sys/kernel/random/boot_id && echo "$3" > /proc/sys/kernel/hostname && shift 3 && exec "$@"'

/** What runs under it sees a machine of its own: another id and boot, and another host name. */
export class Machine {
  host: string
  private readonly id: string
  private readonly boot: string

  /** `id` is its machine id (machine-id(5)): a clone has that of another. */
  constructor({ folder }: Pick<Attack, 'folder'>, host: string, id = newMachineId()) {
    this.host = host
    const directory = folder()
    this.id = join(directory, 'machine-id')
    this.boot = join(directory, 'boot_id')
    writeFileSync(this.id, `${id}\n`)
    this.restart()
  }

  restart(): void {
    writeFileSync(this.boot, `${randomUUID()}\n`)
  }

  /** To run a program on it. */
  get under(): string[] {
    return this.covered(['unshare', ...UNPRIVILEGED, '--mount', '--uts'])
  }

  /** To run a program in a container on it, which has process ids of its own. */
  get inContainer(): string[] {
    return this.covered([...APART, '--uts'])
  }

  private covered(namespaces: readonly string[]): string[] {
    return [...namespaces, 'sh', '-c', COVERED, 'sh', this.id, this.boot, this.host]
  }
}

export function newMachineId(): string {
  return randomUUID().replaceAll('-', '')
}

const UNPRIVILEGED = process.getuid?.() === 0 ? [] : ['--map-root-user']
