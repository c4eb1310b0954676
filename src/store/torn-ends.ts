import { constants, existsSync, fstatSync, lstatSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { EventDraft } from '../domain/log/event.ts'
import type { Access } from '../platform/access.ts'
import { openForAppend, truncateDurably, writeNewFile } from '../platform/durable.ts'
import { readAt, withOpenFile } from '../platform/file-bytes.ts'
import { isReadableFile, withRegularFile } from '../platform/regular-files.ts'
import type { LogFile } from './log-file.ts'
import { isLogName } from './log-paths.ts'

/** A file that keeps a torn end. */
export interface TornEnd {
  readonly path: string
  readonly bytes: number
}

/** The end of the name of a file that keeps a torn end. */
const TORN_SUFFIX = /\.torn-\d+(?:-\d+)?$/

/** The torn ends kept beside the log of an incident, sorted by path: regular files. */
export function tornEnds(directory: string, id: string): TornEnd[] {
  return readdirSync(directory)
    .filter((name) => TORN_SUFFIX.test(name) && isLogName(name.replace(TORN_SUFFIX, ''), id))
    .sort()
    .map((name) => join(directory, name))
    .flatMap((path) => {
      const found = lstatSync(path, { throwIfNoEntry: false })
      return found?.isFile() ? [{ path, bytes: found.size }] : []
    })
}

/** Copies the torn end of a file to one beside the log, then truncates the file; does nothing if there is none. */
export function setAsideTornEnd(file: LogFile, access: Access): void {
  const torn = file.tail?.torn ?? new Uint8Array()
  if (torn.length === 0) return
  const kept = tornPathFor(`${file.path}.torn-${file.wholeLength}`, torn)
  if (!existsSync(kept)) writeNewFile(kept, torn, access)
  withOpenFile(openForAppend(file.path), (fd) => truncateDurably(fd, file.wholeLength))
}

/** The first path that is free for torn bytes, or that already has just these bytes, since a crash. */
function tornPathFor(path: string, torn: Uint8Array): string {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? path : `${path}-${n}`
    if (lstatSync(name, { throwIfNoEntry: false }) === undefined || hasBytes(name, torn)) return name
  }
}

/** False also for what somebody else put there: a link, a pipe, a folder, or a file that cannot be read here. */
function hasBytes(path: string, bytes: Uint8Array): boolean {
  if (!isReadableFile(path)) return false
  return withRegularFile(path, constants.O_NOFOLLOW, (fd) => {
    const isAsLong = fstatSync(fd).size === bytes.length
    return isAsLong && readAt({ fd, at: 0 }, Buffer.alloc(bytes.length)).equals(bytes)
  })
}

/** An event for each torn end not in `named`, the files that events name. `shown` makes a path relative to the workspace. */
export function unrecordedTornEnds(
  ends: readonly TornEnd[],
  named: readonly string[],
  shown: (path: string) => string,
): EventDraft[] {
  const known = new Set(named.map((path) => basename(path)))
  return ends
    .filter(({ path }) => !known.has(basename(path)))
    .map(({ path, bytes }) => ({ type: 'log.recovered', data: { kept: shown(path), bytes } }))
}
