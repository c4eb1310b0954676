import {
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
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { readAt, withOpenFile } from './file-bytes.ts'

/** Undefined on systems without user ids, where `geteuid` is missing, although Node's types do not say so. */
const userId = (): number | undefined => process.geteuid?.()

/**
 * A folder for the user's state or cache, and the files in it. It is usable only if it and the folders between `base` and
 * it belong to the user; if others may use them, that permission is taken away. Its files are usable only if they are
 * regular and belong to the user. Follows no link and waits for no pipe. What is not usable counts as missing.
 */
export class PrivateFolder {
  readonly path: string
  private readonly base: string
  private readonly levels: readonly string[]
  private isChecked = false

  /** `base` is the user's folder for such files, which may be open to others; the folders `below` it may not. */
  constructor(base: string, ...below: readonly string[]) {
    this.base = base
    this.levels = below.map((_, i) => join(base, ...below.slice(0, i + 1)))
    this.path = join(base, ...below)
  }

  /** Whether the folder exists and is usable. */
  isUsable(): boolean {
    this.isChecked ||= this.levels.every(ensurePrivate)
    return this.isChecked
  }

  /** Names of everything in the folder, sorted; empty if it is not usable. */
  names(): string[] {
    return this.attempt(() => readdirSync(this.path).sort()) ?? []
  }

  /** Opens a file, returns the result of `use`, and closes it; null if the file is not usable, or `use` throws. */
  withFile<T>(name: string, use: (fd: number) => T, access: number = constants.O_RDONLY): T | null {
    return this.attempt(() => {
      const flags = access | constants.O_NOFOLLOW | constants.O_NONBLOCK
      return withOpenFile(openSync(join(this.path, name), flags), (fd) => {
        const stats = fstatSync(fd)
        return stats.isFile() && stats.uid === (userId() ?? stats.uid) ? use(fd) : null
      })
    })
  }

  /** All bytes of a file; null if it is not usable, or longer than `limit` bytes. */
  read(name: string, limit: number): Buffer | null {
    return this.withFile(name, (fd) => {
      const { size } = fstatSync(fd)
      return size > limit ? null : readAt({ fd, at: 0 }, Buffer.alloc(size))
    })
  }

  /** Creates or replaces a file atomically, and the folder if need be. False if that fails; an old file stays unchanged. */
  write(name: string, data: string | readonly Uint8Array[]): boolean {
    const replace = () => this.attempt(() => replaceFile(join(this.path, name), data)) ?? false
    return replace() || (this.create() && replace())
  }

  /** Deletes a file if that is possible. */
  remove(name: string): void {
    this.attempt(() => rmSync(join(this.path, name), { force: true }))
  }

  /** Creates the folder if it does not exist. False if it is not usable then. */
  create(): boolean {
    this.isChecked = false
    try {
      makeFolders(this.base)
      for (const level of this.levels) makeFolders(level)
      return this.isUsable()
    } catch {
      return false
    }
  }

  /** Null if the folder is not usable or `act` throws. */
  private attempt<T>(act: () => T): T | null {
    if (!this.isUsable()) return null
    try {
      return act()
    } catch {
      return null
    }
  }
}

/** Takes away permissions of others. False if the folder is missing, is a link or belongs to somebody else. */
function ensurePrivate(folder: string): boolean {
  try {
    return withOpenFile(openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW), (fd) => {
      const { uid, mode } = fstatSync(fd)
      if (uid !== (userId() ?? uid)) return false
      if ((mode & 0o077) !== 0) fchmodSync(fd, 0o700)
      return true
    })
  } catch {
    return false
  }
}

/** Writes a new file and renames it: readers find the old or the new one. Returns true, as null of `attempt` is failure. */
function replaceFile(path: string, data: string | readonly Uint8Array[]): true {
  const temporary = `${path}.${process.pid}`
  const file = createFile(temporary)
  try {
    withOpenFile(file, () => {
      for (const piece of typeof data === 'string' ? [data] : data) writeFileSync(file, piece)
    })
    renameSync(temporary, path)
    return true
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

function createFile(path: string): number {
  const create = () => openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600)
  try {
    return create()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    // An earlier process with the same id was killed before it could rename its file.
    rmSync(path)
    return create()
  }
}

/**
 * Creates a folder and its missing parents, for the user alone. Throws the system's error if that fails. Not with Node's
 * recursive `mkdir`, which never returns where nothing can be created and the system says ENOENT, as in /proc.
 */
function makeFolders(path: string): void {
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

/** Where the folders of the XDG Base Directory Specification are in the home folder, by the variables that move them. */
const XDG_FOLDERS = {
  XDG_CACHE_HOME: '.cache',
  XDG_CONFIG_HOME: '.config',
  XDG_DATA_HOME: join('.local', 'share'),
  XDG_STATE_HOME: join('.local', 'state'),
}

/** A folder of the user by that specification. It says to ignore a variable that is a relative path. */
export function xdgFolder(env: NodeJS.ProcessEnv, name: keyof typeof XDG_FOLDERS): string {
  const given = env[name]
  return given !== undefined && isAbsolute(given) ? given : join(homeFolder(env), XDG_FOLDERS[name])
}

export function homeFolder(env: NodeJS.ProcessEnv): string {
  return env.HOME || homedir()
}
