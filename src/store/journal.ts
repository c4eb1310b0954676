import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type Decision, type DecisionContext, isProblem } from '../domain/decide/decision.ts'
import { isTime } from '../domain/guard.ts'
import { evolve } from '../domain/incident/evolve.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { type Envelope, type Event, type EventDraft, type Head, isCritical, LOG_VERSION } from '../domain/log/event.ts'
import { FIRST_NAMING_VERSION, type FlawedFile, governingKindsOf } from '../domain/log/governing-files.ts'
import { type HybridClock, nextClock } from '../domain/log/hybrid-clock.ts'
import { MAX_LINE_BYTES, seal, unseal } from '../domain/log/line.ts'
import { sha256 } from '../domain/log/sha256.ts'
import { fail, ProblemError } from '../domain/problem.ts'
import { type Access, accessOf } from '../platform/access.ts'
import type { Clock } from '../platform/clock.ts'
import { appendDurably, createDurably, ensureDirectory, makeDirectory, openForAppend } from '../platform/durable.ts'
import { errnoName } from '../platform/errno.ts'
import { withOpenFile } from '../platform/file-bytes.ts'
import { IncidentLog, setAsideTornEnd, tornEnds, unrecordedTornEnds } from './incident-log.ts'
import { takeLock, withLock } from './lock.ts'
import { LOG_SUFFIX, type LogFile } from './log-file.ts'
import { eventForKeptHeadMismatch, recoveryEvents } from './log-recovery.ts'
import { type GoverningContent, governingContentOf } from './runbook-files.ts'
import type { Snapshots } from './snapshots.ts'
import type { DraftKind, MergeDrafts, WriterState } from './state.ts'

/** The events appended, and what already held, so that nothing was recorded for it. */
export interface AppendResult {
  readonly events: readonly (Event | Envelope)[]
  readonly already: readonly string[]
}

/** The error of a failed append: `uncut` if bytes of it are still there, `unsafe` if the file must not be written again. */
type AppendError = NodeJS.ErrnoException & { readonly unsafe?: boolean; readonly uncut?: boolean }

/** A line, and its writer's head once the line is written. */
interface SealedLine extends Head {
  readonly line: string
}

/** Writes this writer's own file of a log. Decides under the lock; events are on stable storage before `append` returns. */
export class Journal extends IncidentLog {
  /** Name of the operator who acts. */
  private who: () => string
  /** Called after events were put on stable storage. */
  private readonly onRecorded: () => void

  constructor(
    workspace: string,
    id: string,
    kept: WriterState,
    operator: () => string,
    onRecorded = () => {},
    snapshots: Snapshots | null = null,
  ) {
    super(workspace, id, kept, snapshots)
    this.who = operator
    this.onRecorded = onRecorded
  }

  changeOperator(operator: string): void {
    this.who = () => operator
  }

  /** The writer that records here now. */
  get writer(): string {
    return this.writerState.writer()
  }

  /** Takes over the texts that are not recorded and that runs have kept outside the log, merged into one. */
  takeOverDrafts(kind: DraftKind, merge: MergeDrafts): string {
    return this.writerState.takeOverDrafts(this.id, kind, merge)
  }

  /** Keeps such a text for the next run, in place of what this one kept; empty forgets it. False if that fails. */
  keepDraft(kind: DraftKind, text: string): boolean {
    return this.writerState.keepDraft(this.id, kind, text)
  }

  /** Locks, reads, decides, writes, syncs, unlocks. Throws `ProblemError` with the refusal, or with `not-recorded`. */
  append(clock: Clock, decide: (incident: Incident, when: DecisionContext) => Decision): AppendResult {
    return this.locked((access) => {
      this.mustBeWhole()
      const when = this.decisionContext(clock)
      const decision = decide(this.incident, when)
      if (isProblem(decision)) throw new ProblemError(decision)
      if (decision.events.length === 0) return { events: [], already: decision.already }
      return { events: this.record(decision.events, when, access), already: decision.already }
    })
  }

  /**
   * Continues a broken log as a new writer: freezes damaged files, abandons what is missing. Writes nothing if it is sound.
   * Throws `no-declaration` if the event that declares the incident was lost, `newer-version` if a critical one is unknown.
   */
  continueLog(clock: Clock, words: string): AppendResult {
    return this.locked((access) => {
      const { declaration, beyond } = this.incident
      if (declaration === null) fail('no-declaration', { id: this.id })
      if (beyond !== null) fail('newer-version', beyond)
      const drafts = recoveryEvents(this, this.workspace, words)
      if (drafts.length === 0) return { events: [], already: [] }
      this.setAsideEnds(abandonedIn(drafts), access)
      this.writerState.replaceWriter()
      return { events: this.write(drafts, this.decisionContext(clock), access), already: [] }
    })
  }

