import { randomBytes } from 'node:crypto'
import { closeSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type Circumstances, type Decision, isProblem } from '../domain/decide/decision.ts'
import { isTime } from '../domain/guard.ts'
import { evolve } from '../domain/incident/evolve.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { type HybridClock, tick } from '../domain/log/chain.ts'
import { type Draft, type Envelope, type Event, type Head, isCritical, LOG_VERSION } from '../domain/log/event.ts'
import { FIRST_NAMING_VERSION, type FlawedFile, governedBy } from '../domain/log/governing-files.ts'
import { MAX_LINE_BYTES, seal, unseal } from '../domain/log/line.ts'
import { sha256 } from '../domain/log/sha256.ts'
import { Failed, fail } from '../domain/outcome.ts'
import type { Clock } from '../platform/clock.ts'
import {
  type Access,
  accessOf,
  appendDurably,
  createDurably,
  ensureDirectory,
  makeDirectory,
  openForAppend,
} from '../platform/durable.ts'
import { errnoName } from '../platform/errno.ts'
import { IncidentLog } from './incident-log.ts'
import { takeLock, withLock } from './lock.ts'
import type { LogFile } from './log-file.ts'
import { continuation, continuations } from './log-recovery.ts'
import { type Content, contentOf } from './runbook-files.ts'
import type { Snapshots } from './snapshots.ts'
import type { KeptState } from './state.ts'
import { setAside, tornEnds, unnamed } from './torn-ends.ts'

export interface Appended {
  readonly events: readonly (Event | Envelope)[]
  readonly already: readonly string[]
}

/** An append that failed; `uncut` where what it wrote is still there, `unsafe` where the file cannot be believed any more. */
type Uncut = NodeJS.ErrnoException & { readonly unsafe?: boolean; readonly uncut?: boolean }

/** A line, and what its writer's head is once it is written. */
interface Sealed extends Head {
  readonly line: string
}

/**
 * Writes to the log of one incident, to this writer's own file only. Deciding happens inside the lock, on what the lock
 * protects; an event is on stable storage before `append` returns.
 */
export class Journal extends IncidentLog {
  /** Who acts. */
  private who: () => string
  /** Called once something was put on stable storage. */
  private readonly onRecorded: () => void

  constructor(
    workspace: string,
    id: string,
    kept: KeptState,
    operator: () => string,
    onRecorded = () => {},
    snapshots: Snapshots | null = null,
  ) {
    super(workspace, id, kept, snapshots)
    this.who = operator
    this.onRecorded = onRecorded
  }

  /** Somebody else sits down, and acts from now on. */
  seat(operator: string): void {
    this.who = () => operator
  }

  /** What the operator was typing when a question was interrupted; kept outside the log until it is answered. */
  get draft(): string {
    return this.kept.draft(this.id)
  }

  set draft(text: string) {
    this.kept.keepDraft(this.id, text)
  }

  /** Locks, reads, decides, writes, syncs, unlocks. Throws `Failed` with the refusal, or with NOT recorded. */
  append(clock: Clock, decide: (incident: Incident, when: Circumstances) => Decision): Appended {
    return this.locked((access) => {
      this.mustBeWhole()
      const when = this.circumstances(clock)
      const decision = decide(this.incident, when)
      if (isProblem(decision)) throw new Failed(decision)
      if (decision.events.length === 0) return { events: [], already: decision.already }
      return { events: this.record(decision.events, when, access), already: decision.already }
    })
  }

  /**
   * Freezes what is damaged and names what is missing, by a new writer; no events where all is well. Throws `Failed` with
   * `no-declaration` where nothing is left that says which incident this is.
   */
  continueLog(clock: Clock, words: string): Appended {
    return this.locked((access) => {
      const { declaration, beyond } = this.incident
      if (declaration === null) fail('no-declaration', { id: this.id })
      if (beyond !== null) fail('newer-version', beyond)
      const drafts = continuations(this, this.workspace, words)
      if (drafts.length === 0) return { events: [], already: [] }
      this.setAsideEnds(givenUpIn(drafts), access)
      this.kept.retire()
      return { events: this.write(drafts, this.circumstances(clock), access), already: [] }
    })
  }

  /** Begins the log of a new incident with its first events. */
  begin(clock: Clock, incident: string, drafts: readonly Draft[], access: Access): Appended {
    return this.recording(() => {
      ensureDirectory(join(this.workspace, 'incidents'), access)
      makeDirectory(this.directory, access)
      try {
        return { events: this.write(drafts, this.circumstances(clock), access, incident), already: [] }
      } catch (error) {
        rmSync(this.directory, { recursive: true, force: true })
        this.kept.forget(this.id)
        throw error
      }
    })
  }

