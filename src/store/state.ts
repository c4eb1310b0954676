import { randomBytes } from 'node:crypto'
import { constants, existsSync, fstatSync, realpathSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { RememberedRedaction } from '../domain/incident/redactions.ts'
import type { Head } from '../domain/log/event.ts'
import type { ForkedWriter } from '../domain/log/missing-heads.ts'
import { sha256 } from '../domain/log/sha256.ts'
import type { Signer } from '../domain/log/signature.ts'
import { isNamedForKey } from '../domain/log/writer-name.ts'
import { isSameBoot, type MachineIdentity, thisMachine } from '../platform/machine.ts'
import { PrivateFolder, xdgFolder } from '../platform/private-files.ts'
import { createKey, forgetKey, publicKeys, readKey } from './writer-key.ts'

const HEAD = '.head'
/** What was redacted: lines of JSON with the redaction, its event, the field and the reason. */
const REDACTED = '.redacted'
const MAX_REDACTED_BYTES = 1024 * 1024
const FORK = '.fork'
/** The writer, and the number and hash of the last line before the fork (0 and nothing if there is none). */
const FORK_LINE = /^([a-z2-7]{8}) (\d+) ([0-9a-f]{64})?$/
const WRITER = 'writer'
/** This writer, the boot it started in, the writer before it, and a digest of the machine's name. */
const WRITER_LINE = /^([a-z2-7]{8})(?: (\S{1,64}))?(?: ([a-z2-7]{8}))?(?: @([0-9a-f]{16}))?$/
const MAX_WRITER_BYTES = 256
const MAX_DRAFT_BYTES = 1024 * 1024

/** The last head that this machine wrote to an incident, as kept outside the workspace. */
export interface KeptHead {
  /** The incident's id. */
  readonly incident: string
  readonly head: Head
  /** The file it is kept in. */
  readonly path: string
}

/** `typed`: what was being typed at a question; `notices`: edited texts of notices. */
export type DraftKind = 'typed' | 'notices'
const DRAFT_SUFFIXES: Readonly<Record<DraftKind, string>> = { typed: '.draft', notices: '.notices' }
/** Puts what several runs kept into one text; without any, it is empty. */
export type MergeDrafts = (texts: readonly string[]) => string

/**
 * State kept outside the workspace: who this writer is, and the last head written to each incident. A log that is behind
 * that head was restored, truncated or copied. If nothing can be kept, every run is a new writer. `incident` is an id.
 */
export interface WriterState {
  /** The workspace's key (`workspaceKey`). */
  readonly key: string
  /**
   * This writer's name until the next boot, or until the machine has another name: a machine restored or copied along with
   * this state must not reuse a sequence number.
   */
  writer(): string
  /** This writer's key, with which it signs its lines. */
  signer(): Signer
  /** The key of the writer that recorded last, also before a restart. Unlike `signer`, never makes one: null if there is none. */
  keptSigner(): Signer | null
  /** The public keys of this writer and of those before it, as far as they are kept. Unlike `signer`, never makes one. */
  ownKeys(): readonly string[]
  /** The writer before the last boot, whose torn ends this writer sets aside; null if there was none. */
  formerWriter(): string | null
  /** Names of the current and the former writer, as far as they are kept. Unlike `writer`, never creates one. */
  ownWriters(): readonly string[]
  head(incident: string): Head | null
  /** The kept head, and whether a write after it was announced, as read at one moment. */
  headFile(incident: string): HeadFile
  /** The kept heads of the incidents that `isWanted` accepts. */
  heads(isWanted?: (incident: string) => boolean): KeptHead[]
  /**
   * Stores that a write is about to happen: a process killed during it cannot know what it wrote. False if that fails though
   * the writer's name is kept. Then the writer must be replaced, since a later run would continue as the same one.
   */
  announce(incident: string, head: Head | null): boolean
  /** Whether a write was announced and its head never kept. */
  isAnnounced(incident: string): boolean
  /** Retracts an announcement after which nothing was written; `head` is the unchanged head. */
  retractAnnouncement(incident: string, head: Head | null): void
  /** Stores the head after a write. False if that fails. */
  keepHead(incident: string, head: Head): boolean
  forgetHead(incident: string): void
  /** What was redacted, as last remembered. */
  redactions(incident: string): readonly RememberedRedaction[]
  rememberRedactions(incident: string, redactions: readonly RememberedRedaction[]): void
  /** The writer of this machine whose lines fork in an incident, since a copy of this state has recorded too; null if none. */
  fork(incident: string): ForkedWriter | null
  keepFork(incident: string, fork: ForkedWriter): void
  /** Takes over the texts that are not recorded and that runs have kept, the oldest first: from now on this run keeps them. */
  takeOverDrafts(incident: string, kind: DraftKind, merge: MergeDrafts): string
  /** Keeps such a text for the next run, in place of what this run kept; empty forgets it. False if that fails. */
  keepDraft(incident: string, kind: DraftKind, text: string): boolean
  /** Gives up this writer and creates another, which `writer` then returns. */
  replaceWriter(): void
}

interface CurrentWriter {
  readonly name: string
  /** The writer before the last boot. */
  readonly former: string | null
  readonly signer: Signer
  readonly isKept: boolean
}

/** Opens the state for a workspace on this machine. */
export function openWriterState(
  workspace: string,
  env: NodeJS.ProcessEnv,
  machine: MachineIdentity = thisMachine(),
): WriterState {
  const key = workspaceKey(workspace, machine)
  const folder = stateFolder(env, key)
  takeOverFolder(folder, stateFolder(env, keyOf(machine.host, workspace)))
  const hostDigest = sha256(machine.host).slice(0, 16)
  const headFile = (incident: string) => `${incident}${HEAD}`
  // Each run has files of its own for drafts, so that two at once never overwrite each other's.
  const run = newRunName()
  const draftFile = (incident: string, kind: DraftKind) => `${incident}.${run}${DRAFT_SUFFIXES[kind]}`
  let current: CurrentWriter | null = null

  function currentWriter() {
    current ??= readWriter() ?? createWriter(null, null)
    return current
  }

  /** Name, boot and former writer as stored; empty if there are none. */
  function writerWords() {
    const line = folder.read(WRITER, MAX_WRITER_BYTES)?.toString('latin1').trimEnd() ?? ''
    return WRITER_LINE.exec(line)?.slice(1) ?? []
  }

  /** The stored writer or, after a boot, a new one; null if none is stored. */
  function readWriter(): CurrentWriter | null {
    const [name, writerBoot = '', former = null, host] = writerWords()
    if (name === undefined) return null
    const signer = readKey(folder, name)
    // An earlier version gave it a random name.
    const isWhole = signer !== null && isNamedForKey(name, signer.key)
    return isWhole && host === hostDigest && isSameBoot(writerBoot, machine.boot)
      ? { name, former, signer, isKept: true }
      : createWriter(name, signer && { name, signer })
  }

  /** `introducer` is the writer before, whose key introduces the new one. */
  function createWriter(
    former: string | null,
    introducer: Pick<CurrentWriter, 'name' | 'signer'> | null,
  ): CurrentWriter {
    const { name, signer, isKept } = createKey(folder, introducer?.signer ?? null)
    const line = [name, machine.boot, ...(former === null ? [] : [former]), `@${hostDigest}`].join(' ')
    if (!isKept || !folder.write(WRITER, `${line}\n`)) return { name, former, signer, isKept: false }
    if (introducer !== null) forgetKey(folder, introducer.name)
    return { name, former, signer, isKept: true }
  }

  const head = (incident: string) => readHead(folder, headFile(incident)).head

  function keep(incident: string, file: HeadFile): boolean {
    const name = headFile(incident)
    return overwriteHead(folder, name, file) || folder.write(name, headFileText(file))
  }

  const forget = (incident: string) => folder.remove(headFile(incident))

  function keepDraft(incident: string, kind: DraftKind, text: string): boolean {
    const name = draftFile(incident, kind)
    if (text !== '') return Buffer.byteLength(text) <= MAX_DRAFT_BYTES && folder.write(name, text)
    folder.remove(name)
    return true
  }

  function takeOverDrafts(incident: string, kind: DraftKind, merge: MergeDrafts): string {
    const isDraft = (name: string) => name.startsWith(`${incident}.`) && name.endsWith(DRAFT_SUFFIXES[kind])
    const found = folder.names().flatMap((name) => {
      const text = isDraft(name) ? (folder.read(name, MAX_DRAFT_BYTES)?.toString('utf8') ?? null) : null
      return text === null ? [] : [{ name, text }]
    })
    const merged = merge(found.flatMap(({ text }) => (text === '' ? [] : [text])))
    const others = found.filter(({ name }) => name !== draftFile(incident, kind))
    if (others.length > 0 && keepDraft(incident, kind, merged)) for (const { name } of others) folder.remove(name)
    return merged
  }

  return {
    key,
    writer: () => currentWriter().name,
    signer: () => currentWriter().signer,
    keptSigner: () => current?.signer ?? readKey(folder, writerWords()[0] ?? ''),
    formerWriter: () => currentWriter().former,
    ownWriters() {
      const [name, , former] = writerWords()
      return [name, former].filter((writer) => writer !== undefined)
    },
    ownKeys() {
      const { key, introducedBy } = current?.signer ?? {}
      return [...publicKeys(folder), key, introducedBy?.key].filter((one) => one !== undefined)
    },
    head,
    headFile: (incident) => readHead(folder, headFile(incident)),
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
    retractAnnouncement(incident, head) {
      if (head === null) forget(incident)
      else keep(incident, { head, isAnnounced: false })
    },
    keepHead: (incident, head) => keep(incident, { head, isAnnounced: false }),
    forgetHead: forget,
    redactions(incident) {
      const kept = folder.read(`${incident}${REDACTED}`, MAX_REDACTED_BYTES)?.toString() ?? ''
      return kept.split('\n').flatMap(readRedaction)
    },
    rememberRedactions(incident, redactions) {
      folder.write(
        `${incident}${REDACTED}`,
        linesWithin(
          redactions.map(({ event, target, field, reason }) => JSON.stringify([event, target, field, reason])),
        ),
      )
    },
    fork(incident) {
      const [, writer, seq, hash] =
        FORK_LINE.exec(folder.read(`${incident}${FORK}`, MAX_WRITER_BYTES)?.toString() ?? '') ?? []
      if (writer === undefined) return null
      return { writer, base: hash === undefined ? null : { writer, seq: Number(seq), hash } }
    },
    keepFork(incident, { writer, base }) {
      folder.write(`${incident}${FORK}`, `${writer} ${base?.seq ?? 0} ${base?.hash ?? ''}`)
    },
    takeOverDrafts,
    keepDraft,
    replaceWriter() {
      current = createWriter(null, currentWriter())
    },
  }
}

/** A redaction in a line that was kept; none if it is not one. */
function readRedaction(line: string): RememberedRedaction[] {
  const [event, target, field, reason] = parsedTexts(line)
  const isOne = event !== undefined && target !== undefined && field !== undefined && reason !== undefined
  return isOne ? [{ event, target, field, reason }] : []
}

/** The texts in a line of JSON, which is a list of them; none if it is not. */
function parsedTexts(line: string): string[] {
  try {
    const read: unknown = JSON.parse(line)
    return Array.isArray(read) && read.every((text) => typeof text === 'string') ? read : []
  } catch {
    return []
  }
}

/** As many of the lines as may be read again. */
function linesWithin(lines: readonly string[]): string {
  let bytes = 0
  const within = lines.filter((line) => {
    bytes += Buffer.byteLength(line) + 1
    return bytes <= MAX_REDACTED_BYTES
  })
  return within.join('\n')
}

/** The user's folder for the state of all workspaces, or the folder `below` it. */
export function stateFolder(env: NodeJS.ProcessEnv, ...below: readonly string[]): PrivateFolder {
  return new PrivateFolder(xdgFolder(env, 'XDG_STATE_HOME', join('.local', 'state')), 'halt', ...below)
}

/** Reads the heads of incidents that this machine keeps for a workspace, each as text; empty if it keeps none. */
export function keptHeadTexts(env: NodeJS.ProcessEnv, workspace: string): (incident: string) => string {
  const folder = stateFolder(env, workspaceKey(workspace))
  return (incident) => folder.read(`${incident}${HEAD}`, LENGTH)?.toString('latin1') ?? ''
}

/** Identifies a workspace on a machine, by its path without symbolic links: 16 hex digits. */
export function workspaceKey(workspace: string, { id } = thisMachine()): string {
  return keyOf(id, workspace)
}

/** An earlier version kept the state under the machine's name: if there is only that, it is moved. */
function takeOverFolder(folder: PrivateFolder, former: PrivateFolder): void {
  if (folder.path === former.path || existsSync(folder.path)) return
  try {
    renameSync(former.path, folder.path)
  } catch {
    // There is none, or it cannot be moved: then the state begins anew.
  }
}

function keyOf(machine: string, workspace: string): string {
  let real = workspace
  try {
    real = realpathSync.native(workspace)
  } catch {
    // It does not exist yet: use the path as given.
  }
  return sha256(`${machine}\0${real}`).slice(0, 16)
}

/** Names of runs sort by when they began. */
function newRunName(): string {
  return `${Date.now().toString(36)}-${randomBytes(4).toString('hex')}`
}

/** The content of a file in which the head of an incident is kept. */
export interface HeadFile {
  readonly head: Head | null
  /** Whether a write after that head was announced and has not finished, perhaps because its process was killed. */
  readonly isAnnounced: boolean
}

/** A head or none, then the word that announces a write or none, padded with spaces. */
const HEAD_LINE = /^(?:([a-z2-7]{8}) (\d+) ([0-9a-f]{64}))? ?(writing)? *$/
/** Length of the longest line: writer, number, hash and `writing`. */
const WIDTH = 8 + 1 + 16 + 1 + 64 + 1 + 7
/** Length of the file: two lines with their LF. */
const LENGTH = 2 * (WIDTH + 1)
/** How often to read a file again whose lines differ: a read during a write may find one old line and one new. */
const MAX_REREADS = 100

const NO_HEAD: HeadFile = { head: null, isAnnounced: false }

/**
 * Reads a head file; if that is impossible, returns no head. The file has the same line twice, so that a torn write shows:
 * then the head in the old line counts, and a write counts as announced.
 */
export function readHead(folder: PrivateFolder, name: string): HeadFile {
  let [first, second] = headLines(folder, name)
  for (let left = MAX_REREADS; first !== second && left > 0; left--) [first, second] = headLines(folder, name)
  if (first === second) return parseHeadLine(first) ?? NO_HEAD
  // The file is written front to back, so the second line is the old one.
  return { ...(parseHeadLine(second) ?? parseHeadLine(first) ?? NO_HEAD), isAnnounced: true }
}

/** Overwrites a head file in place: a new file takes ten times as long. False if it has other links or another length. */
export function overwriteHead(folder: PrivateFolder, name: string, file: HeadFile): boolean {
  const bytes = Buffer.from(headFileText(file))
  const overwrite = (fd: number) => {
    const { nlink, size } = fstatSync(fd)
    return nlink === 1 && size === bytes.length && writeSync(fd, bytes, 0, bytes.length, 0) === bytes.length
  }
  return folder.withFile(name, overwrite, constants.O_WRONLY) ?? false
}

/** The text of a head file: the same line twice. */
export function headFileText({ head, isAnnounced }: HeadFile): string {
  const words = [...(head === null ? [] : [head.writer, head.seq, head.hash]), ...(isAnnounced ? ['writing'] : [])]
  return `${words.join(' ').padEnd(WIDTH)}\n`.repeat(2)
}

/** The two lines of a head file. An earlier version wrote a single one, by replacing the file; that counts as both. */
function headLines(folder: PrivateFolder, name: string): readonly [string, string] {
  const [first = '', second = '', ...rest] = (folder.read(name, LENGTH)?.toString('latin1') ?? '').split('\n')
  return [first, rest.length === 0 ? first : second]
}

/** Null if the line is not one of a head file. */
function parseHeadLine(line: string): HeadFile | null {
  const found = HEAD_LINE.exec(line)
  if (found === null) return null
  const [, writer, seq, hash, announced] = found
  const isAnnounced = announced !== undefined
  if (writer === undefined || hash === undefined) return { head: null, isAnnounced }
  const head = { writer, seq: Number(seq), hash }
  return Number.isSafeInteger(head.seq) && head.seq > 0 ? { head, isAnnounced } : null
}