  /** Starts the log of a new incident with its first events. `key` is the random id that all its lines contain. */
  begin(clock: Clock, key: string, drafts: readonly EventDraft[], access: Access): AppendResult {
    return this.orNotRecorded(() => {
      ensureDirectory(join(this.workspace, 'incidents'), access)
      makeDirectory(this.directory, access)
      try {
        return { events: this.write(drafts, this.decisionContext(clock), access, key), already: [] }
      } catch (error) {
        rmSync(this.directory, { recursive: true, force: true })
        this.writerState.forgetHead(this.id)
        throw error
      }
    })
  }

  /** Takes a lock in the incident's folder; the returned function releases it. Throws `lock-timeout` if it is taken. */
  takeNamedLock(name: string): () => void {
    return this.orNotRecorded(() => takeLock(join(this.directory, name), accessOf(this.directory), 0))
  }

  private locked(act: (access: Access) => AppendResult): AppendResult {
    return this.orNotRecorded(() => {
      const access = accessOf(this.directory)
      return withLock(join(this.directory, 'lock'), access, () => {
        this.refresh()
        return act(access)
      })
    })
  }

  private decisionContext(clock: Clock): DecisionContext {
    const now = clock.now()
    const recordedAt = clock.stamp(now)
    if (!isTime(recordedAt)) fail('not-recorded', { path: this.directory, why: 'EOVERFLOW' })
    return { by: this.who(), now, recordedAt }
  }

  /** Runs `act`, and turns the system's errors into `ProblemError` with `not-recorded`. */
  private orNotRecorded<T>(act: () => T): T {
    try {
      return act()
    } catch (error) {
      const { code, path, unsafe, uncut = false } = error as AppendError
      if (error instanceof ProblemError && error.problem.code === 'unreadable')
        fail('not-recorded', error.problem.params)
      // EEXIST: the name of a new incident's folder is taken, and the caller tries another.
      if (error instanceof ProblemError || code === undefined || code === 'EEXIST') throw error
      if (unsafe) this.writerState.replaceWriter()
      return fail('not-recorded', { path: path ?? this.directory, why: errnoName(error), uncut })
    }
  }

  /** Writes what was decided; before that, if the log is behind the head kept outside, an event that continues it. */
  private record(drafts: readonly EventDraft[], when: DecisionContext, access: Access): (Event | Envelope)[] {
    const behind = this.keptHeadMismatch()
    const continuing = behind === null ? [] : [eventForKeptHeadMismatch(this, behind)]
    this.setAsideEnds(abandonedIn(continuing), access)
    if (behind?.kept.writer === this.writerState.writer()) this.writerState.replaceWriter()
    return this.write([...continuing, ...drafts], when, access)
  }

  /** Sets aside the torn ends of this writer's file and of the one it had before the last boot, unless abandoned. */
  private setAsideEnds(abandoned: ReadonlySet<string>, access: Access): void {
    const own = [this.writerState.writer(), this.writerState.formerWriter()]
    for (const file of this.files) {
      const isAbandoned = abandoned.has(file.writer) || this.incident.givenUp.has(file.writer)
      if (own.includes(file.writer) && !isAbandoned) setAsideTornEnd(file, access)
    }
  }

  /** Appends events to this writer's file, on stable storage, and keeps its new head outside the workspace. */
  private write(
    drafts: readonly EventDraft[],
    when: DecisionContext,
    access: Access,
    newKey?: string,
  ): (Event | Envelope)[] {
    // Only a new log, which has a new key, can lack its declaration here.
    const incident = newKey ?? this.incident.declaration?.incident ?? ''
    const shown = (path: string) => relative(this.workspace, path)
    const tornEndEvents = unrecordedTornEnds(tornEnds(this.directory, this.id), this.incident.recovered, shown)
    const named = this.storeGoverning(continuationsFirst(tornEndEvents, drafts), access)
    const lines = this.announcing(() => {
      const { writer, path, file } = this.ownFile(when.now)
      const sealed = this.seal(named, when, incident, writer, file)
      // The last line may have been written without its LF.
      const bytes = Buffer.from((file?.tail?.whole ? '\n' : '') + sealed.map(({ line }) => `${line}\n`).join(''))
      if (file === null) createDurably(path, bytes, access)
      else withOpenFile(openForAppend(path), (fd) => appendDurably(fd, bytes, file.wholeLength))
      return sealed
    })
    this.onRecorded()
    const { writer, seq, hash } = lines.at(-1) as SealedLine
    this.keptHead = { writer, seq, hash }
    this.isHeadKept = this.writerState.keepHead(this.id, this.keptHead)
    return this.readBack(writer, lines)
  }

  /** The format version of new lines: that of the line that declares the incident. */
  private get version(): number {
    return this.incident.declaration?.version ?? LOG_VERSION
  }

  /** Writes runbooks and settings in drafts to files beside the log, and returns drafts that only name them. */
  private storeGoverning(drafts: readonly EventDraft[], access: Access): EventDraft[] {
    if (this.version < FIRST_NAMING_VERSION) return [...drafts]
    const contents: GoverningContent[] = []
    const named = drafts.map((draft) => {
      const data: Partial<Record<string, unknown>> = { ...draft.data }
      for (const kind of governingKindsOf(draft.type)) {
        const content = governingContentOf(kind, data[kind] as object)
        contents.push(content)
        data[`${kind}Digest`] = content.digest
        delete data[kind]
      }
      return { ...draft, data } as EventDraft
    })
    this.governing.put(contents, access)
    return named
  }

