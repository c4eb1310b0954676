import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Decision, type DecisionContext, isProblem } from '../domain/decide/decision.ts'
import { isTime } from '../domain/guard.ts'
import { type Incident, writerRecordOf } from '../domain/incident/incident.ts'
import { keptRedactions, redactionsToKeep } from '../domain/incident/redactions.ts'
import { type Envelope, type Event, type EventDraft, type Guest, writerOf } from '../domain/log/event.ts'
import type { FlawedFile } from '../domain/log/governing-files.ts'
import { type ForkedWriter, SET_ASIDE } from '../domain/log/missing-heads.ts'
import { isSignedLog } from '../domain/log/set-aside.ts'
import { sha256 } from '../domain/log/sha256.ts'
import { fail, type Problem, ProblemError, problem } from '../domain/problem.ts'
import { type Access, accessOf } from '../platform/access.ts'
import type { Clock } from '../platform/clock.ts'
import { ensureDirectory, makeDirectory } from '../platform/durable.ts'
import type { DraftKind, MergeDrafts } from './drafts.ts'
import { breakIncidentLocks, logLock, sendingLock } from './incident-locks.ts'
import { holdersOf, takeLock } from './lock.ts'
import { recoveryEvents } from './log-recovery.ts'
import { abandonedIn, LogWriting } from './log-writing.ts'
import type { Snapshots } from './snapshots.ts'
import type { WriterState } from './state.ts'

/** The events appended, and what already held, so that nothing was recorded for it. */
export interface AppendResult {
  readonly events: readonly (Event | Envelope)[]
  readonly already: readonly string[]
}

/** How many holders of broken locks an event names at most. */
const MAX_HOLDERS = 1000

/** Records in the log of an incident. Decides under the lock; events are on stable storage before `append` returns. */
export class Journal extends LogWriting {
  /** Name of the operator who acts. */
  private readonly who: () => string
  /** Who let them act through a program of theirs; null for whoever uses this machine. */
  private readonly guest: Guest | null

  constructor(
    workspace: string,
    id: string,
    kept: WriterState,
    operator: () => string,
    onRecorded: (drafts: readonly EventDraft[], isFirst: boolean) => void = () => {},
    snapshots: Snapshots | null = null,
    guest: Guest | null = null,
  ) {
    super(workspace, id, kept, onRecorded, snapshots)
    this.who = operator
    this.guest = guest
  }

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
    return this.orNotRecorded(() => takeLock(sendingLock(this.directory, channel), accessOf(this.directory)))
  }

  /**
   * Releases all claims on the incident's locks, and records whose they were, also in a damaged log. Writes nothing if nobody
   * held one. A living process that held one notices it before it writes (`lock-lost`).
   */
  breakLocks(clock: Clock, reason: string): AppendResult {
    const held = breakIncidentLocks(this.directory)
    if (held.length === 0) return { events: [], already: ['verify --break-lock'] }
    // Somebody may have filled the file with claims, and a line has a length.
    const holders = held.slice(0, MAX_HOLDERS).map(({ pid, host, user, since }) => ({ pid, host, user, since }))
    return this.locked((access) => {
      if (this.incident.declaration === null) fail('no-declaration', { id: this.id })
      const draft: EventDraft = { type: 'lock.broken', data: { holders, reason } }
      return { events: this.record([draft], this.decisionContext(clock), access), already: [] }
    })
  }

  /** Whether somebody holds the lock of the log, or waits for it. */
  isLocked(): boolean {
    return holdersOf(logLock(this.directory)).length > 0
  }

  /**
   * Keeps that a copy of this machine's state folder has recorded as the same writer. From now on, what is recorded here is
   * that of a new writer, whose first event in this log says so.
   */
  noteFork(fork: ForkedWriter): void {
    this.writerState.keepFork(this.id, fork)
    if (fork.writer === this.writerState.writer()) this.writerState.replaceWriter()
  }

  /** Who records now. Throws `not-recorded` if no line can say the time. */
  decisionContext(clock: Clock): DecisionContext {
    const now = clock.now()
    const recordedAt = clock.stamp(now)
    if (!isTime(recordedAt)) fail('not-recorded', { path: this.directory, why: 'EOVERFLOW' })
    const by = { by: this.who(), ...(this.guest !== null && { guest: this.guest }) }
    return { ...by, now, recordedAt, knows: this.knows, ofKnown: () => this.byKnownWriters() }
  }

  /** The bytes of a flawed runbook or settings file, if another incident of the workspace has them; else null. */
  bytesFromOtherIncident(file: FlawedFile): Buffer | null {
    return this.governing.bytesFromOtherIncident(file)
  }

  /** Restores a flawed file; what has its name now is kept under another. False if `bytes` do not have its digest. */
  restoreGoverningFile({ kind, digest }: FlawedFile, bytes: Buffer): boolean {
    if (sha256(bytes) !== digest) return false
    this.locked((access) => this.governing.put([{ kind, digest, bytes }], access))
    return true
  }
}

/** The random digits of which the id of an incident is made (`incidentKeyOf`): 96 bits in hex. */
export function newIncidentDigits(): string {
  return randomBytes(12).toString('hex')
}