  /** Has something to itself until what is returned is called. Throws `lock-timeout` where another process has it. */
  hold(what: string): () => void {
    return this.recording(() => takeLock(join(this.directory, what), accessOf(this.directory), 0))
  }

  private locked(act: (access: Access) => Appended): Appended {
    return this.recording(() => {
      const access = accessOf(this.directory)
      return withLock(join(this.directory, 'lock'), access, () => {
        this.refresh()
        return act(access)
      })
    })
  }

  private circumstances(clock: Clock): Circumstances {
    const now = clock.now()
    const recordedAt = clock.stamp(now)
    if (!isTime(recordedAt)) fail('not-recorded', { path: this.directory, why: 'EOVERFLOW' })
    return { by: this.who(), now, recordedAt }
  }

  private recording<T>(act: () => T): T {
    try {
      return act()
    } catch (error) {
      const { code, path, unsafe, uncut = false } = error as Uncut
      if (error instanceof Failed && error.problem.code === 'unreadable') fail('not-recorded', error.problem.params)
      if (error instanceof Failed || code === undefined || code === 'EEXIST') throw error
      if (unsafe) this.kept.retire()
      return fail('not-recorded', { path: path ?? this.directory, why: errnoName(error), uncut })
    }
  }

  /** Writes what was decided; first what has become of the log, where it is behind what is known outside. */
  private record(drafts: readonly Draft[], when: Circumstances, access: Access): (Event | Envelope)[] {
    const behind = this.behind()
    const gaps = behind === null ? [] : [continuation(this, behind)]
    this.setAsideEnds(givenUpIn(gaps), access)
    if (behind?.kept.writer === this.kept.writer()) this.kept.retire()
    return this.write([...gaps, ...drafts], when, access)
  }

  /** Sets torn ends aside: of this writer's file, and of the one before the machine was started anew; not of others. */
  private setAsideEnds(leaving: ReadonlySet<string>, access: Access): void {
    const own = [this.kept.writer(), this.kept.former()]
    for (const file of this.files) {
      const isGivenUp = leaving.has(file.writer) || this.incident.givenUp.has(file.writer)
      if (own.includes(file.writer) && !isGivenUp) setAside(file, access)
    }
  }

  private write(drafts: readonly Draft[], when: Circumstances, access: Access, begins?: string): (Event | Envelope)[] {
    const incident = begins ?? this.incident.declaration?.incident ?? ''
    const shown = (path: string) => relative(this.workspace, path)
    const ends = unnamed(tornEnds(this.directory, this.id), this.incident.recovered, shown)
    const named = this.besideLog(inOrder(ends, drafts), access)
    const lines = this.announced(() => {
      const { writer, path, file } = this.ownFile(when.now)
      const sealed = this.seal(named, when, incident, writer, file)
      const bytes = Buffer.from((file?.tail?.whole ? '\n' : '') + sealed.map(({ line }) => `${line}\n`).join(''))
      if (file === null) createDurably(path, bytes, access)
      else appendTo(path, bytes, file.wholeLength)
      return sealed
    })
    this.onRecorded()
    this.head = headOf(lines)
    this.isHeadKept = this.kept.keep(this.id, this.head)
    return this.written(this.head.writer, lines)
  }

  /** The version of the lines: that of the line which declares the incident. */
  private get version(): number {
    return this.incident.declaration?.version ?? LOG_VERSION
  }

  /** Puts what drafts carry to govern the incident beside the log, which then only names it. */
  private besideLog(drafts: readonly Draft[], access: Access): Draft[] {
    if (this.version < FIRST_NAMING_VERSION) return [...drafts]
    const contents: Content[] = []
    const named = drafts.map((draft) => {
      const data: Partial<Record<string, unknown>> = { ...draft.data }
      for (const kind of governedBy(draft.type)) {
        const content = contentOf(kind, data[kind] as object)
        contents.push(content)
        data[`${kind}Digest`] = content.digest
        delete data[kind]
      }
      return { ...draft, data } as Draft
    })
    this.governing.put(contents, access)
    return named
  }

  /** The bytes of a file that is gone or altered, where another incident of the workspace has them. */
  bytesElsewhere(file: FlawedFile): Buffer | null {
    return this.governing.elsewhere(file)
  }

  /** Puts such a file back; what stands in its place is kept under another name. False where these are not its bytes. */
  putBack({ kind, digest }: FlawedFile, value: Buffer): boolean {
    const isMeant = sha256(value) === digest
    if (isMeant)
      this.locked((access) => {
        this.governing.put([{ kind, digest, bytes: value }], access)
        return { events: [], already: [] }
      })
    return isMeant
  }

