import { execFileSync, spawnSync } from 'node:child_process'
import { chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Ran } from './chroot.ts'

/** The user of the image. */
const USER = 1000

interface BundleConfig {
  hostname: string
  process: { terminal: boolean; args: string[] }
  mounts: { destination: string; type: string; source: string; options: string[] }[]
}

/** Containers of an image, one after the other, with the same two volumes and the same host name. */
export class Containers {
  private readonly bundle: string
  private readonly volumes: string
  private readonly config: string

  constructor(image: string, folder: string) {
    this.bundle = join(folder, 'bundle')
    this.volumes = join(folder, 'volumes')
    execFileSync('umoci', ['unpack', '--image', image, this.bundle], { stdio: 'pipe' })
    this.config = readFileSync(join(this.bundle, 'config.json'), 'utf8')
    for (const name of ['halt', 'state']) {
      mkdirSync(join(this.volumes, name), { recursive: true })
      chownSync(join(this.volumes, name), USER, USER)
    }
  }

  /** The user, by number, and the entry point. */
  get process(): { readonly user: { readonly uid: number }; readonly args: readonly string[] } {
    return JSON.parse(this.config).process
  }

  /** Runs the image with these arguments. */
  run(...args: readonly string[]): Ran {
    const config = JSON.parse(this.config) as BundleConfig
    config.hostname = 'halt-1'
    config.process.terminal = false
    config.process.args.push(...args)
    for (const name of ['halt', 'state']) {
      const source = join(this.volumes, name)
      config.mounts.push({ destination: `/${name}`, type: 'bind', source, options: ['rbind', 'rw'] })
    }
    writeFileSync(join(this.bundle, 'config.json'), JSON.stringify(config))
    // crun refuses a machine with groups of both versions: here it sees those of version 2 alone, and makes none.
    const script = 'umount -l /sys/fs/cgroup; mount -t cgroup2 none /sys/fs/cgroup && exec crun "$@"'
    const crun = ['--cgroup-manager=disabled', 'run', '--bundle', this.bundle, `halt-test-${process.pid}`]
    const line = ['--mount', 'sh', '-c', script, 'sh', ...crun]
    const { status, stdout, stderr } = spawnSync('unshare', line, { input: '', encoding: 'utf8' })
    return { code: status, out: stdout, err: stderr }
  }
}
