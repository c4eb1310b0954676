import { join, relative } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { DecisionContext } from '../domain/decide/decision.ts'
import { evolve } from '../domain/incident/evolve.ts'
import { redactionsToRemember, redactionsToRepeat } from '../domain/incident/redactions.ts'
import { type Envelope, type Event, type EventDraft, LOG_VERSION } from '../domain/log/event.ts'
import { FIRST_NAMING_VERSION, governingKindsOf } from '../domain/log/governing-files.ts'
import { nextClock } from '../domain/log/hybrid-clock.ts'
import { incidentKeyOf } from '../domain/log/incident-key.ts'
import { unseal } from '../domain/log/line.ts'
import { FIRST_SIGNING_VERSION, type Signer } from '../domain/log/signature.ts'
import { fail, ProblemError } from '../domain/problem.ts'
import { type Access, accessOf } from '../platform/access.ts'
import { appendDurably, createDurably, mayAppendTo, openForAppend } from '../platform/durable.ts'
import { errnoName } from '../platform/errno.ts'
import { withOpenFile } from '../platform/file-bytes.ts'
import { logLock } from './incident-locks.ts'
import { IncidentLog } from './incident-log.ts'
import { withLock } from './lock.ts'
import type { LogFile } from './log-file.ts'
import { LOG_SUFFIX } from './log-paths.ts'
import { eventForForeignLines, eventForFork, eventForKeptHeadMismatch, eventForUnwritableFile } from './log-recovery.ts'
import { type GoverningContent, governingContentOf } from './runbook-files.ts'
import { headsToName, type SealedLine, sealLines } from './sealed-lines.ts'
import type { Snapshots } from './snapshots.ts'
import type { WriterState } from './state.ts'
import { setAsideTornEnd, tornEnds, unrecordedTornEnds } from './torn-ends.ts'

/** The error of a failed append: `uncut` if bytes of it are still there, `unsafe` if the file must not be written again. */
type AppendError = NodeJS.ErrnoException & { readonly unsafe?: boolean; readonly uncut?: boolean }

/** Writes this writer's own file of a log, under its lock. Events are on stable storage before `record` returns. */
export class LogWriting extends IncidentLog {
  /** Called after events were put on stable storage; `isFirst` if they are the first of this writer. */
  private readonly onRecorded: (drafts: readonly EventDraft[], isFirst: boolean) => void
  /** Throws `lock-lost` if this process no longer holds the lock. A new log has none. */
  private mustHoldLock: () => void = () => {}

  constructor(
    workspace: string,
    id: string,
    kept: WriterState,
    onRecorded: (drafts: readonly EventDraft[], isFirst: boolean) => void,
    snapshots: Snapshots | null,
  ) {
    super(workspace, id, kept, snapshots)
    this.onRecorded = onRecorded
  }

  /** Reads what is new under the lock, and runs `act` before it is released. */
  protected locked<T>(act: (access: Access) => T): T {
    return this.orNotRecorded(() => {
      const access = accessOf(this.directory)
      return withLock(logLock(this.directory), access, (mustBeHeld) => {
        this.mustHoldLock = mustBeHeld
        this.refresh()
        return act(access)
      })
    })
  }

  /** Runs `act`, and turns the system's errors into `ProblemError` with `not-recorded`. */
  protected orNotRecorded<T>(act: () => T): T {
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
   * Writes what was decided; before that, what continues the log if the own file lacks lines, has foreign ones, forks or cannot
   * be written to.
   */
  protected record(drafts: readonly EventDraft[], when: DecisionContext, access: Access): (Event | Envelope)[] {
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
  protected repeatedRedactions(): EventDraft[] {
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
  protected setAsideEnds(abandoned: ReadonlySet<string>, access: Access): void {
    const own = [this.writerState.writer(), this.writerState.formerWriter()]
    for (const file of this.files) {
      const isAbandoned = abandoned.has(file.writer) || this.abandonedFile(file.writer) !== null
      if (own.includes(file.writer) && !isAbandoned && mayAppendTo(file.path)) setAsideTornEnd(file, access)
    }
  }

  /** Appends events to this writer's file, on stable storage, and keeps its new head outside the workspace. */
  protected write(
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

  /** Signs new lines; null in a log of a version without signatures. */
  private get signer(): Signer | null {
    return this.version < FIRST_SIGNING_VERSION ? null : this.writerState.signer()
  }

  /** Makes the lines of events. */
  private seal(
    drafts: readonly EventDraft[],
    when: DecisionContext,
    incident: string,
    writer: string,
    file: LogFile | null,
  ): SealedLine[] {
    const others = [...this.incident.heads.values()].filter((head) => head.writer !== writer)
    const context = {
      ...{ version: this.version, incident, writer, last: file?.chain ?? null, signer: this.signer },
      otherClocks: this.clocks.filter((known) => known.writer !== writer).map(({ hlc }) => hlc),
      after: headsToName(others, drafts, this.knows),
      ...when,
    }
    return sealLines(drafts, context, this.directory)
  }
}

/** Puts the events that abandon a file first: in a new file, they say why there is one. Events of torn ends follow. */
function continuationsFirst(tornEndEvents: readonly EventDraft[], drafts: readonly EventDraft[]): EventDraft[] {
  const isContinuation = ({ type }: EventDraft) => type === 'log.continued'
  return [...drafts.filter(isContinuation), ...tornEndEvents, ...drafts.filter((draft) => !isContinuation(draft))]
}

/** The writers whose files these events abandon. */
export function abandonedIn(drafts: readonly EventDraft[]): ReadonlySet<string> {
  return new Set(drafts.flatMap((draft) => (draft.type === 'log.continued' ? [draft.data.writer] : [])))
}
