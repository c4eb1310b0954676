import { execFileSync } from 'node:child_process'
import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const PAGE = 4096
const AS_ROOT = process.getuid?.() === 0 ? [] : ['sudo', '-n']

/** Runs a command as root. Throws with what it said where it failed. */
function asRoot(...words: readonly string[]): void {
  const [command = '', ...args] = [...AS_ROOT, ...words]
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] })
}

/** A small file system of its own, which can be filled, made read-only, and is gone afterwards. */
export class Tmpfs {
  readonly path: string
  private readonly ballast: string

  constructor(path: string, kibibytes: number) {
    this.path = path
    this.ballast = join(path, 'ballast')
    const owner = `uid=${process.getuid?.()},gid=${process.getgid?.()},mode=700`
    asRoot('mount', '-t', 'tmpfs', '-o', `size=${kibibytes}k,${owner}`, 'tmpfs', path)
  }

  /** Fills it until no more than so many pages of 4 KiB are free. */
  fill(pages: number): void {
    const fd = openSync(this.ballast, 'w')
    try {
      let length = 0
      for (;;) {
        try {
          length += writeSync(fd, Buffer.alloc(PAGE))
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
          break
        }
      }
      if (length < pages * PAGE) throw new Error(`only ${length} bytes were free`)
      ftruncateSync(fd, length - pages * PAGE)
    } finally {
      closeSync(fd)
    }
  }

  /** Frees what was filled. */
  free(): void {
    rmSync(this.ballast, { force: true })
  }

  readOnly(on: boolean): void {
    asRoot('mount', '-o', `remount,${on ? 'ro' : 'rw'}`, this.path)
  }

  unmount(): void {
    asRoot('umount', '-l', this.path)
  }
}

/** Does something on a file system of its own, which is unmounted whatever happens. */
export async function onTmpfs<T>(path: string, kibibytes: number, act: (tmpfs: Tmpfs) => Promise<T>): Promise<T> {
  const tmpfs = new Tmpfs(path, kibibytes)
  try {
    return await act(tmpfs)
  } finally {
    tmpfs.unmount()
  }
}
