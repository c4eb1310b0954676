import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'

/** Where a program is that would be started in a directory by this name; null where there is none. Nothing is run. */
export function whichProgram(name: string, directory: string, path: string | undefined): string | null {
  if (name.includes('/')) return isFile(resolve(directory, name)) ? resolve(directory, name) : null
  const places = (path ?? '').split(delimiter).map((folder) => join(resolve(directory, folder || '.'), name))
  return places.find(isRunnable) ?? places.find(isFile) ?? null
}

/** Whether this user may run a file. */
export function isRunnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return isFile(path)
  } catch {
    return false
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}
