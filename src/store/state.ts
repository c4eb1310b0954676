import { randomBytes } from 'node:crypto'
import { constants, fstatSync, realpathSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Head } from '../domain/log/event.ts'
import { sha256 } from '../domain/log/sha256.ts'
import { bootOf, hostName, isSameBoot } from '../platform/machine.ts'
import { PrivateFolder } from '../platform/private-files.ts'
import { xdgFolder } from '../platform/xdg.ts'

const HEAD = '.head'
const WRITER = 'writer'
/** This writer, the boot it began in, the writer before it. */
const WRITER_LINE = /^([a-z2-7]{8})(?: (\S{1,64}))?(?: ([a-z2-7]{8}))?$/
const MOST_WRITER = 256
const MOST_DRAFT = 1024 * 1024

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
  const key = keyOf(workspace)
  const folder = stateFolder(env, key)
  const headFile = (incident: string) => `${incident}${HEAD}`
  const draftFile = (incident: string) => `${incident}.draft`
  let known: { readonly name: string; readonly former: string | null; readonly isKept: boolean } | null = null

  function current() {
    known ??= kept() ?? become(null)
    return known
  }

  function wordsKept() {
    const line = folder.read(WRITER, MOST_WRITER)?.toString('latin1').trimEnd() ?? ''
    return WRITER_LINE.exec(line)?.slice(1) ?? []
  }

  function kept() {
    const [name, since = '', former = null] = wordsKept()
    if (name === undefined) return null
    return isSameBoot(since, boot()) ? { name, former, isKept: true } : become(name)
  }

  function become(former: string | null) {
    const name = newWriter()
    const line = [name, boot(), ...(former === null ? [] : [former])].join(' ')
    return { name, former, isKept: folder.put(WRITER, `${line}\n`) }
  }

  const head = (incident: string) => readHead(folder, headFile(incident)).head

  function keep(incident: string, file: HeadFile): boolean {
    const name = headFile(incident)
    return overwriteHead(folder, name, file) || folder.put(name, textOf(file))
  }

  const forget = (incident: string) => folder.remove(headFile(incident))

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
      return folder
        .names()
        .filter((name) => name.endsWith(HEAD))
        .map((name) => name.slice(0, -HEAD.length))
        .filter(isMeant)
        .flatMap((incident) => {
          const found = head(incident)
          return found === null ? [] : [{ incident, head: found, path: join(folder.path, headFile(incident)) }]
        })
    },
    announce: (incident, head) => keep(incident, { head, isAnnounced: true }) || !current().isKept,
    isAnnounced: (incident) => readHead(folder, headFile(incident)).isAnnounced,
    callOff(incident, head) {
      if (head === null) forget(incident)
      else keep(incident, { head, isAnnounced: false })
    },
    keep: (incident, head) => keep(incident, { head, isAnnounced: false }),
    forget,
    draft(incident) {
      return folder.read(draftFile(incident), MOST_DRAFT)?.toString('utf8') ?? ''
    },
    keepDraft(incident, text) {
      folder.put(draftFile(incident), text)
    },
    retire() {
      known = become(null)
    },
  }
}

/** The user's folder for the state of all workspaces, or what is `below` it. */
export function stateFolder(env: NodeJS.ProcessEnv, ...below: readonly string[]): PrivateFolder {
  return new PrivateFolder(xdgFolder(env, 'XDG_STATE_HOME', join('.local', 'state')), 'halt', ...below)
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

/** What a file says that a head is kept in. */
export interface HeadFile {
  readonly head: Head | null
  /** Whether something is about to be written after that head, or was when whoever was about to was ended. */
  readonly isAnnounced: boolean
}

/** A head, or none, and the word for what is announced. */
const LINE = /^(?:([a-z2-7]{8}) (\d+) ([0-9a-f]{64}))? ?(writing)? *$/
/** As long as the longest line. */
const WIDTH = 8 + 1 + 16 + 1 + 64 + 1 + 7
const LENGTH = 2 * (WIDTH + 1)
/** Whoever reads while it is written may find one line of each. */
const READINGS = 100

const NOTHING: HeadFile = { head: null, isAnnounced: false }

/**
 * What the file says, nothing where it cannot be read. Its line stands there twice, so that a file that was written in part
 * is known for one: then what stood there before counts, and that something was announced.
 */
export function readHead(folder: PrivateFolder, name: string): HeadFile {
  let [first, second] = linesOf(folder, name)
  for (let left = READINGS; first !== second && left > 0; left--) [first, second] = linesOf(folder, name)
  if (first === second) return fileOf(first) ?? NOTHING
  // It is written from front to back: what is last is from before.
  return { ...(fileOf(second) ?? fileOf(first) ?? NOTHING), isAnnounced: true }
}

/**
 * Writes it over what is there, in one write: to make a new file in its place takes ten times as long. False where that is
 * another kind of file, has another name as well, under which it is to stay as it is, or cannot be written.
 */
export function overwriteHead(folder: PrivateFolder, name: string, file: HeadFile): boolean {
  const bytes = Buffer.from(textOf(file))
  const overwrite = (fd: number) => {
    const { nlink, size } = fstatSync(fd)
    return nlink === 1 && size === bytes.length && writeSync(fd, bytes, 0, bytes.length, 0) === bytes.length
  }
  return folder.within(name, overwrite, constants.O_WRONLY) ?? false
}

export function textOf({ head, isAnnounced }: HeadFile): string {
  const words = [...(head === null ? [] : [head.writer, head.seq, head.hash]), ...(isAnnounced ? ['writing'] : [])]
  return `${words.join(' ').padEnd(WIDTH)}\n`.repeat(2)
}

/** Both lines; of an earlier version one and the same, which it wrote once, in the place of the one before. */
function linesOf(folder: PrivateFolder, name: string): readonly [string, string] {
  const [first = '', second = '', ...rest] = (folder.read(name, LENGTH)?.toString('latin1') ?? '').split('\n')
  return [first, rest.length === 0 ? first : second]
}

function fileOf(line: string): HeadFile | null {
  const found = LINE.exec(line)
  if (found === null) return null
  const [, writer, seq, hash, announced] = found
  const isAnnounced = announced !== undefined
  if (writer === undefined || hash === undefined) return { head: null, isAnnounced }
  const head = { writer, seq: Number(seq), hash }
  return Number.isSafeInteger(head.seq) && head.seq > 0 ? { head, isAnnounced } : null
}
