import { existsSync, realpathSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { RememberedRedaction } from '../domain/incident/redactions.ts'
import type { Head } from '../domain/log/event.ts'
import type { ForkedWriter } from '../domain/log/missing-heads.ts'
import { sha256 } from '../domain/log/sha256.ts'
import type { Signer } from '../domain/log/signature.ts'
import { isNamedForKey } from '../domain/log/writer-name.ts'
import { isSameBoot, type MachineIdentity, thisMachine } from '../platform/machine.ts'
import { PrivateFolder, xdgFolder } from '../platform/private-files.ts'
import { type DraftKind, Drafts, type MergeDrafts } from './drafts.ts'
import { HEAD_FILE_BYTES, type HeadFile, headFileText, overwriteHead, readHead } from './head-file.ts'
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

/** The last head that this machine wrote to an incident, as kept outside the workspace. */
export interface KeptHead {
  /** The incident's id. */
  readonly incident: string
  readonly head: Head
  /** The file it is kept in. */
  readonly path: string
}

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
  const drafts = new Drafts(folder)
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
    takeOverDrafts: (incident, kind, merge) => drafts.takeOver(incident, kind, merge),
    keepDraft: (incident, kind, text) => drafts.keep(incident, kind, text),
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
  return new PrivateFolder(xdgFolder(env, 'XDG_STATE_HOME'), 'halt', ...below)
}

/** Reads the heads of incidents that this machine keeps for a workspace, each as text; empty if it keeps none. */
export function keptHeadTexts(env: NodeJS.ProcessEnv, workspace: string): (incident: string) => string {
  const folder = stateFolder(env, workspaceKey(workspace))
  return (incident) => folder.read(`${incident}${HEAD}`, HEAD_FILE_BYTES)?.toString('latin1') ?? ''
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
