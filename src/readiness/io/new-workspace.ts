import { lstatSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fail } from '../../domain/problem.ts'
import { OWNER_ONLY } from '../../platform/access.ts'
import { ensureDirectory, writeNewFile } from '../../platform/durable.ts'
import { errnoName } from '../../platform/errno.ts'
import { CONTACTS_FILE, findWorkspace, isFolder, nearestWorkspace, SETTINGS_FILE } from '../../store/workspace.ts'

/** Where to create a workspace: the given folder, else `--dir`, else HALT_DIR, else the working directory. */
export function targetFolder(folder: string | undefined, dir: string | undefined, env: NodeJS.ProcessEnv): string {
  const named = [folder, dir, env.HALT_DIR].find((path) => path !== undefined && path !== '')
  return named === undefined ? process.cwd() : resolve(named)
}

/** The workspace in a folder above, which commands would use if this one did not exist; null if there is none. */
export function workspaceAbove(directory: string): string | null {
  return dirname(directory) === directory ? null : nearestWorkspace(dirname(directory))
}

/**
 * From where commands find a workspace without `--dir`: from the working directory (`here`), only from its own folder
 * (`there`), or from nowhere, so that it has to be `named`, for example because HALT_DIR names another one.
 */
export function usableFrom(directory: string, env: NodeJS.ProcessEnv): 'here' | 'there' | 'named' {
  if (findWorkspace(undefined, env, process.cwd).directory === directory) return 'here'
  return findWorkspace(undefined, env, () => directory).directory === directory ? 'there' : 'named'
}

/** Whether the path is taken by anything, even by a dangling link. */
export function isTaken(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

/** Whether a folder belongs to the user and is not world-writable. */
export function isOwnFolder(path: string): boolean {
  const { uid, mode } = statSync(path)
  return uid === (process.geteuid?.() ?? uid) && (mode & 0o002) === 0
}

/** Writes missing files, synced, owner-only. Returns the names of those it wrote; on failure removes these and throws `not-recorded`. */
export function writeMissing(directory: string, files: Readonly<Record<string, string>>): string[] {
  const wrote: string[] = []
  let path = directory
  try {
    ensureDirectory(directory, OWNER_ONLY)
    for (const [name, text] of Object.entries(files)) {
      path = join(directory, name)
      if (writeNew(path, text)) wrote.push(name)
    }
    return wrote
  } catch (error) {
    for (const name of wrote) rmSync(join(directory, name), { force: true })
    return fail('not-recorded', { path, why: errnoName(error) })
  }
}

/** Writes a file. Returns false, and changes nothing, if the path is taken. A failure leaves no partial file. */
function writeNew(path: string, text: string): boolean {
  if (isTaken(path)) return false
  try {
    writeNewFile(path, Buffer.from(text), OWNER_ONLY)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    rmSync(path, { force: true })
    throw error
  }
}

/** What a manual consists of in its workspace. */
const PARTS = [SETTINGS_FILE, CONTACTS_FILE, 'runbooks']

/** Throws `folder-in-use` unless a manual can be written into a folder without touching, or mixing with, what is there. */
export function mustBeFreeForManual(directory: string): void {
  if (isTaken(directory) && !isFolder(directory)) fail('folder-in-use', { directory, names: [] })
  const names = PARTS.filter((name) => isTaken(join(directory, name)) && !isEmptyFolder(join(directory, name)))
  if (names.length > 0) fail('folder-in-use', { directory, names })
}

function isEmptyFolder(path: string): boolean {
  return isFolder(path) && readdirSync(path).length === 0
}

/** Writes files and their folders like `writeMissing`, but all or none: throws `folder-in-use` if one of them exists. */
export function writeManual(directory: string, files: Readonly<Record<string, string>>): void {
  mustBeFreeForManual(directory)
  const made: string[] = []
  let path = directory
  try {
    for (const [name, text] of Object.entries(files)) {
      path = join(directory, name)
      made.unshift(...missingFolders(dirname(path)))
      ensureDirectory(dirname(path), OWNER_ONLY)
      if (!writeNew(path, text)) fail('folder-in-use', { directory, names: [name] })
      made.unshift(path)
    }
  } catch (error) {
    for (const each of made) removeMade(each)
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    fail('not-recorded', { path, why: errnoName(error) })
  }
}

/** A folder and the folders above it that do not exist yet, the innermost first. */
function missingFolders(path: string): string[] {
  return isTaken(path) ? [] : [path, ...missingFolders(dirname(path))]
}

/** Removes a file, or a folder unless something else has been put into it meanwhile. */
function removeMade(path: string): void {
  try {
    if (isFolder(path)) rmdirSync(path)
    else rmSync(path, { force: true })
  } catch {
    // It is not ours alone any more, or the disk refuses this as well.
  }
}
