import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type Decision, type DecisionContext, isProblem } from '../domain/decide/decision.ts'
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
import { closing } from '../platform/file-bytes.ts'
import { IncidentLog, setTornEndAside, tornEnds, unrecordedTornEnds } from './incident-log.ts'
import { takeLock, withLock } from './lock.ts'
import type { LogFile } from './log-file.ts'
import { LOG_SUFFIX } from './log-file.ts'
import { continuation, continuations } from './log-recovery.ts'
import { type Content, contentOf } from './runbook-files.ts'
import type { Snapshots } from './snapshots.ts'
import type { WriterState } from './state.ts'

export interface Appended {
  readonly events: readonly (Event | Envelope)[]
  readonly already: readonly string[]
}

/** A failed append: `uncut` if what it wrote is still there, `unsafe` if the file must not be written to again. */
type AppendError = NodeJS.ErrnoException & { readonly unsafe?: boolean; readonly uncut?: boolean }

/** A line, and its writer's head once the line is written. */
interface Sealed extends Head {
  readonly line: string
}

/**
 * Writes to the log of one incident, to this writer's own file only. Decisions are made while holding the lock, on the
 * state that it protects; events are on stable storage before `append` returns.
 */
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

  /** Another operator takes over and acts from now on. */
  seat(operator: string): void {
    this.who = () => operator
  }

  /** The text being typed when a question was interrupted; kept outside the log until the question is answered. */
  get draft(): string {
    return this.kept.draft(this.id)
  }

  set draft(text: string) {
    this.kept.keepDraft(this.id, text)
  }

  /** Locks, reads, decides, writes, syncs, unlocks. Throws `Failed` with the refusal, or with `not-recorded`. */
  append(clock: Clock, decide: (incident: Incident, when: DecisionContext) => Decision): Appended {
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
   * Freezes damaged files and names missing ones, as a new writer; writes nothing if the log is sound. Throws `Failed`
   * with `no-declaration` if the event that says which incident this is was lost.
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

  /** Starts the log of a new incident with its first events. */
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

  /** Takes a lock in the incident's folder; the returned function releases it. Throws `lock-timeout` if it is taken. */
  hold(name: string): () => void {
    return this.recording(() => takeLock(join(this.directory, name), accessOf(this.directory), 0))
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

  private circumstances(clock: Clock): DecisionContext {
    const now = clock.now()
    const recordedAt = clock.stamp(now)
    if (!isTime(recordedAt)) fail('not-recorded', { path: this.directory, why: 'EOVERFLOW' })
    return { by: this.who(), now, recordedAt }
  }

  /** Turns the system's errors into `Failed` with `not-recorded`. */
  private recording<T>(act: () => T): T {
    try {
      return act()
    } catch (error) {
      const { code, path, unsafe, uncut = false } = error as AppendError
      if (error instanceof Failed && error.problem.code === 'unreadable') fail('not-recorded', error.problem.params)
      if (error instanceof Failed || code === undefined || code === 'EEXIST') throw error
      if (unsafe) this.kept.retire()
      return fail('not-recorded', { path: path ?? this.directory, why: errnoName(error), uncut })
    }
  }

  /** Writes what was decided, after a continuation if the log is behind the head kept outside. */
  private record(drafts: readonly Draft[], when: DecisionContext, access: Access): (Event | Envelope)[] {
    const behind = this.behind()
    const gaps = behind === null ? [] : [continuation(this, behind)]
    this.setAsideEnds(givenUpIn(gaps), access)
    if (behind?.kept.writer === this.kept.writer()) this.kept.retire()
    return this.write([...gaps, ...drafts], when, access)
  }

  /** Sets aside the torn ends of this writer's file and its predecessor's from before the last boot; of no others. */
  private setAsideEnds(continued: ReadonlySet<string>, access: Access): void {
    const own = [this.kept.writer(), this.kept.former()]
    for (const file of this.files) {
      const isGivenUp = continued.has(file.writer) || this.incident.givenUp.has(file.writer)
      if (own.includes(file.writer) && !isGivenUp) setTornEndAside(file, access)
    }
  }

  private write(
    drafts: readonly Draft[],
    when: DecisionContext,
    access: Access,
    newIncidentKey?: string,
  ): (Event | Envelope)[] {
    const incident = newIncidentKey ?? this.incident.declaration?.incident ?? ''
    const shown = (path: string) => relative(this.workspace, path)
    const ends = unrecordedTornEnds(tornEnds(this.directory, this.id), this.incident.recovered, shown)
    const named = this.storeGoverning(continuationsFirst(ends, drafts), access)
    const lines = this.announcing(() => {
      const { writer, path, file } = this.ownFile(when.now)
      const sealed = this.seal(named, when, incident, writer, file)
      const bytes = Buffer.from((file?.tail?.whole ? '\n' : '') + sealed.map(({ line }) => `${line}\n`).join(''))
      if (file === null) createDurably(path, bytes, access)
      else closing(openForAppend(path), (fd) => appendDurably(fd, bytes, file.wholeLength))
      return sealed
    })
    this.onRecorded()
    this.head = headOf(lines)
    this.isHeadKept = this.kept.keep(this.id, this.head)
    return this.readBack(this.head.writer, lines)
  }

  /** The format version of new lines: that of the line that declares the incident. */
  private get version(): number {
    return this.incident.declaration?.version ?? LOG_VERSION
  }

  /** Writes runbooks and settings in drafts to files beside the log, and returns drafts that only name them. */
  private storeGoverning(drafts: readonly Draft[], access: Access): Draft[] {
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

  /** The bytes of a missing or altered file, if another incident of the workspace has them; else null. */
  bytesElsewhere(file: FlawedFile): Buffer | null {
    return this.governing.elsewhere(file)
  }

  /** Restores such a file; one already there is kept under another name. False if `value` does not have its digest. */
  putBack({ kind, digest }: FlawedFile, value: Buffer): boolean {
    const matches = sha256(value) === digest
    if (matches)
      this.locked((access) => {
        this.governing.put([{ kind, digest, bytes: value }], access)
        return { events: [], already: [] }
      })
    return matches
  }

  /** Whether this writer may have written events that the log lacks: it was killed before keeping its new head. */
  private mayHaveWrittenMore(): boolean {
    if (!this.kept.isAnnounced(this.id)) return false
    const writer = this.kept.writer()
    const file = this.files.find((file) => file.writer === writer)
    const kept = this.head?.writer === writer ? this.head.seq : 0
    return (file?.chain?.seq ?? 0) <= kept && !file?.tail?.torn.length
  }

  /** Announces a write outside the log, then runs it; retracts the announcement if it fails and leaves no bytes. */
  private announcing<T>(act: () => T): T {
    if (this.mayHaveWrittenMore() || !this.kept.announce(this.id, this.head)) this.kept.retire()
    try {
      return act()
    } catch (error) {
      if (!(error as AppendError).uncut) this.kept.callOff(this.id, this.head)
      throw error
    }
  }

  /** The events just written, as read back from the log. They are recorded even if the log cannot be read right now. */
  private readBack(writer: string, lines: readonly Sealed[]): (Event | Envelope)[] {
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
   * The file to append to. Retires the writer if its file was given up, its head was not kept outside, or its clock can
   * go no further.
   */
  private ownFile(now: number): { writer: string; path: string; file: LogFile | null } {
    const mine = this.kept.writer()
    const file = this.files.find((f) => f.writer === mine)
    const isUnusable =
      file !== undefined && (this.head?.writer !== mine || tick(file.chain?.hlc ?? null, [], now) === null)
    if (this.incident.givenUp.has(mine) || isUnusable) this.kept.retire()
    const writer = this.kept.writer()
    const path = join(this.directory, `${this.id}.${writer}${LOG_SUFFIX}`)
    return { writer, path, file: this.files.find((f) => f.writer === writer) ?? null }
  }

  private seal(
    drafts: readonly Draft[],
    when: DecisionContext,
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

export function newIncidentKey(): string {
  return randomBytes(12).toString('hex')
}

/** Puts the events that give up a file first: in a new file, they say why there is one. */
function continuationsFirst(ends: readonly Draft[], drafts: readonly Draft[]): Draft[] {
  const isGap = ({ type }: Draft) => type === 'log.continued'
  return [...drafts.filter(isGap), ...ends, ...drafts.filter((draft) => !isGap(draft))]
}

function givenUpIn(drafts: readonly Draft[]): ReadonlySet<string> {
  return new Set(drafts.flatMap((draft) => (draft.type === 'log.continued' ? [draft.data.writer] : [])))
}