  /** Whether this writer may have written what the log does not show: it was ended before it could keep that it had. */
  private isUnsure(): boolean {
    if (!this.kept.isAnnounced(this.id)) return false
    const writer = this.kept.writer()
    const file = this.files.find((file) => file.writer === writer)
    const kept = this.head?.writer === writer ? this.head.seq : 0
    return (file?.chain?.seq ?? 0) <= kept && !file?.tail?.torn.length
  }

  /** Announces outside that something is about to be written; calls it off where that fails and leaves nothing behind. */
  private announced<T>(act: () => T): T {
    if (this.isUnsure() || !this.kept.announce(this.id, this.head)) this.kept.retire()
    try {
      return act()
    } catch (error) {
      if (!(error as Uncut).uncut) this.kept.callOff(this.id, this.head)
      throw error
    }
  }

  /** What was just written, as the log has it. It stands, even where the log cannot be read again just now. */
  private written(writer: string, lines: readonly Sealed[]): (Event | Envelope)[] {
    try {
      return this.refreshed().filter((event) => event.writer === writer)
    } catch {
      const events = lines
        .map(({ line }) => unseal(Buffer.from(line)))
        .flatMap((read) => ('event' in read ? read.event : []))
      this.incident = this.governing.attached(evolve(this.incident, ...events))
      return events
    }
  }

  /**
   * The file this writer goes on with: never one that was given up, none whose head it does not know, and none whose clock has
   * come to its end.
   */
  private ownFile(now: number): { writer: string; path: string; file: LogFile | null } {
    const mine = this.kept.writer()
    const file = this.files.find((f) => f.writer === mine)
    const isOver = file !== undefined && (this.head?.writer !== mine || tick(file.chain?.hlc ?? null, [], now) === null)
    if (this.incident.givenUp.has(mine) || isOver) this.kept.retire()
    const writer = this.kept.writer()
    const path = join(this.directory, `${this.id}.${writer}.jsonl`)
    return { writer, path, file: this.files.find((f) => f.writer === writer) ?? null }
  }

  private seal(
    drafts: readonly Draft[],
    when: Circumstances,
    incident: string,
    writer: string,
    file: LogFile | null,
  ): Sealed[] {
    let prev: Head | null = file?.chain ?? null
    let clock: HybridClock | null = file?.chain?.hlc ?? null
    const others = this.clocks.filter((known) => known.writer !== writer).map(({ hlc }) => hlc)
    const after = [...this.incident.heads.values()].filter((head) => head.writer !== writer)
    return drafts.map((draft) => {
      clock = tick(clock, others, when.now) ?? fail('not-recorded', { path: this.directory, why: 'EOVERFLOW' })
      const { type, data, at = when.recordedAt } = draft
      const seq: number = (prev?.seq ?? 0) + 1
      const { line, hash } = seal({
        v: this.version,
        incident,
        writer,
        seq,
        prev: prev?.hash ?? null,
        hlc: clock,
        ...(after.length > 0 && { after }),
        at,
        recordedAt: when.recordedAt,
        by: when.by,
        type,
        critical: isCritical(type),
        data,
      })
      const bytes = Buffer.from(line)
      if (bytes.length + 1 >= MAX_LINE_BYTES) fail('too-long', { bytes: bytes.length + 1, limit: MAX_LINE_BYTES })
      const { damage } = { damage: null, ...unseal(bytes) }
      if (damage !== null) throw new Error(`would write a line that could not be read back: ${damage}`)
      prev = { writer, seq, hash }
      return { line, writer, seq, hash }
    })
  }
}

function headOf(lines: readonly Sealed[]): Head {
  const { writer, seq, hash } = lines.at(-1) as Sealed
  return { writer, seq, hash }
}

export function newIncident(): string {
  return randomBytes(12).toString('hex')
}

/** What was given up for others comes first in a new file, and says why there is one. */
function inOrder(ends: readonly Draft[], drafts: readonly Draft[]): Draft[] {
  const isGap = ({ type }: Draft) => type === 'log.continued'
  return [...drafts.filter(isGap), ...ends, ...drafts.filter((draft) => !isGap(draft))]
}

function givenUpIn(drafts: readonly Draft[]): ReadonlySet<string> {
  return new Set(drafts.flatMap((draft) => (draft.type === 'log.continued' ? [draft.data.writer] : [])))
}

function appendTo(path: string, bytes: Uint8Array, length: number): void {
  const fd = openForAppend(path)
  try {
    appendDurably(fd, bytes, length)
  } finally {
    closeSync(fd)
  }
}
