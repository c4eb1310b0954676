import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { Head } from '../domain/log/event.ts'
import { sha256 } from '../domain/log/sha256.ts'
import { makeFolders } from './folders.ts'
import { type HeadFile, overwriteHead, readHead, textOf } from './headfile.ts'
import { drop, putInPlace } from './inplace.ts'
import { bootOf, hostName, isSameBoot } from './machine.ts'
import { xdgFolder } from './xdg.ts'

const HEAD = '.head'

export interface KeptHead {
  readonly incident: string
  readonly head: Head
  /** The file that it is kept in. */
  readonly path: string
}

/**
 * What is kept outside the workspace: who this writer is, and the last head it wrote to each incident. A log that is
 * behind that head was restored, cut or copied. Where nothing can be kept, every run is a new writer.
 */
export interface KeptState {
  /** `keyOf` the workspace. */
  readonly key: string
  /**
   * The writer of this user, workspace and machine, from one start of the machine to the next: a machine that was
   * restored whole, state and all, does not write on where it had already written.
   */
  writer(): string
  /** The writer before the machine was last started, whose torn end the writer sets aside; null where there was none. */
  former(): string | null
  /** Names of the writers that this machine is and was last, as far as they are kept; makes none. */
  own(): readonly string[]
  head(incident: string): Head | null
  /** Of the incidents that are meant. */
  heads(isMeant?: (incident: string) => boolean): KeptHead[]
  /**
   * Keeps, before anything is written, that it is about to be: whoever is ended then cannot know what it wrote. False where
   * that cannot be kept, and the writer must be another one.
   */
  announce(incident: string, head: Head | null): boolean
  /** Whether what was announced never came to be kept. */
  isAnnounced(incident: string): boolean
  /** Nothing was written: the head is what it was. */
  callOff(incident: string, head: Head | null): void
  /** False where it cannot be kept. */
  keep(incident: string, head: Head): boolean
  forget(incident: string): void
  /** What was being typed when a question was interrupted; empty where nothing was. */
  draft(incident: string): string
  keepDraft(incident: string, text: string): void
  /** Gives this writer up: the next call of `writer` makes another. */
  retire(): void
}

export function stateOf(workspace: string, env: NodeJS.ProcessEnv, boot: () => string = bootOf): KeptState {
  const base = xdgFolder(env, 'XDG_STATE_HOME', join('.local', 'state'))
  const key = keyOf(workspace)
  const directory = join(base, 'halt', key)
  const writerFile = join(directory, 'writer')
  const headFile = (incident: string) => join(directory, `${incident}${HEAD}`)
  let known: { readonly name: string; readonly former: string | null; readonly isKept: boolean } | null = null

  function current() {
    known ??= kept() ?? become(null)
    return known
  }

  const wordsKept = () => readWord(writerFile, /^[a-z2-7]{8}( \S+){0,2}$/)?.split(' ') ?? []

  function kept() {
    const [name, since = '', former = null] = wordsKept()
    if (name === undefined) return null
    return isSameBoot(since, boot()) ? { name, former, isKept: true } : become(name)
  }

  function become(former: string | null) {
    const name = newWriter()
    const line = [name, boot(), ...(former === null ? [] : [former])].join(' ')
    return { name, former, isKept: save(directory, writerFile, `${line}\n`) }
  }

  const head = (incident: string) => readHead(headFile(incident)).head

  function keep(incident: string, file: HeadFile): boolean {
    const path = headFile(incident)
    return overwriteHead(path, file) || save(directory, path, textOf(file))
  }

  const forget = (incident: string) => drop(headFile(incident))

  return {
    key,
    writer: () => current().name,
    former: () => current().former,
    own() {
      const [name, , former] = wordsKept()
      return [name, former].filter((writer) => writer !== undefined)
    },
    head,
    heads(isMeant = () => true) {
      return namesIn(directory)
        .filter((name) => name.endsWith(HEAD))
        .map((name) => name.slice(0, -HEAD.length))
        .filter(isMeant)
        .flatMap((incident) => {
          const found = head(incident)
          return found === null ? [] : [{ incident, head: found, path: headFile(incident) }]
        })
    },
    announce: (incident, head) => keep(incident, { head, isAnnounced: true }) || !current().isKept,
    isAnnounced: (incident) => readHead(headFile(incident)).isAnnounced,
    callOff(incident, head) {
      if (head === null) forget(incident)
      else keep(incident, { head, isAnnounced: false })
    },
    keep: (incident, head) => keep(incident, { head, isAnnounced: false }),
    forget,
    draft(incident) {
      return readText(join(directory, `${incident}.draft`))
    },
    keepDraft(incident, text) {
      save(directory, join(directory, `${incident}.draft`), text)
    },
    retire() {
      known = become(null)
    },
  }
}

/** Names of the files in a folder, in order; none where it cannot be read. */
export function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).sort()
  } catch {
    return []
  }
}

/** A name for a workspace on this machine. */
export function keyOf(workspace: string): string {
  let real = workspace
  try {
    real = realpathSync.native(workspace)
  } catch {
    // Not there yet: its name as given will do.
  }
  return sha256(`${hostName()}\0${real}`).slice(0, 16)
}

/** Eight characters of base 32: 40 random bits. */
function newWriter(): string {
  return [...randomBytes(8)].map((byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte & 31]).join('')
}

function readWord(path: string, form: RegExp): string | null {
  try {
    const line = readFileSync(path, 'utf8').trimEnd()
    return form.test(line) ? line : null
  } catch {
    return null
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Puts a file for the user alone in its place, whole. False where nothing can be kept there. */
export function save(directory: string, path: string, data: string | readonly Uint8Array[]): boolean {
  const put = () => putInPlace(path, data)
  // The folder is there but for the first time.
  return succeeds(put) || (succeeds(() => makeFolders(directory)) && succeeds(put))
}

function succeeds(act: () => void): boolean {
  try {
    act()
    return true
  } catch {
    return false
  }
}
