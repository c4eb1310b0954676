import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { readAt } from './file-bytes.ts'

/** Node's types don't say that it is missing where there are no users. */
const user = (): number | undefined => process.geteuid?.()

/**
 * A folder of the user's for state or cache, with the files in it. It counts only where it and the folders down to it are
 * the user's own and closed to everybody else, which is made so where they are merely open; its files only where they are
 * regular and the user's own. No link is followed and no pipe waited for. Whatever does not count is as if it were not there.
 */
export class PrivateFolder {
  readonly path: string
  private readonly base: string
  private readonly levels: readonly string[]
  private isChecked = false

  /** `base` is the user's folder for such things, which may be open to others; all `below` it may not. */
  constructor(base: string, ...below: readonly string[]) {
    this.base = base
    this.levels = below.map((_, i) => join(base, ...below.slice(0, i + 1)))
    this.path = join(base, ...below)
  }

  /** Whether it is there and counts. */
  isUsable(): boolean {
    this.isChecked ||= this.levels.every(isPrivate)
    return this.isChecked
  }

  /** Of all that is in it, in order. */
  names(): string[] {
    return this.attempt(() => readdirSync(this.path).sort()) ?? []
  }

  /** What `use` makes of a file, which is open meanwhile; null where none counts, or `use` throws. */
  within<T>(name: string, use: (fd: number) => T, access: number = constants.O_RDONLY): T | null {
    return this.attempt(() => {
      const fd = openSync(join(this.path, name), access | constants.O_NOFOLLOW | constants.O_NONBLOCK)
      try {
        const stats = fstatSync(fd)
        return stats.isFile() && stats.uid === (user() ?? stats.uid) ? use(fd) : null
      } finally {
        closeSync(fd)
      }
    })
  }

  /** All of a file; null where none counts, or it is longer than `most` bytes. */
  read(name: string, most: number): Buffer | null {
    return this.within(name, (fd) => {
      const { size } = fstatSync(fd)
      return size > most ? null : readAt({ fd, at: 0 }, Buffer.alloc(size))
    })
  }

  /** Puts a file in its place, whole, for the user alone. False, and nothing changed, where that cannot be. */
  put(name: string, data: string | readonly Uint8Array[]): boolean {
    const put = () => this.attempt(() => putNew(join(this.path, name), data)) ?? false
    return put() || (this.make() && put())
  }

  remove(name: string): void {
    this.attempt(() => rmSync(join(this.path, name), { force: true }))
  }

  /** Makes it where it is not there. False where it does not count then. */
  make(): boolean {
    this.isChecked = false
    try {
      makeFolders(this.base)
      for (const level of this.levels) makeFolder(level)
      return this.isUsable()
    } catch {
      return false
    }
  }

  private attempt<T>(act: () => T): T | null {
    if (!this.isUsable()) return null
    try {
      return act()
    } catch {
      return null
    }
  }
}

function isPrivate(folder: string): boolean {
  try {
    const fd = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW)
    try {
      const { uid, mode } = fstatSync(fd)
      if (uid !== (user() ?? uid)) return false
      if ((mode & 0o077) !== 0) fchmodSync(fd, 0o700)
      return true
    } finally {
      closeSync(fd)
    }
  } catch {
    return false
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** A new file takes the place of the old one, so that whoever reads finds one or the other. */
function putNew(path: string, data: string | readonly Uint8Array[]): true {
  const fresh = `${path}.${process.pid}`
  const file = createFile(fresh)
  try {
    try {
      for (const piece of typeof data === 'string' ? [data] : data) writeFileSync(file, piece)
    } finally {
      closeSync(file)
    }
    renameSync(fresh, path)
    return true
  } catch (error) {
    rmSync(fresh, { force: true })
    throw error
  }
}

function createFile(path: string): number {
  const create = () => openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600)
  try {
    return create()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    // An earlier process of the same number was ended before it could put its file in place.
    rmSync(path)
    return create()
  }
}

/**
 * Makes a folder for the user alone, and those above it that are not there. Throws the system's error where it cannot be.
 * Node's own way goes on for ever where a folder says that it is not there and nothing can be made in it, as in /proc.
 */
export function makeFolders(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    if (code !== 'ENOENT' || dirname(path) === path) throw error
    makeFolders(dirname(path))
    mkdirSync(path, { mode: 0o700 })
  }
}
