import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** Kept from run to run, until the packages of the project are installed anew. */
const CACHE = resolve(import.meta.dirname, '../../node_modules/.cache')
const PACKAGES = ['nodejs', 'man-db']
/** An ordinary user of the chroot. */
export const USER = { id: 1000, home: '/home/taro' }

/** What is missing for a chroot; empty if nothing is. */
export function lacksForChroot(): string[] {
  if (process.getuid?.() !== 0) return ['root']
  const programs = ['mmdebstrap', 'unshare', 'tar'].filter((name) => spawnSync(name, ['--version']).error !== undefined)
  if (programs.length > 0) return programs
  const canMount = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0
  return [...(codename() === null ? ['Debian'] : []), ...(canMount ? [] : ['the right to mount'])]
}

function codename(): string | null {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
  return /^ID=debian$/m.test(release) ? (/^VERSION_CODENAME=(\w+)$/m.exec(release)?.[1] ?? null) : null
}

/** An archive of a minimal Debian of this release with Node, from the sources of this machine; made if it is not there. */
export function minimalDebian(): string {
  const release = codename() as string
  const path = join(CACHE, `debian-${release}-${PACKAGES.join('-')}.tar`)
  if (existsSync(path)) return path
  mkdirSync(CACHE, { recursive: true })
  const unfinished = `${path}.${process.pid}.tar`
  const { status, stderr } = spawnSync(
    'mmdebstrap',
    ['--quiet', '--variant=minbase', `--include=${PACKAGES.join(',')}`, release, unfinished, ...sources()],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`mmdebstrap exited ${status}: ${stderr}`)
  renameSync(unfinished, path)
  return path
}

/** The files that say where packages come from, except those that name a folder of this machine. */
function sources(): string[] {
  const folder = '/etc/apt/sources.list.d'
  const files = ['/etc/apt/sources.list', ...readdirSync(folder).map((name) => join(folder, name))]
  return files.filter(
    (file) => /\.(?:list|sources)$/.test(file) && existsSync(file) && !/\bfile:/.test(readFileSync(file, 'utf8')),
  )
}

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A system in a folder of its own. */
export class Chroot {
  readonly root = mkdtempSync(join(tmpdir(), 'halt-chroot-'))

  constructor() {
    const { status, stderr } = spawnSync('tar', ['-xpf', minimalDebian(), '-C', this.root, '--numeric-owner'])
    if (status !== 0) throw new Error(`tar exited ${status}: ${stderr}`)
    this.run('mkdir', ['-p', USER.home])
    this.run('chown', [String(USER.id), USER.home])
  }

  /** Copies a file of this machine into it. */
  take(file: string, path: string): void {
    cpSync(file, join(this.root, path))
  }

  /** Runs a program in it, as root. */
  run(command: string, args: readonly string[]): Ran {
    return this.start(['chroot', this.root, '/usr/bin/env', '-i', PATH, 'HOME=/root', command, ...args])
  }

  /** Runs a script in its shell, as an ordinary user. */
  asUser(script: string): Ran {
    const user = `--userspec=${USER.id}:${USER.id}`
    const env = [PATH, `HOME=${USER.home}`, 'LANG=C.UTF-8', 'HALT_OPERATOR=taro']
    return this.start(['chroot', user, this.root, '/usr/bin/env', '-i', ...env, 'bash', '-c', `cd; ${script}`])
  }

  /** Regular files and links in it, without those that apt and dpkg keep for themselves. */
  files(): string[] {
    const own = /^\/(?:var\/(?:lib\/(?:dpkg|apt)|log|cache\/(?:apt|man|debconf|ldconfig))|proc|tmp)\//
    const { out } = this.run('find', ['/', '-xdev', '(', '-type', 'f', '-o', '-type', 'l', ')'])
    return out
      .split('\n')
      .filter((path) => path !== '' && !own.test(path))
      .sort()
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true })
  }

  /** With a /proc, which goes with the namespace. */
  private start(command: readonly string[]): Ran {
    const mounted = ['--mount', 'sh', '-c', `mount -t proc proc "$0/proc" && exec "$@"`, this.root]
    const { status, stdout, stderr } = spawnSync('unshare', [...mounted, ...command], { encoding: 'utf8' })
    return { code: status, out: stdout, err: stderr }
  }
}

const PATH = 'PATH=/usr/sbin:/usr/bin:/sbin:/bin'
