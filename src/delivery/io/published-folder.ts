import { accessSync, constants, existsSync, lstatSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { accessOf } from '../../platform/access.ts'
import { errnoName } from '../../platform/errno.ts'
import { readTextFile } from '../../platform/regular-files.ts'
import { withLock } from '../../store/lock.ts'

/** Room for fifty notices with the longest text allowed, escaped. */
const MAX_BYTES = 24 * 1024 * 1024

/** Locks the folder while files in it are read and replaced. It is gone afterwards: the folder is for the public. */
export const FOLDER_LOCK = '.halt.lock'

/** Runs `act` while no other process changes the folder. Throws `ProblemError` if another one keeps it locked. */
export function withFolderLock(folder: string, act: () => void): void {
  const path = join(folder, FOLDER_LOCK)
  withLock(path, accessOf(folder), () => {
    try {
      act()
    } finally {
      rmSync(path, { force: true })
    }
  })
}

/** The error code if a folder cannot be written to, or created if missing; null if it can. */
export function folderTrouble(path: string): string | null {
  try {
    if (!existsSync(path) && dirname(path) !== path) return folderTrouble(dirname(path))
    if (!statSync(path).isDirectory()) return 'ENOTDIR'
    accessSync(path, constants.W_OK | constants.X_OK)
    return null
  } catch (error) {
    return errnoName(error)
  }
}

/** Whether a path is a symbolic link. False if that cannot be found out: writing there then fails with its own error. */
export function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink()
  } catch {
    return false
  }
}

/** This program never creates links: somebody else put one there. */
export function mustNotBeLink(path: string): void {
  if (isLink(path)) throw Object.assign(new Error('a symbolic link'), { code: 'ELOOP', path })
}

/** A name that is free, for a file that is not this program's. */
export function unusedName(path: string): string {
  for (let number = 1; ; number += 1) if (!existsSync(`${path}.aside-${number}`)) return `${path}.aside-${number}`
}

/** The text of a file; null if it cannot be read. */
export function textIn(path: string): string | null {
  try {
    return readTextFile(path, MAX_BYTES).text
  } catch {
    return null
  }
}
