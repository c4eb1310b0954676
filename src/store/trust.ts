import { existsSync, readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fail } from '../domain/outcome.ts'
import { stateFolder } from './state.ts'
import { CONTACTS_FILE, isFolder, type Origin, SETTINGS_FILE, type Workspace } from './workspace.ts'

/** What somebody else could have written, or could change while it is used. */
export interface Distrust {
  readonly path: string
  readonly why: 'owner' | 'writable'
}

/** Templates lie three folders deep: `runbooks/notices/ja/website.txt`. */
const DEPTH = 3
const TRUSTED = 'trusted'
const MOST_PATH = 16 * 1024

/**
 * What in a workspace is not to be believed: the folder, what the team writes in it, and the folders above it have to belong
 * to the user or to root, and nobody else may write to them. Null where nothing is amiss, or the user has said that they
 * trust the folder.
 */
export function distrustOf(workspace: string, env: NodeJS.ProcessEnv): Distrust | null {
  return isTrusted(workspace, env) ? null : new Vetting().first(filesOf(workspace))
}

/** The same, and of the files in it that a command line names by a path, as it runs in a directory. */
export function distrustOfCommand(
  argv: readonly string[],
  directory: string,
  workspace: string,
  env: NodeJS.ProcessEnv,
): Distrust | null {
  if (isTrusted(workspace, env)) return null
  const named = argv.filter((word) => word.includes('/')).map((word) => resolve(directory, word))
  return new Vetting().first([...filesOf(workspace), ...named.filter((path) => isWithin(path, workspace))])
}

export function isTrusted(workspace: string, env: NodeJS.ProcessEnv): boolean {
  const name = identityOf(workspace)
  return name !== null && stateFolder(env, TRUSTED).read(name, MOST_PATH) !== null
}

/** Trusts a folder, whoever may write to it, for as long as it is there and has that owner. False where it cannot be kept. */
export function trust(workspace: string, env: NodeJS.ProcessEnv): boolean {
  const name = identityOf(workspace)
  return name !== null && stateFolder(env, TRUSTED).put(name, `${workspace}\n`)
}

/** Whether everybody on the machine can write to a folder. */
export function isOpenToAll(folder: string): boolean {
  return (statSync(folder).mode & 0o002) !== 0
}

/** Device, inode and owner of a folder; null where there is none. */
function identityOf(folder: string): string | null {
  const stats = statSync(folder, { bigint: true, throwIfNoEntry: false })
  return stats?.isDirectory() ? `${stats.dev}-${stats.ino}-${stats.uid}` : null
}

function filesOf(workspace: string): string[] {
  const runbooks = join(workspace, 'runbooks')
  return [
    workspace,
    join(workspace, SETTINGS_FILE),
    join(workspace, CONTACTS_FILE),
    runbooks,
    ...below(runbooks, DEPTH),
  ]
}

function below(folder: string, depth: number): string[] {
  if (depth === 0 || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return []
  return readdirSync(folder).flatMap((name) => [join(folder, name), ...below(join(folder, name), depth - 1)])
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith('..')
}

class Vetting {
  private readonly passed = new Set<string>()
  private readonly user = process.geteuid?.()

  first(paths: readonly string[]): Distrust | null {
    if (this.user === undefined) return null
    for (const path of paths) {
      const found = existsSync(path) ? this.check(realpathSync.native(path)) : null
      if (found !== null) return found
    }
    return null
  }

  /** Whoever can rename a folder above something can put something else in its place. */
  private check(real: string): Distrust | null {
    for (let at = real; !this.passed.has(at); at = dirname(at)) {
      const stats = statSync(at)
      // In a sticky folder others can make files, but not rename ours.
      const isKept = at !== real && (stats.mode & 0o1000) !== 0
      const why = this.faultOf(stats, isKept)
      if (why !== null) return { path: at, why }
      this.passed.add(at)
    }
    return null
  }

  private faultOf({ uid, gid, mode }: Stats, isKept: boolean): Distrust['why'] | null {
    if (uid !== 0 && uid !== this.user) return 'owner'
    if (isKept) return null
    const isShared = (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && !isPrivateGroup(gid, this.user ?? 0))
    return isShared ? 'writable' : null
  }
}

/**
 * Whether a group is the user's own: their primary one, nobody else's primary one, and without other members. What only a
 * directory service knows is not asked for, so that such a group is nobody's own.
 */
export function isPrivateGroup(
  gid: number,
  uid: number,
  files = { passwd: '/etc/passwd', group: '/etc/group' },
): boolean {
  const primary = entriesOf(files.passwd).filter(([, , , group]) => group === String(gid))
  const names = primary.map(([name]) => name)
  const groups = entriesOf(files.group).filter(([, , id]) => id === String(gid))
  const members = groups.flatMap(([, , , list = '']) => list.split(',').filter((name) => name !== ''))
  return (
    primary.length > 0 &&
    primary.every(([, , id]) => id === String(uid)) &&
    groups.length > 0 &&
    members.every((name) => names.includes(name))
  )
}

function entriesOf(file: string): string[][] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => /^[^#:]+:/.test(line))
      .map((line) => line.trim().split(':'))
  } catch {
    return []
  }
}

/**
 * A workspace that is looked at before it is first used, as not every command uses one. Throws `untrusted-workspace` where
 * it was found by looking upwards and somebody else may have written what is in it, `no-workspace` where it was named and
 * is not there.
 */
export function admitted(workspace: Workspace, origin: Origin, env: NodeJS.ProcessEnv): Workspace {
  let isAdmitted = false
  let mayBeMissing = false

  function admit(): Workspace {
    if (isAdmitted) return workspace
    const { directory } = workspace
    if (origin === 'named' && !mayBeMissing && !isFolder(directory)) fail('no-workspace', { directory, why: 'missing' })
    const distrust = origin === 'found' ? distrustOf(directory, env) : null
    if (distrust !== null) fail('untrusted-workspace', { directory, ...distrust })
    isAdmitted = true
    return workspace
  }

  return {
    origin,
    get directory() {
      return admit().directory
    },
    ids: () => admit().ids(),
    ignored: () => admit().ignored(),
    missing: () => admit().missing(),
    journal: (id) => admit().journal(id),
    get recorded() {
      return workspace.recorded
    },
    allowMissing() {
      mayBeMissing = true
    },
  }
}
