import { randomBytes } from 'node:crypto'
import { constants, fstatSync, realpathSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Head } from '../domain/log/event.ts'
import { sha256 } from '../domain/log/sha256.ts'
import { bootOf, hostName, isSameBoot } from '../platform/machine.ts'
import { PrivateFolder, xdgFolder } from '../platform/private-files.ts'

const HEAD = '.head'
const WRITER = 'writer'
/** This writer, the boot it started in, and the writer before it. */
const WRITER_LINE = /^([a-z2-7]{8})(?: (\S{1,64}))?(?: ([a-z2-7]{8}))?$/
const MAX_WRITER_BYTES = 256
const MAX_DRAFT_BYTES = 1024 * 1024

export interface KeptHead {
  readonly incident: string
  readonly head: Head
  /** The file it is kept in. */
  readonly path: string
}

/**
 * State kept outside the workspace: who this writer is, and the last head it wrote to each incident. A log that is
 * behind that head was restored, truncated or copied. If nothing can be kept, every run is a new writer.
 */
export interface WriterState {
  /** The workspace's key (`keyOf`). */
  readonly key: string
  /**
   * The writer of this user, workspace and machine until the next boot: a machine that is restored with its state must
   * not reuse sequence numbers that it had already written.
   */
  writer(): string
  /** The writer before the last boot, whose torn end this writer sets aside; null if there was none. */
  former(): string | null
  /** Names of the current and the former writer, as far as they are kept; creates none. */
  own(): readonly string[]
  head(incident: string): Head | null
  /** The kept heads of the incidents that `isWanted` accepts. */
  heads(isWanted?: (incident: string) => boolean): KeptHead[]
  /**
   * Stores, before a write, that it is about to happen: a process killed during the write cannot know what it wrote.
   * False if that cannot be stored; then the writer must be replaced.
   */
  announce(incident: string, head: Head | null): boolean
  /** Whether a write was announced and its head never kept. */
  isAnnounced(incident: string): boolean
  /** Retracts an announcement after which nothing was written; `head` is the unchanged head. */
  callOff(incident: string, head: Head | null): void
  /** Stores the head after a write. False if that fails. */
  keep(incident: string, head: Head): boolean
  forget(incident: string): void
  /** The text being typed when a question was interrupted; empty if there was none. */
  draft(incident: string): string
  keepDraft(incident: string, text: string): void
  /** Gives up this writer and creates another, which `writer` then returns. */
  retire(): void
}

export function openWriterState(workspace: string, env: NodeJS.ProcessEnv, boot: () => string = bootOf): WriterState {
  const key = workspaceKey(workspace)
  const folder = stateFolder(env, key)
  const headFile = (incident: string) => `${incident}${HEAD}`
  const draftFile = (incident: string) => `${incident}.draft`
  let known: { readonly name: string; readonly former: string | null; readonly isKept: boolean } | null = null

  function currentWriter() {
    known ??= readWriter() ?? createWriter(null)
    return known
  }

  function writerWords() {
    const line = folder.read(WRITER, MAX_WRITER_BYTES)?.toString('latin1').trimEnd() ?? ''
    return WRITER_LINE.exec(line)?.slice(1) ?? []
  }

  function readWriter() {
    const [name, since = '', former = null] = writerWords()
    if (name === undefined) return null
    return isSameBoot(since, boot()) ? { name, former, isKept: true } : createWriter(name)
  }

  function createWriter(former: string | null) {
    const name = newWriterName()
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
    writer: () => currentWriter().name,
    former: () => currentWriter().former,
    own() {
      const [name, , former] = writerWords()
      return [name, former].filter((writer) => writer !== undefined)
    },
    head,
    heads(isWanted = () => true) {
      return folder
        .names()
        .filter((name) => name.endsWith(HEAD))
        .map((name) => name.slice(0, -HEAD.length))
        .filter(isWanted)
        .flatMap((incident) => {
          const found = head(incident)
          return found === null ? [] : [{ incident, head: found, path: join(folder.path, headFile(incident)) }]
        })
    },
    announce: (incident, head) => keep(incident, { head, isAnnounced: true }) || !currentWriter().isKept,
    isAnnounced: (incident) => readHead(folder, headFile(incident)).isAnnounced,
    callOff(incident, head) {
      if (head === null) forget(incident)
      else keep(incident, { head, isAnnounced: false })
    },
    keep: (incident, head) => keep(incident, { head, isAnnounced: false }),
    forget,
    draft: (incident) => folder.read(draftFile(incident), MAX_DRAFT_BYTES)?.toString('utf8') ?? '',
    keepDraft(incident, text) {
      folder.put(draftFile(incident), text)
    },
    retire() {
      known = createWriter(null)
    },
  }
}

