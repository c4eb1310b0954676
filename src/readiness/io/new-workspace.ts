import { lstatSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fail } from '../../domain/outcome.ts'
import { ensureDirectory, PRIVATE, writeNewFile } from '../../platform/durable.ts'
import { errnoName } from '../../platform/errno.ts'
import { findWorkspace, nearestWorkspace } from '../../store/workspace.ts'

/** Where a workspace is to be made: the folder that was given, else `--dir`, else HALT_DIR, else the working directory. */
export function siteOf(folder: string | undefined, dir: string | undefined, env: NodeJS.ProcessEnv): string {
  const named = [folder, dir, env.HALT_DIR].find((path) => path !== undefined && path !== '')
  return named === undefined ? process.cwd() : resolve(named)
}

/** The workspace above one, which commands in its folder would use without it; null where there is none. */
export function workspaceAbove(directory: string): string | null {
  return dirname(directory) === directory ? null : nearestWorkspace(dirname(directory))
}

/** How commands come to use a workspace: they do from here, they do from its folder, or only where it is named. */
export function wayTo(directory: string, env: NodeJS.ProcessEnv): 'here' | 'there' | 'named' {
  if (findWorkspace(undefined, env, process.cwd).directory === directory) return 'here'
  return findWorkspace(undefined, env, () => directory).directory === directory ? 'there' : 'named'
}

/** Whether something has the name already, whatever it is: a link that leads nowhere as well. */
export function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

/** Whether a folder is the user's, and not one that everybody can write to. */
export function isOwnFolder(path: string): boolean {
  const { uid, mode } = statSync(path)
  return uid === (process.geteuid?.() ?? uid) && (mode & 0o002) === 0
}

/**
 * Writes the files that are not there yet, for their owner alone, each on stable storage when this returns: all of them, or
 * none. Tells which of them were written.
 */
export function writeMissing(directory: string, files: Readonly<Record<string, string>>): string[] {
  const wrote: string[] = []
  let path = directory
  try {
    ensureDirectory(directory, PRIVATE)
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

/** False where something has the name, which is left as it is; a part of a file is left by nothing that fails here. */
function writeNew(path: string, text: string): boolean {
  if (isThere(path)) return false
  try {
    writeNewFile(path, Buffer.from(text), PRIVATE)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    rmSync(path, { force: true })
    throw error
  }
}
