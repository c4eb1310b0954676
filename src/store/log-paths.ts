import { lstatSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'

export const LOG_SUFFIX = '.jsonl'

/** Whether a name is that of a writer's file in an incident: `ID.WRITER.jsonl`. */
export function isLogName(name: string, id: string): boolean {
  return name.startsWith(id) && /^\.[a-z0-9]{8}\.jsonl$/.test(name.slice(id.length))
}

/** Paths of the writers' files of one incident, sorted. Without `join`: names in a folder need no normalising. */
export function logPaths(directory: string, id: string): string[] {
  return readdirSync(directory)
    .filter((name) => isLogName(name, id))
    .sort()
    .map((name) => `${directory}/${name}`)
}

/** The writer in a file's name, `ID.WRITER.jsonl`. */
export function writerIn(path: string): string {
  return basename(path).split('.').at(-2) ?? ''
}

/** Whether a name has the form of an incident id: time of declaration, type and, if that is taken, a number. */
export function isIncidentId(name: string): boolean {
  return /^\d{8}-\d{6}-[A-Za-z0-9][A-Za-z0-9.-]*$/.test(name)
}

/** The folders of a workspace that incidents with an id may have. Reads no others: a workspace may have thousands. */
export function foldersFor(workspace: string, declaredId: string): string[] {
  const found: string[] = []
  for (let n = 1; isIncidentId(declaredId); n += 1) {
    const id = n === 1 ? declaredId : `${declaredId}-${n}`
    const isThere = lstatSync(join(workspace, 'incidents', id), { throwIfNoEntry: false })?.isDirectory() === true
    if (isThere) found.push(id)
    // The first may have been moved away.
    else if (n > 1) break
  }
  return found
}

/** Whether a folder of this name may hold the incident with this id: if the id was taken, a number was appended. */
export function isFolderOf(name: string, id: string): boolean {
  return name === id || (name.startsWith(id) && /^-(?:[2-9]|[1-9]\d+)$/.test(name.slice(id.length)))
}

/** The bytes of all files of a log. */
export function logBytes(directory: string, id: string): number {
  return logPaths(directory, id).reduce((sum, path) => sum + lstatSync(path).size, 0)
}
