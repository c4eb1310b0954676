import { readdirSync } from 'node:fs'

/** Whether a name has the form of an incident id: time of declaration, type, and a number on collision. */
export function isId(name: string): boolean {
  return /^\d{8}-\d{6}-[A-Za-z0-9][A-Za-z0-9.-]*$/.test(name)
}

/** Whether a folder of this name may hold the incident with that id: on a name collision, a number was appended. */
export function isFolderOf(name: string, id: string): boolean {
  return name === id || (name.startsWith(id) && /^-(?:[2-9]|[1-9]\d+)$/.test(name.slice(id.length)))
}

/** Whether a name is that of a writer's file in an incident: `ID.WRITER.jsonl`. */
export function isLogName(name: string, id: string): boolean {
  return name.startsWith(id) && /^\.[a-z0-9]{8}\.jsonl$/.test(name.slice(id.length))
}

/** Paths of one incident's writer files, sorted by name. The names in a folder need no normalising `join`. */
export function logPaths(directory: string, id: string): string[] {
  return readdirSync(directory)
    .filter((name) => isLogName(name, id))
    .sort()
    .map((name) => `${directory}/${name}`)
}