/** The user's folder for the state of all workspaces, or a folder `below` it. */
export function stateFolder(env: NodeJS.ProcessEnv, ...below: readonly string[]): PrivateFolder {
  return new PrivateFolder(xdgFolder(env, 'XDG_STATE_HOME', join('.local', 'state')), 'halt', ...below)
}

/** A key for a workspace on this machine: 16 hex digits. */
export function workspaceKey(workspace: string): string {
  let real = workspace
  try {
    real = realpathSync.native(workspace)
  } catch {
    // It does not exist yet: use the path as given.
  }
  return sha256(`${hostName()}\0${real}`).slice(0, 16)
}

/** Eight characters of base 32: 40 random bits. */
function newWriterName(): string {
  return [...randomBytes(8)].map((byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte & 31]).join('')
}

/** The content of a file that a head is kept in. */
export interface HeadFile {
  readonly head: Head | null
  /** Whether a write after that head was announced and has not finished, perhaps because its process was killed. */
  readonly isAnnounced: boolean
}

/** A head, or none, and the word that announces a write. */
const HEAD_LINE = /^(?:([a-z2-7]{8}) (\d+) ([0-9a-f]{64}))? ?(writing)? *$/
/** Length of the longest line. */
const WIDTH = 8 + 1 + 16 + 1 + 64 + 1 + 7
const LENGTH = 2 * (WIDTH + 1)
/** How often to read the file: a read during a write may find one old line and one new. */
const MAX_READS = 100

const NO_HEAD: HeadFile = { head: null, isAnnounced: false }

/**
 * Reads a head file; without a head if it cannot be read. The file has the same line twice, which reveals a torn write:
 * then the old line counts, as does an announced write.
 */
export function readHead(folder: PrivateFolder, name: string): HeadFile {
  let [first, second] = headLines(folder, name)
  for (let left = MAX_READS; first !== second && left > 0; left--) [first, second] = headLines(folder, name)
  if (first === second) return parseHeadLine(first) ?? NO_HEAD
  // The file is written front to back, so the second line is the old one.
  return { ...(parseHeadLine(second) ?? parseHeadLine(first) ?? NO_HEAD), isAnnounced: true }
}

/**
 * Overwrites a head file in place, in one write: replacing it with a new file takes ten times as long. False if it has
 * another length, has another hard link (whose content must not change), is no regular file, or cannot be written.
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

/** Both lines. An earlier version wrote one line only, by replacing the file; that counts as both. */
function headLines(folder: PrivateFolder, name: string): readonly [string, string] {
  const [first = '', second = '', ...rest] = (folder.read(name, LENGTH)?.toString('latin1') ?? '').split('\n')
  return [first, rest.length === 0 ? first : second]
}

function parseHeadLine(line: string): HeadFile | null {
  const found = HEAD_LINE.exec(line)
  if (found === null) return null
  const [, writer, seq, hash, announced] = found
  const isAnnounced = announced !== undefined
  if (writer === undefined || hash === undefined) return { head: null, isAnnounced }
  const head = { writer, seq: Number(seq), hash }
  return Number.isSafeInteger(head.seq) && head.seq > 0 ? { head, isAnnounced } : null
}
