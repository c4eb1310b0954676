import { closeSync, existsSync, fstatSync, readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Draft } from '../domain/log/event.ts'
import { type Access, cut, openForAppend, writeNewFile } from '../platform/durable.ts'
import { readAt } from '../platform/file-bytes.ts'
import { withRegularFile } from '../platform/regular-files.ts'
import type { LogFile } from './log-file.ts'
import { isLogName } from './log-names.ts'

const TORN = /\.torn-\d+(?:-\d+)?$/

/** Copies the torn end of a file to one beside the log, then truncates the file; does nothing if there is none. */
export function setAside(file: LogFile, access: Access): void {
  const torn = file.tail?.torn ?? new Uint8Array()
  if (torn.length === 0) return
  const kept = pathFor(`${file.path}.torn-${file.wholeLength}`, torn)
  if (!existsSync(kept)) writeNewFile(kept, torn, access)
  const fd = openForAppend(file.path)
  try {
    cut(fd, file.wholeLength)
  } finally {
    closeSync(fd)
  }
}

/** The path for torn bytes: the first that is free, or that already has just these bytes since a crash. */
function pathFor(path: string, torn: Uint8Array): string {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? path : `${path}-${n}`
    if (!existsSync(name) || holds(name, torn)) return name
  }
}

function holds(path: string, bytes: Uint8Array): boolean {
  if (!statSync(path).isFile()) return false
  return withRegularFile(
    path,
    0,
    (fd) => fstatSync(fd).size === bytes.length && readAt({ fd, at: 0 }, Buffer.alloc(bytes.length)).equals(bytes),
  )
}

export interface TornEnd {
  readonly path: string
  readonly bytes: number
}

/** The torn ends kept beside a log. */
export function tornEnds(directory: string, id: string): TornEnd[] {
  return readdirSync(directory)
    .filter((name) => TORN.test(name) && isLogName(name.replace(TORN, ''), id))
    .sort()
    .map((name) => join(directory, name))
    .map((path) => ({ path, bytes: statSync(path).size }))
}

/**
 * An event for each torn end that no event names yet, for example because the disk was full when it was set aside.
 * `shown` makes a path relative to the workspace.
 */
export function unrecordedTornEnds(
  ends: readonly TornEnd[],
  named: readonly string[],
  shown: (path: string) => string,
): Draft[] {
  const known = new Set(named.map((path) => basename(path)))
  return ends
    .filter(({ path }) => !known.has(basename(path)))
    .map(({ path, bytes }) => ({ type: 'log.recovered', data: { kept: shown(path), bytes } }))
}