  /** The bytes of a flawed runbook or settings file, if another incident of the workspace has them; else null. */
  bytesFromOtherIncident(file: FlawedFile): Buffer | null {
    return this.governing.bytesFromOtherIncident(file)
  }

  /** Restores a flawed file; what has its name now is kept under another. False if `bytes` do not have its digest. */
  restoreGoverningFile({ kind, digest }: FlawedFile, bytes: Buffer): boolean {
    if (sha256(bytes) !== digest) return false
    this.locked((access) => {
      this.governing.put([{ kind, digest, bytes }], access)
      return { events: [], already: [] }
    })
    return true
  }

  /** Whether events may have been lost: a write was announced, no head was kept after it, and the file shows none of it. */
  private mayHaveWrittenMore(): boolean {
    if (!this.writerState.isAnnounced(this.id)) return false
    const writer = this.writerState.writer()
    const file = this.files.find((file) => file.writer === writer)
    const kept = this.keptHead?.writer === writer ? this.keptHead.seq : 0
    return (file?.chain?.seq ?? 0) <= kept && !file?.tail?.torn.length
  }

  /** Announces a write outside the log, then runs it. If it fails and leaves no bytes, retracts the announcement. */
  private announcing<T>(act: () => T): T {
    if (this.mayHaveWrittenMore() || !this.writerState.announce(this.id, this.keptHead))
      this.writerState.replaceWriter()
    try {
      return act()
    } catch (error) {
      if (!(error as AppendError).uncut) this.writerState.retractAnnouncement(this.id, this.keptHead)
      throw error
    }
  }

  /** The events just written, as read back from the log or, if it cannot be read right now, from the lines written. */
  private readBack(writer: string, lines: readonly SealedLine[]): (Event | Envelope)[] {
    try {
      return this.readNewEvents().filter((event) => event.writer === writer)
    } catch {
      const events = lines
        .map(({ line }) => unseal(Buffer.from(line)))
        .flatMap((read) => ('event' in read ? read.event : []))
      this.incident = this.governing.withGoverning(evolve(this.incident, ...events))
      return events
    }
  }

  /** The file to append to. Replaces a writer that was abandoned, whose head is not kept, or whose clock is at its end. */
  private ownFile(now: number): { writer: string; path: string; file: LogFile | null } {
    const current = this.writerState.writer()
    const file = this.files.find((f) => f.writer === current)
    const isUnusable =
      file !== undefined && (this.keptHead?.writer !== current || nextClock(file.chain?.hlc ?? null, [], now) === null)
    if (this.incident.givenUp.has(current) || isUnusable) this.writerState.replaceWriter()
    const writer = this.writerState.writer()
    const path = join(this.directory, `${this.id}.${writer}${LOG_SUFFIX}`)
    return { writer, path, file: this.files.find((f) => f.writer === writer) ?? null }
  }

  /** Makes the lines of events, and checks that each can be read back. */
  private seal(
    drafts: readonly EventDraft[],
    when: DecisionContext,
    incident: string,
    writer: string,
    file: LogFile | null,
  ): SealedLine[] {
    let prev: Head | null = file?.chain ?? null
    let clock: HybridClock | null = file?.chain?.hlc ?? null
    const others = this.clocks.filter((known) => known.writer !== writer).map(({ hlc }) => hlc)
    const after = [...this.incident.heads.values()].filter((head) => head.writer !== writer)
    return drafts.map((draft) => {
      clock = nextClock(clock, others, when.now) ?? fail('not-recorded', { path: this.directory, why: 'EOVERFLOW' })
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
      const read = unseal(bytes)
      if ('damage' in read) throw new Error(`would write a line that could not be read back: ${read.damage}`)
      prev = { writer, seq, hash }
      return { line, writer, seq, hash }
    })
  }
}

/** The random id that all lines of an incident contain: 96 bits in hex. */
export function newIncidentKey(): string {
  return randomBytes(12).toString('hex')
}

/** Puts the events that abandon a file first: in a new file, they say why there is one. Events of torn ends follow. */
function continuationsFirst(tornEndEvents: readonly EventDraft[], drafts: readonly EventDraft[]): EventDraft[] {
  const isContinuation = ({ type }: EventDraft) => type === 'log.continued'
  return [...drafts.filter(isContinuation), ...tornEndEvents, ...drafts.filter((draft) => !isContinuation(draft))]
}

/** The writers whose files these events abandon. */
function abandonedIn(drafts: readonly EventDraft[]): ReadonlySet<string> {
  return new Set(drafts.flatMap((draft) => (draft.type === 'log.continued' ? [draft.data.writer] : [])))
}
