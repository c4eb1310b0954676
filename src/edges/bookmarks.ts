import { closeSync, constants, openSync, writeSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Incident } from '../domain/incident/incident.ts'
import { incidentFrom, linesOf } from '../domain/incident/plain.ts'
import { inRegular } from './bounded.ts'
import { type Program, readCache, writeCache } from './cachefile.ts'
import { CheckedLines } from './checkedlines.ts'
import { digestOfFile } from './digest.ts'
import { areAlike, type FilePlace, readAt } from './filebytes.ts'
import { drop } from './inplace.ts'
import type { Place } from './logfile.ts'
import { markOf } from './mark.ts'
import { namesIn } from './state.ts'
import { xdgFolder } from './xdg.ts'

/** How far a log was read, and what it came to up to there. */
export interface Bookmark {
  /** By path. */
  readonly places: ReadonlyMap<string, Place>
  readonly incident: Incident
}

/** A place in a file, and the SHA-256 of all bytes before it; null where they are kept themselves. */
interface Kept extends Place {
  readonly name: string
  readonly digest: string | null
}

/** Bookmarks are kept in the logs of so many incidents, the latest ones. */
const MOST_INCIDENTS = 8
const ENDING = '.bookmark'
const MOST_BYTES = 64 * 1024 * 1024
/** So many bytes of a log are kept as they are, and compared: of more their digest. */
const MOST_COPIED = 4 * 1024 * 1024
/** Of the lines beyond a bookmark, so many bytes are kept as checked. */
const MOST_CHECKED = 1024 * 1024

/**
 * Bookmarks in the logs of a workspace, so that a long one is not checked and folded from its first line each time: files
 * outside it that may be deleted at any time. A bookmark counts only where every byte before it is the one that was read,
 * by a copy of them or by SHA-256, and only for the program that made it. Whatever is wrong with it, it is as if there were
 * none.
 */
export class Bookmarks {
  private readonly incidents: string
  private readonly folder: string
  private readonly key: string
  private readonly program: () => Program
  private readonly isReadOnly: boolean

  /** `key` is that of the workspace (`keyOf`): to find it out takes a while. Where it is `isReadOnly`, all stays as it is. */
  constructor(workspace: string, env: NodeJS.ProcessEnv, program: () => Program, key: string, isReadOnly = false) {
    this.incidents = join(workspace, 'incidents')
    this.folder = join(xdgFolder(env, 'XDG_CACHE_HOME', '.cache'), 'halt')
    this.key = key
    this.program = program
    this.isReadOnly = isReadOnly
  }

  /** The bookmark in a log, and the lines that were checked since it was made. */
  open(id: string): (Bookmark & { readonly checked: CheckedLines }) | null {
    return readCache(this.pathOf(id), this.program(), MOST_BYTES, ({ lines, fd, at, end }) => {
      const said = lines[Symbol.iterator]()
      const files = JSON.parse(said.next().value ?? '') as Kept[]
      let behind = at
      const places = files.map(({ name, digest, ...place }): [string, Place] => {
        const path = `${this.incidents}/${id}/${name}`
        if (!isSame(path, place.length, digest ?? { fd, at: behind })) throw new Error('other bytes')
        if (digest === null) behind += place.length
        return [path, place]
      })
      const incident = incidentFrom(said)
      const beyond = readAt({ fd, at: behind }, Buffer.allocUnsafe(end - behind)).toString('latin1')
      const checked = new CheckedLines(beyond.split('\n'), MOST_CHECKED, (fresh) => this.extend(id, fresh))
      return { places: new Map(places), incident, checked }
    })
  }

  /** How the log looks before it is read, for `keep`; null where none is to be kept, as enough are of later incidents. */
  look(id: string): string | null {
    if (this.isReadOnly) return null
    const mine = basename(this.pathOf(id))
    if (this.names().filter((name) => name > mine).length >= MOST_INCIDENTS) return null
    return markOf(join(this.incidents, id), id, 0)?.text ?? null
  }

  /** Keeps what the log came to; nothing where it was changed since it was looked at. */
  keep(id: string, { places, incident }: Bookmark, looked: string | null): void {
    if (looked === null) return
    const isCopied = [...places.values()].reduce((bytes, { length }) => bytes + length, 0) <= MOST_COPIED
    const copies = isCopied ? [...places].map(([path, { length }]) => startOf(path, length)) : []
    const files = [...places].map(([path, place]): Kept => {
      const digest = isCopied ? null : digestOfFile(path, place.length).digest
      return { name: basename(path), digest, ...place }
    })
    if (this.look(id) !== looked) return
    writeCache(this.pathOf(id), this.program(), MOST_BYTES, linesIn(files, incident), copies)
    for (const name of this.names().slice(0, -MOST_INCIDENTS)) drop(join(this.folder, name))
  }

  /** Nothing where there is no bookmark any more. */
  private extend(id: string, lines: readonly string[]): void {
    if (this.isReadOnly) return
    try {
      const file = openSync(this.pathOf(id), constants.O_WRONLY | constants.O_APPEND)
      try {
        writeSync(file, Buffer.from(lines.map((line) => `${line}\n`).join(''), 'latin1'))
      } finally {
        closeSync(file)
      }
    } catch {
      // They are hashed again.
    }
  }

  forget(id: string): void {
    if (!this.isReadOnly) drop(this.pathOf(id))
  }

  /** Those of this workspace, in the order of the incidents. */
  private names(): string[] {
    return namesIn(this.folder).filter((name) => name.startsWith(`${this.key}.`) && name.endsWith(ENDING))
  }

  private pathOf(id: string): string {
    return join(this.folder, `${this.key}.${id}${ENDING}`)
  }
}

function* linesIn(files: readonly Kept[], incident: Incident): Generator<string | Buffer> {
  yield JSON.stringify(files)
  yield* linesOf(incident)
}

/** Whether the first bytes of a file are those that stand elsewhere, or have that digest. */
function isSame(path: string, length: number, before: FilePlace | string): boolean {
  if (typeof before === 'string') return digestOfFile(path, length).digest === before
  return reading(path, (file) => areAlike(file, before, length))
}

/** The first bytes of a file, fewer where it is shorter. */
function startOf(path: string, length: number): Buffer {
  return reading(path, (file) => readAt(file, Buffer.allocUnsafe(length)))
}

/** Follows no symbolic link. */
function reading<T>(path: string, read: (start: FilePlace) => T): T {
  return inRegular(path, constants.O_NOFOLLOW, (fd) => read({ fd, at: 0 }))
}
