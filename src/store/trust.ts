import { existsSync, readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { fail } from '../domain/problem.ts'
import { stateFolder } from './state.ts'
import { CONTACTS_FILE, isFolder, SETTINGS_FILE, type Workspace, type WorkspaceOrigin } from './workspace.ts'

/** A path that somebody else could have written, or could change while it is in use. */
export interface DistrustedPath {
  readonly path: string
  readonly why: 'owner' | 'writable'
}

/** How deep the files in `runbooks` are: `runbooks/notices/ja/website.txt`. */
const DEPTH = 3
/** The state folder that has a file for each trusted workspace. */
const TRUSTED = 'trusted'
const MAX_PATH_BYTES = 16 * 1024
const ACCOUNT_FILES = { passwd: '/etc/passwd', group: '/etc/group' }

/**
 * Returns the first of a workspace's folder, its parents and the team's files in it that is not the user's or root's, or
 * that others can write to (a parent may be sticky, like `/tmp`). Null also if the user trusts it, or without user ids.
 */
export function distrustOf(workspace: string, env: NodeJS.ProcessEnv): DistrustedPath | null {
  return isTrusted(workspace, env) ? null : new OwnershipCheck().firstDistrust(teamPathsOf(workspace))
}

/** Like `distrustOf`; also checks the files in the workspace that a command line names by path, relative to `directory`. */
export function distrustOfCommand(
  argv: readonly string[],
  directory: string,
  workspace: string,
  env: NodeJS.ProcessEnv,
): DistrustedPath | null {
  if (isTrusted(workspace, env)) return null
  const named = argv.filter((word) => word.includes('/')).map((word) => resolve(directory, word))
  const inWorkspace = named.filter((path) => relative(workspace, path).split(sep)[0] !== '..')
  return new OwnershipCheck().firstDistrust([...teamPathsOf(workspace), ...inWorkspace])
}

/**
 * Why a file is not used that the settings name, or a link in the workspace leads to: it is outside of the workspace, or among
 * its incidents, and others can change what names it. Null if it may be used.
 */
export function distrustOfNamed(path: string, workspace: string, env: NodeJS.ProcessEnv): DistrustedPath | null {
  const [first] = relative(realPathOf(workspace), realPathOf(resolve(workspace, path))).split(sep)
  return first === '..' || first === 'incidents' ? distrustOf(workspace, env) : null
}

/** Throws `untrusted-workspace` if a file of the workspace must not be used (`distrustOfNamed`). */
export function mustBeUsable(path: string, directory: string, env: NodeJS.ProcessEnv): void {
  const distrust = distrustOfNamed(path, directory, env)
  if (distrust !== null) fail('untrusted-workspace', { directory, ...distrust, unused: path })
}

/** A path without links, as far as it exists. */
function realPathOf(path: string): string {
  return existsSync(path) || dirname(path) === path
    ? realpathSync.native(path)
    : join(realPathOf(dirname(path)), basename(path))
}

/** Whether the user has trusted a folder with `trust`. */
export function isTrusted(workspace: string, env: NodeJS.ProcessEnv): boolean {
  const name = folderIdentity(workspace)
  return name !== null && stateFolder(env, TRUSTED).read(name, MAX_PATH_BYTES) !== null
}

/** Trusts a folder, whoever may write to it, until it is replaced or changes owner. False if that cannot be stored. */
export function trustFolder(workspace: string, env: NodeJS.ProcessEnv): boolean {
  const name = folderIdentity(workspace)
  return name !== null && stateFolder(env, TRUSTED).write(name, `${workspace}\n`)
}

/** Whether everybody on the machine can write to a folder. */
export function isOpenToAll(folder: string): boolean {
  return (statSync(folder).mode & 0o002) !== 0
}

/** Device, inode and owner of a folder; null if there is none. */
function folderIdentity(folder: string): string | null {
  const stats = statSync(folder, { bigint: true, throwIfNoEntry: false })
  return stats?.isDirectory() ? `${stats.dev}-${stats.ino}-${stats.uid}` : null
}

/** The folder, and the files and folders that the team writes in it: settings, contacts and runbooks. */
function teamPathsOf(workspace: string): string[] {
  const runbooks = join(workspace, 'runbooks')
  const files = [SETTINGS_FILE, CONTACTS_FILE].map((name) => join(workspace, name))
  return [workspace, ...files, runbooks, ...pathsBelow(runbooks, DEPTH)]
}

function pathsBelow(folder: string, depth: number): string[] {
  if (depth === 0 || !isFolder(folder)) return []
  return readdirSync(folder).flatMap((name) => [join(folder, name), ...pathsBelow(join(folder, name), depth - 1)])
}

/** Checks who owns and who may write to paths. Each folder is checked only once. */
class OwnershipCheck {
  private readonly passed = new Set<string>()
  private readonly user = process.geteuid?.()

  firstDistrust(paths: readonly string[]): DistrustedPath | null {
    if (this.user === undefined) return null
    for (const path of paths) {
      const found = existsSync(path) ? this.check(realpathSync.native(path)) : null
      if (found !== null) return found
    }
    return null
  }

  /** Checks a path and its parents: whoever can rename a parent folder can put something else in its place. */
  private check(realPath: string): DistrustedPath | null {
    for (let at = realPath; !this.passed.has(at); at = dirname(at)) {
      const stats = statSync(at)
      // In a sticky folder others can create files, but not rename ours.
      const isSticky = at !== realPath && (stats.mode & 0o1000) !== 0
      const why = this.faultOf(stats, isSticky)
      if (why !== null) return { path: at, why }
      this.passed.add(at)
    }
    return null
  }

  private faultOf({ uid, gid, mode }: Stats, isSticky: boolean): DistrustedPath['why'] | null {
    if (uid !== 0 && uid !== this.user) return 'owner'
    if (isSticky) return null
    const isShared = (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && !isPrivateGroup(gid, this.user ?? 0))
    return isShared ? 'writable' : null
  }
}

/** Whether a group is the user's primary one, with nobody else in it. One known only to LDAP or NIS never counts as such. */
export function isPrivateGroup(gid: number, uid: number, files = ACCOUNT_FILES): boolean {
  const primary = entriesOf(files.passwd).filter(([, , , group]) => group === String(gid))
  const names = primary.map(([name]) => name)
  const groups = entriesOf(files.group).filter(([, , id]) => id === String(gid))
  const members = groups.flatMap(([, , , list = '']) => list.split(',').filter((name) => name !== ''))
  const isTheirs = primary.length > 0 && primary.every(([, , id]) => id === String(uid))
  return isTheirs && groups.length > 0 && members.every((name) => names.includes(name))
}

/** The lines of /etc/passwd or /etc/group, split into fields; none if the file cannot be read. */
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
 * Returns a workspace that is checked on first use, since not every command uses one. Throws `untrusted-workspace` then, if
 * it was found upwards and others may write to it; `no-workspace` if it was named but is missing, without `allowMissing`.
 */
export function checkedOnFirstUse(workspace: Workspace, origin: WorkspaceOrigin, env: NodeJS.ProcessEnv): Workspace {
  let isChecked = false
  let mayBeMissing = false

  function check(): Workspace {
    if (isChecked) return workspace
    const { directory } = workspace
    if (origin === 'named' && !mayBeMissing && !isFolder(directory)) fail('no-workspace', { directory, why: 'missing' })
    const distrust = origin === 'found' ? distrustOf(directory, env) : null
    if (distrust !== null) fail('untrusted-workspace', { directory, ...distrust })
    isChecked = true
    return workspace
  }

  return {
    origin,
    get directory() {
      return check().directory
    },
    ids: () => check().ids(),
    strayFolders: () => check().strayFolders(),
    unreadableFolders: () => check().unreadableFolders(),
    missingIncidents: () => check().missingIncidents(),
    journal: (id) => check().journal(id),
    changeOperator: (operator) => workspace.changeOperator(operator),
    hasOwnWriter: () => check().hasOwnWriter(),
    exclusively: (access, act) => check().exclusively(access, act),
    readUnpackedLog: (folder, id) => check().readUnpackedLog(folder, id),
    get firstRecorded() {
      return workspace.firstRecorded
    },
    unkeptState: workspace.unkeptState,
    toldWriters: workspace.toldWriters,
    takeRecorded: () => workspace.takeRecorded(),
    takeSigningMoments: () => workspace.takeSigningMoments(),
    allowMissing() {
      mayBeMissing = true
    },
  }
}
