import { readdirSync } from 'node:fs'

/** Whether a name has the form of an incident's id: when it was declared, its type, a number on collision. */
export function isId(name: string): boolean {
  return /^\d{8}-\d{6}-[A-Za-z0-9][A-Za-z0-9.-]*$/.test(name)
}

/** Whether a folder of this name may hold an incident of that id: two that met under one name were told apart by a number. */
export function isFolderOf(name: string, id: string): boolean {
  return name === id || (name.startsWith(id) && /^-(?:[2-9]|[1-9]\d+)$/.test(name.slice(id.length)))
}

/** Whether a name is that of a writer's file of an incident: `ID.WRITER.jsonl`. */
export function isLogName(name: string, id: string): boolean {
  return name.startsWith(id) && /^\.[a-z0-9]{8}\.jsonl$/.test(name.slice(id.length))
}

/** Paths of the writers' files of one incident, in the order of their names. Of what a folder holds nothing needs joining. */
export function logPaths(directory: string, id: string): string[] {
  return readdirSync(directory)
    .filter((name) => isLogName(name, id))
    .sort()
    .map((name) => `${directory}/${name}`)
}
