import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const PORT = 5432
/** No interface has this address: what is sent to it arrives nowhere, and nobody is told. */
const NOWHERE = '02:00:00:00:00:01'
const UNPRIVILEGED = process.getuid?.() === 0 ? [] : ['--map-root-user']

/** Which packets are lost on the way: those that the machine sends, or those that are for it. */
export type Way = 'out' | 'in'

/** Machines that reach a server over a link each, which can be cut either way; it is gone with this process. */
export class Network {
  private readonly hub: ChildProcess
  private readonly links: Link[] = []
  private forwarder: ChildProcess | null = null

  private constructor(hub: ChildProcess) {
    this.hub = hub
  }

  static async open(machines: number): Promise<Network> {
    const network = new Network(await newNamespace([]))
    const enter = entering(network.hub)
    for (let n = 0; n < machines; n += 1) network.links.push(await Link.lay(n, enter))
    return network
  }

  /** Leads the port of a PostgreSQL server, as the machines see it, to the Unix socket at a path. */
  async forwardTo(path: string): Promise<void> {
    const [command = '', ...args] = [...entering(this.hub), process.execPath, join(import.meta.dirname, 'forward.mjs')]
    const child = spawn(command, [...args, String(PORT), path], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    await once(child, 'message')
    this.forwarder = child
  }

  /** What to run a program under on a machine. */
  under(machine: number): string[] {
    return this.link(machine).enter
  }

  /** Where a machine finds the server. */
  server(machine: number): string {
    return `${this.link(machine).far}:${PORT}`
  }

  cut(machine: number, way: Way): void {
    this.link(machine).neighbour(way, ['replace'], ['lladdr', NOWHERE, 'nud', 'permanent'])
  }

  mend(machine: number, way: Way): void {
    this.link(machine).neighbour(way, ['del'], [])
  }

  close(): void {
    this.forwarder?.disconnect()
    for (const { holder } of this.links) holder.kill()
    this.hub.kill()
  }

  private link(machine: number): Link {
    const link = this.links[machine]
    if (link === undefined) throw new Error(`no machine ${machine}`)
    return link
  }
}

/** The link between a machine and the hub. */
class Link {
  readonly holder: ChildProcess
  readonly enter: string[]
  readonly far: string
  private readonly near: string
  private readonly name: string
  private readonly hub: readonly string[]

  private constructor(n: number, holder: ChildProcess, hub: readonly string[]) {
    this.holder = holder
    this.enter = entering(holder)
    this.hub = hub
    this.name = `machine${n}`
    this.far = `10.0.${n}.1`
    this.near = `10.0.${n}.2`
  }

  static async lay(n: number, hub: readonly string[]): Promise<Link> {
    const link = new Link(n, await newNamespace(hub), hub)
    const peer = ['peer', 'name', 'uplink', 'netns', String(link.holder.pid)]
    ip(hub, 'link', 'add', link.name, 'type', 'veth', ...peer)
    for (const [side, device, address] of [
      [hub, link.name, link.far],
      [link.enter, 'uplink', link.near],
    ] as const) {
      ip(side, 'address', 'add', `${address}/30`, 'dev', device)
      ip(side, 'link', 'set', device, 'up')
    }
    return link
  }

  /** Changes whom one side believes to have the address of the other. */
  neighbour(way: Way, verb: readonly string[], more: readonly string[]): void {
    const [side, device, address] = way === 'out' ? [this.enter, 'uplink', this.far] : [this.hub, this.name, this.near]
    ip(side, 'neighbour', ...verb, address, 'dev', device, ...more)
  }
}

/** A process that holds a network namespace of its own. */
async function newNamespace(under: readonly string[]): Promise<ChildProcess> {
  const isNested = under.length > 0
  const [command = '', ...args] = [...under, 'unshare', ...(isNested ? [] : UNPRIVILEGED), '--net', 'cat']
  const holder = spawn(command, args, { stdio: ['pipe', 'ignore', 'ignore'] })
  const own = readlinkSync('/proc/self/ns/net')
  const outer = new Set([own, ...(isNested ? [namespaceOf(under[2])] : [])])
  for (let waited = 0; holder.pid === undefined || outer.has(namespaceOf(holder.pid)); waited += 10) {
    if (waited > 5_000 || holder.exitCode !== null) throw new Error('no network namespace of its own')
    await pause(10)
  }
  return holder
}

function namespaceOf(pid: string | number | undefined): string {
  return readlinkSync(`/proc/${pid}/ns/net`)
}

function entering({ pid }: ChildProcess): string[] {
  const user = UNPRIVILEGED.length > 0 ? ['--user', '--preserve-credentials'] : []
  return ['nsenter', '--target', String(pid), '--net', ...user]
}

function ip(side: readonly string[], ...args: readonly string[]): void {
  const [command = '', ...rest] = [...side, 'ip', ...args]
  execFileSync(command, rest, { stdio: ['ignore', 'ignore', 'pipe'] })
}
