import { randomBytes } from 'node:crypto'
import { readdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { type Decision, type DecisionContext, isProblem } from '../domain/decide/decision.ts'
import { isTime } from '../domain/guard.ts'
import { evolve } from '../domain/incident/evolve.ts'
import { type Incident, writerRecordOf } from '../domain/incident/incident.ts'
import {
  keptRedactions,
  redactionsToKeep,
  redactionsToRemember,
  redactionsToRepeat,
} from '../domain/incident/redactions.ts'
import {
  type Envelope,
  type Event,
  type EventDraft,
  type Guest,
  type Head,
  isCritical,
  LOG_VERSION,
  writerOf,
} from '../domain/log/event.ts'
import { FIRST_NAMING_VERSION, type FlawedFile, governingKindsOf } from '../domain/log/governing-files.ts'
import { type HybridClock, nextClock } from '../domain/log/hybrid-clock.ts'
import { incidentKeyOf } from '../domain/log/incident-key.ts'
import { MAX_LINE_BYTES, seal, unseal } from '../domain/log/line.ts'
import { type ForkedWriter, SET_ASIDE } from '../domain/log/missing-heads.ts'
import { isSignedLog } from '../domain/log/set-aside.ts'
import { sha256 } from '../domain/log/sha256.ts'
import { FIRST_SIGNING_VERSION, type Signer } from '../domain/log/signature.ts'
import { fail, type LockHolder, type Problem, ProblemError, problem } from '../domain/problem.ts'
import { type Access, accessOf } from '../platform/access.ts'
import type { Clock } from '../platform/clock.ts'
import {
  appendDurably,
  createDurably,
  ensureDirectory,
  makeDirectory,
  mayAppendTo,
  openForAppend,
} from '../platform/durable.ts'
import { errnoName } from '../platform/errno.ts'
import { withOpenFile } from '../platform/file-bytes.ts'
import { IncidentLog, setAsideTornEnd, tornEnds, unrecordedTornEnds } from './incident-log.ts'
import { breakLock, holdersOf, takeLock, withLock } from './lock.ts'
import { LOG_SUFFIX, type LogFile } from './log-file.ts'
import {
  eventForForeignLines,
  eventForFork,
  eventForKeptHeadMismatch,
  eventForUnwritableFile,
  recoveryEvents,
} from './log-recovery.ts'
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

/** A line names at most so many heads, unless it knows more writers: a flood of them must not fill every line. */
const MAX_HEADS = 100

/** Of so many claims on its locks that are broken, a log keeps whose they were. */
const MAX_HOLDERS = 1000

/** Names of lock files: that of the log, and how those of sending by a channel begin. */
export const LOCK = 'lock'
const SENDING_LOCK = 'sending-'

/** Writes this writer's own file of a log. Decides under the lock; events are on stable storage before `append` returns. */
export class Journal extends IncidentLog {
  /** Name of the operator who acts. */
  private readonly who: () => string
  /** Who let them act through a program of theirs; null for whoever uses this machine. */
  private readonly guest: Guest | null
  /** Called after events were put on stable storage; `isFirst` if they are the first of this writer. */
  private readonly onRecorded: (drafts: readonly EventDraft[], isFirst: boolean) => void

  constructor(
    workspace: string,
    id: string,
    kept: WriterState,
    operator: () => string,
    onRecorded: (drafts: readonly EventDraft[], isFirst: boolean) => void = () => {},
    snapshots: Snapshots | null = null,
    guest: Guest | null = null,
  ) {
    super(workspace, id, kept, snapshots)
    this.who = operator
    this.guest = guest
    this.onRecorded = onRecorded
  }

  /** Throws `lock-lost` if this process holds the lock no more. A new log has none. */
  private mustHoldLock: () => void = () => {}

  /** The writer that records here now. */
  get writer(): string {
    return this.writerState.writer()
  }

  /** Names this machine and workspace: 16 hex digits (`workspaceKey`). */
  get machine(): string {
    return this.writerState.key
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
      this.mustBeUsable({ during: 'recording' })
      const when = this.decisionContext(clock)
      const decision = decide(this.incident, when)
      if (isProblem(decision)) throw new ProblemError(this.withWriter(decision))
      if (decision.events.length === 0) return { events: [], already: decision.already }
      return { events: this.record(decision.events, when, access), already: decision.already }
    })
  }

  /** Names the writer of an event of a newer version, if this machine does not know it: there is a way on without it. */
  withWriter(refusal: Problem): Problem {
    if (refusal.code !== 'newer-version') return refusal
    const writer = writerOf(refusal.params.event)
    return this.knows(writer)
      ? refusal
      : problem('newer-version', { ...refusal.params, unknown: { writer, id: this.id } })
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
      drafts.push(...this.repeatedRedactions())
      this.setAsideEnds(abandonedIn(drafts), access)
      this.writerState.replaceWriter()
      return { events: this.write(drafts, this.decisionContext(clock), access), already: [] }
    })
  }

  /**
   * Sets aside the files of writers, for a reason: nothing in them counts any more, and they stay as they are. Possible also
   * where they hold events that this version does not know. Writes nothing about those that were set aside before. Throws
   * `declaring-writer` for the one that declared the incident, and `outside-circle` where it would not count. What they had
   * redacted of others is redacted again or, with `unredacts`, is shown again, also if they were set aside before.
   */
  setAside(clock: Clock, writers: readonly string[], words: string, unredacts = false): AppendResult {
    return this.locked((access) => {
      if (this.incident.declaration === null) fail('no-declaration', { id: this.id })
      const wanted = writers.filter((writer) => !this.setAsideWriters.has(writer))
      for (const writer of wanted) {
        const why = this.whyNotSetAside(writer)
        if (why !== null) throw new ProblemError(why)
      }
      const before = writers.filter((writer) => !wanted.includes(writer))
      const drafts = wanted.map((writer): EventDraft => {
        return {
          type: 'log.continued',
          data: { writer, found: null, kept: this.headOf(writer), reason: SET_ASIDE, words },
        }
      })
      const takenBack = unredacts ? this.takingBackKept(before, words) : []
      const already = takenBack.length > 0 ? [] : before.map((writer) => `verify --set-aside ${writer}`)
      if (drafts.length + takenBack.length === 0) return { events: [], already }
      // Whatever is to be believed of a writer, what it had crossed out must not come back by itself.
      const kept = unredacts ? [] : redactionsToKeep(this.incident, new Set(wanted), this.events())
      return { events: this.record([...drafts, ...takenBack, ...kept], this.decisionContext(clock), access), already }
    })
  }

  /** Takes back the redactions that were kept when these writers were set aside. */
  private takingBackKept(writers: readonly string[], reason: string): EventDraft[] {
    if (writers.length === 0) return []
    const kept = keptRedactions(this.incident, new Set(writers), this.everyEvent())
    const [why] = kept.length === 0 ? [] : writers.flatMap((writer) => this.whyNotRestored(writer) ?? [])
    if (why !== undefined) throw new ProblemError(why)
    return kept.map((event) => ({ type: 'event.undone', data: { event, reason } }))
  }

  /** Why a writer cannot be set aside on this machine: `declaring-writer` or `outside-circle`; null if it can be. */
  whyNotSetAside(writer: string): Problem | null {
    const record = writerRecordOf(this.incident)
    if (writer === record.declaredBy) return problem('declaring-writer', { writer })
    const isGuarded = isSignedLog(record) || this.writersOfDeclarer().has(writer)
    return isGuarded ? this.whyNotRestored(writer) : null
  }

  /** Why a writer that was set aside cannot be accepted again on this machine: `outside-circle`; null if it can be. */
  whyNotRestored(writer: string): Problem | null {
    const births = [...this.writersOfDeclarer()].flatMap((name) => this.incident.births.get(name) ?? [])
    const isInside = births.some((birth) => this.isOwnBirth(birth))
    return isInside ? null : problem('outside-circle', { writer, own: this.writer })
  }

  /** Starts the log of a new incident with its first events. The id that all its lines contain is made of `random` digits. */
  begin(clock: Clock, random: string, drafts: readonly EventDraft[], access: Access): AppendResult {
    return this.orNotRecorded(() => {
      ensureDirectory(join(this.workspace, 'incidents'), access)
      makeDirectory(this.directory, access)
      try {
        return { events: this.write(drafts, this.decisionContext(clock), access, random), already: [] }
      } catch (error) {
        rmSync(this.directory, { recursive: true, force: true })
        this.writerState.forgetHead(this.id)
        throw error
      }
    })
  }

  /** Locks sending by a channel; the returned function unlocks it. Throws `lock-timeout` if it is locked. */
  lockSending(channel: string): () => void {
    return this.orNotRecorded(() => takeLock(join(this.directory, SENDING_LOCK + channel), accessOf(this.directory), 0))
  }

  /**
   * Releases all claims on the incident's locks, and records whose they were, also in a damaged log. Writes nothing if nobody
   * held one. A living process that held one notices it before it writes (`lock-lost`).
   */
  breakLocks(clock: Clock, reason: string): AppendResult {
    const held = this.lockPaths().flatMap(breakLock)
    if (held.length === 0) return { events: [], already: ['verify --break-lock'] }
    // Somebody may have filled the file with claims, and a line has a length.
    const holders = held.slice(0, MAX_HOLDERS).map(({ pid, host, user, since }) => ({ pid, host, user, since }))
    return this.locked((access) => {
      if (this.incident.declaration === null) fail('no-declaration', { id: this.id })
      const draft: EventDraft = { type: 'lock.broken', data: { holders, reason } }
      return { events: this.record([draft], this.decisionContext(clock), access), already: [] }
    })
  }

  /** Who holds the locks of the incident, by path. */
  lockHolders(): { readonly path: string; readonly holder: LockHolder }[] {
    return this.lockPaths().flatMap((path) => holdersOf(path).map((holder) => ({ path, holder })))
  }

  /** Whether somebody holds the lock of the log, or waits for it. */
  isLocked(): boolean {
    return holdersOf(join(this.directory, LOCK)).length > 0
  }

  private lockPaths(): string[] {
    const names = readdirSync(this.directory).filter((name) => name === LOCK || name.startsWith(SENDING_LOCK))
    return names.map((name) => join(this.directory, name))
  }

  private locked(act: (access: Access) => AppendResult): AppendResult {
    return this.orNotRecorded(() => {
      const access = accessOf(this.directory)
      return withLock(join(this.directory, LOCK), access, (mustBeHeld) => {
        this.mustHoldLock = mustBeHeld
        this.refresh()
        return act(access)
      })
    })
  }

  /** Who records now. Throws `not-recorded` if no line can say the time. */
  decisionContext(clock: Clock): DecisionContext {
    const now = clock.now()
    const recordedAt = clock.stamp(now)
    if (!isTime(recordedAt)) fail('not-recorded', { path: this.directory, why: 'EOVERFLOW' })
    const by = { by: this.who(), ...(this.guest !== null && { guest: this.guest }) }
    return { ...by, now, recordedAt, knows: this.knows, ofKnown: () => this.byKnownWriters() }
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

  /**
   * Keeps that a copy of this machine's state folder has recorded as the same writer. From now on, what is recorded here is
   * that of a new writer, whose first event in this log says so.
   */
  noteFork(fork: ForkedWriter): void {
    this.writerState.keepFork(this.id, fork)
    if (fork.writer === this.writerState.writer()) this.writerState.replaceWriter()
  }

  /**
   * Writes what was decided; before that, what continues the log if the own file lacks lines, has foreign ones, forks or cannot
   * be written to.
   */
  private record(drafts: readonly EventDraft[], when: DecisionContext, access: Access): (Event | Envelope)[] {
    const [behind, foreign, fork] = [this.keptHeadMismatch(), this.foreignLines(), this.unnamedFork()]
    const continuing = [
      ...(behind === null ? [] : [eventForKeptHeadMismatch(this, behind)]),
      ...(foreign === null ? [] : [eventForForeignLines(foreign)]),
      ...(fork === null ? [] : [eventForFork(this, fork)]),
    ]
    if (!abandonedIn(continuing).has(this.writerState.writer())) continuing.push(...this.unwritableFile())
    const abandoned = abandonedIn(continuing)
    this.setAsideEnds(abandoned, access)
    if (abandoned.has(this.writerState.writer())) this.writerState.replaceWriter()
    return this.write([...continuing, ...this.repeatedRedactions(), ...drafts], when, access)
  }

  /** Redacts again what this machine remembers and the log has lost. */
  private repeatedRedactions(): EventDraft[] {
    return redactionsToRepeat(this.lostRedactions(), this.events())
  }

  /** Keeps outside the workspace what is redacted now, if that is not what was kept. */
  private rememberRedactions(): void {
    const kept = this.writerState.redactions(this.id)
    if (this.incident.redactions.length === 0 && kept.length === 0) return
    const now = redactionsToRemember(this.incident, this.lostRedactions(), this.unknownNames())
    if (!isDeepStrictEqual(now, kept)) this.writerState.rememberRedactions(this.id, now)
  }

  /** The event that continues the log where this writer's own file cannot be written to; none where it can. */
  private unwritableFile(): EventDraft[] {
    const writer = this.writerState.writer()
    const [file, head] = [this.files.find((file) => file.writer === writer), this.headOf(writer)]
    return file === undefined || head === null || mayAppendTo(file.path) ? [] : [eventForUnwritableFile(head)]
  }

  /**
   * Sets aside the torn ends of this writer's file and of the one it had before the last boot, unless they are abandoned or
   * cannot be written to.
   */
  private setAsideEnds(abandoned: ReadonlySet<string>, access: Access): void {
    const own = [this.writerState.writer(), this.writerState.formerWriter()]
    for (const file of this.files) {
      const isAbandoned = abandoned.has(file.writer) || this.abandonedFile(file.writer) !== null
      if (own.includes(file.writer) && !isAbandoned && mayAppendTo(file.path)) setAsideTornEnd(file, access)
    }
  }

  /** Appends events to this writer's file, on stable storage, and keeps its new head outside the workspace. */
  private write(
    drafts: readonly EventDraft[],
    when: DecisionContext,
    access: Access,
    random = '',
  ): (Event | Envelope)[] {
    const shown = (path: string) => relative(this.workspace, path)
    const tornEndEvents = unrecordedTornEnds(tornEnds(this.directory, this.id), this.incident.recovered, shown)
    const named = this.storeGoverning(continuationsFirst(tornEndEvents, drafts), access)
    const lines = this.announcing(() => {
      const { writer, path, file } = this.ownFile(when.now)
      // Only a new log can lack its declaration here. Its id commits to the key of the writer that records it.
      const incident = this.incident.declaration?.incident ?? incidentKeyOf(random, this.signer?.key ?? null)
      const sealed = this.seal(named, when, incident, writer, file)
      // The last line may have been written without its LF.
      this.mustHoldLock()
      const bytes = Buffer.from((file?.tail?.whole ? '\n' : '') + sealed.map(({ line }) => `${line}\n`).join(''))
      if (file === null) createDurably(path, bytes, access)
      else withOpenFile(openForAppend(path), (fd) => appendDurably(fd, bytes, file.wholeLength))
      return sealed
    })
    this.onRecorded(named, lines[0]?.seq === 1)
    const { writer, seq, hash } = lines.at(-1) as SealedLine
    this.keptHead = { writer, seq, hash }
    this.isHeadKept = this.writerState.keepHead(this.id, this.keptHead)
    const events = this.readBack(writer, lines)
    this.rememberRedactions()
    return events
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
      const written = new Set(lines.map(({ hash }) => hash))
      return this.readNewEvents().filter((event) => event.writer === writer && written.has(event.hash))
    } catch {
      const events = lines
        .map(({ line }) => unseal(Buffer.from(line)))
        .flatMap((read) => ('event' in read ? read.event : []))
      this.incident = this.present(evolve(this.incident, ...events))
      return events
    }
  }

  /** The file to append to. Replaces a writer that was abandoned, whose head is not kept, or whose clock is at its end. */
  private ownFile(now: number): { writer: string; path: string; file: LogFile | null } {
    const current = this.writerState.writer()
    const file = this.files.find((f) => f.writer === current)
    const isUnusable =
      file !== undefined &&
      (this.keptHead?.writer !== current ||
        (file.chain?.key ?? null) !== (this.signer?.key ?? null) ||
        nextClock(file.chain?.hlc ?? null, [], now) === null)
    if (this.abandonedFile(current) !== null || isUnusable) this.writerState.replaceWriter()
    const writer = this.writerState.writer()
    const path = join(this.directory, `${this.id}.${writer}${LOG_SUFFIX}`)
    return { writer, path, file: this.files.find((f) => f.writer === writer) ?? null }
  }

  /**
   * The heads of other writers that a line names: what is said of a writer holds for what was seen of it (`lateWords`). Of
   * too many, those known and some others, without those that are set aside.
   */
  private headsToName(writer: string, drafts: readonly EventDraft[]): Head[] {
    const all = [...this.incident.heads.values()].filter((head) => head.writer !== writer)
    if (all.length <= MAX_HEADS) return all
    const left = writersSetAside(drafts)
    const others = all.filter((head) => !left.has(head.writer))
    const unknown = this.unknownNames()
    const [first, last] = [
      others.filter((head) => !unknown.has(head.writer)),
      others.filter((head) => unknown.has(head.writer)),
    ]
    return [...first, ...last].slice(0, Math.max(first.length, MAX_HEADS))
  }

  /** Signs new lines; null in a log of a version without signatures. */
  private get signer(): Signer | null {
    return this.version < FIRST_SIGNING_VERSION ? null : this.writerState.signer()
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
    const after = this.headsToName(writer, drafts)
    return drafts.map((draft) => {
      clock = nextClock(clock, others, when.now) ?? fail('not-recorded', { path: this.directory, why: 'EOVERFLOW' })
      const { type, data, at = when.recordedAt } = draft
      const seq: number = (prev?.seq ?? 0) + 1
      const event = {
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
        ...when.guest,
        type,
        critical: isCritical(type),
        data,
      }
      const { line, hash } = seal(event, this.signer ?? undefined)
      const bytes = Buffer.from(line)
      if (bytes.length + 1 >= MAX_LINE_BYTES) fail('too-long', { bytes: bytes.length + 1, limit: MAX_LINE_BYTES })
      const read = unseal(bytes)
      if ('damage' in read) throw new Error(`would write a line that could not be read back: ${read.damage}`)
      prev = { writer, seq, hash }
      return { line, writer, seq, hash }
    })
  }
}

/** The random digits of which the id of an incident is made (`incidentKeyOf`): 96 bits in hex. */
export function newIncidentDigits(): string {
  return randomBytes(12).toString('hex')
}

/** Puts the events that abandon a file first: in a new file, they say why there is one. Events of torn ends follow. */
function continuationsFirst(tornEndEvents: readonly EventDraft[], drafts: readonly EventDraft[]): EventDraft[] {
  const isContinuation = ({ type }: EventDraft) => type === 'log.continued'
  return [...drafts.filter(isContinuation), ...tornEndEvents, ...drafts.filter((draft) => !isContinuation(draft))]
}

/** The writers whose files these events set aside: their heads are named no more. */
function writersSetAside(drafts: readonly EventDraft[]): ReadonlySet<string> {
  return new Set(
    drafts.flatMap(({ type, data }) => (type === 'log.continued' && data.reason === SET_ASIDE ? [data.writer] : [])),
  )
}

/** The writers whose files these events abandon. */
function abandonedIn(drafts: readonly EventDraft[]): ReadonlySet<string> {
  return new Set(drafts.flatMap((draft) => (draft.type === 'log.continued' ? [draft.data.writer] : [])))
}
