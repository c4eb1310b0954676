import { constants, existsSync, fstatSync, lstatSync, readdirSync, statSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { isRecord } from '../domain/guard.ts'
import { type Conflict, conflictsOf } from '../domain/incident/conflicts.ts'
import { type Confidentiality, isConfidential } from '../domain/incident/current-values.ts'
import { isDeclaredTwice } from '../domain/incident/declarations.ts'
import type { Incident, LostApproval, Notice } from '../domain/incident/incident.ts'
import { lostApprovals } from '../domain/incident/lost-approvals.ts'
import {
  eventsOfKnown,
  foldOfKnown,
  foldOwnNotices,
  foldUnsilenced,
  type UnknownWriter,
  type UnsilencedLog,
  withoutWordsOfStrangers,
  wordOnNotice,
} from '../domain/incident/unknown-writers.ts'
import {
  type Envelope,
  type Event,
  type EventDraft,
  eventPlace,
  type FreezeRecord,
  type Head,
  nameOf,
  writerOf,
} from '../domain/log/event.ts'
import { type FlawedFile, type GoverningKind, governingKindsOf } from '../domain/log/governing-files.ts'
import { type HybridClock, isFarAhead } from '../domain/log/hybrid-clock.ts'
import type { Knows } from '../domain/log/known-writers.ts'
import {
  type AbandonedFile,
  FOREIGN,
  FORKED,
  type ForeignLines,
  type ForkedWriter,
  isAbandoned,
  type MissingHead,
  SET_ASIDE,
} from '../domain/log/missing-heads.ts'
import { type RemoteEvents, remoteEventsSince } from '../domain/log/remote-events.ts'
import type { RestoredWriter } from '../domain/log/set-aside.ts'
import type {
  FarAheadWriter,
  FileRead,
  Finding,
  FrozenFile,
  KeptHeadMismatch,
  TornWrite,
} from '../domain/log/verification.ts'
import { auditWriters, type HeadDiscrepancy } from '../domain/log/writer-audit.ts'
import { fail, type ProblemParams } from '../domain/problem.ts'
import type { Settings } from '../domain/settings.ts'
import { zoneWithOffsetOf } from '../domain/time.ts'
import type { Access } from '../platform/access.ts'
import { openForAppend, truncateDurably, writeNewFile } from '../platform/durable.ts'
import { readAt, withOpenFile } from '../platform/file-bytes.ts'
import { isReadableFile, withRegularFile } from '../platform/regular-files.ts'
import { fileDigest } from './digest.ts'
import { isFolderOf, isLogName, LogFile } from './log-file.ts'
import { LogReading } from './log-reading.ts'

/** What speaks against a log as a whole: `incomplete` lacks what this machine recorded, or what another writer had seen. */
export type LogFlaw = 'damaged' | 'declared-twice' | 'incomplete'

/** What the message about damage depends on. */
type DamageContext = Pick<ProblemParams['damaged'], 'during' | 'next'>

/** An incident without words of some writers, and for what it was made. */
interface IncidentView {
  readonly of: Incident
  readonly unknown: ReadonlySet<string>
  readonly incident: Incident
}

/** The log of one incident as it was read, and the checks of its integrity. */
export class IncidentLog extends LogReading {
  /** By path, the digest of a frozen file, and the file's stat data when the digest was computed. */
  private readonly digests = new Map<string, { readonly stat: string; readonly digest: string }>()
  /** What `confirmed` returned last, and for what. */
  private known: IncidentView | null = null
  /** What `byKnownWriters` returned last, and for what. */
  private knownAlone: IncidentView | null = null
  /** What `ofKnownWriters` returned last, and for what. */
  private ofKnown: {
    readonly of: Incident
    readonly unknown: ReadonlySet<string>
    readonly log: UnsilencedLog
  } | null = null
  private audited: { readonly of: Incident; readonly found: readonly HeadDiscrepancy[] } | null = null

  /** The damage that makes the incident read-only. */
  findings(): Finding[] {
    const inFiles = this.files.flatMap((file) => this.findingIn(file))
    const found = [...inFiles, ...this.missingFrozenFiles(), ...this.wrongFolder()]
    if (found.length > 0 || this.incident.declaration !== null || this.incident.beyond !== null) return found
    const file = relative(this.workspace, this.directory)
    return [{ file, writer: null, line: 1, offset: 0, why: 'no-beginning' }]
  }

  /** Throws `ProblemError` with `damaged` if the log is damaged. */
  mustBeWhole(said: DamageContext = {}): void {
    this.failFor(this.findings(), said)
  }

  /**
   * Damage by which nothing is lost that counts, in files of others: lines that their writer did not sign, and files that
   * never had an event of this incident that anybody knew of. It stops nobody from recording.
   */
  harmlessDamage(): Finding[] {
    return this.findings().filter((finding) => this.isHarmless(finding))
  }

  /** The damage by which events may be missing: not that of files that belong to the log by name alone. */
  lossyDamage(): Finding[] {
    return this.findings().filter((finding) => !this.isStray(finding))
  }

  /** Throws `ProblemError` with `damaged` if events may be missing. */
  mustBeComplete(): void {
    this.failFor(this.lossyDamage(), {})
  }

  /** Throws `ProblemError` with `damaged` if the log is damaged by anything but `harmlessDamage`. */
  mustBeUsable(said: DamageContext = {}): void {
    const stopping = this.findings().filter((finding) => !this.isHarmless(finding))
    this.failFor(stopping, said)
  }

  private isHarmless(finding: Finding): boolean {
    return this.isStray(finding) || (finding.why === 'wrong-signature' && this.isOfOthers(finding))
  }

  /** Whether a file never had an event of this incident that anybody knew of, so that it belongs to the log by name alone. */
  private isStray(finding: Finding): boolean {
    const { writer, line } = finding
    if (writer === null || line > 1 || !this.isOfOthers(finding)) return false
    return !this.incident.heads.has(writer) && !this.hasBeenSeen(writer)
  }

  private isOfOthers({ writer }: Finding): boolean {
    return writer !== null && writer !== this.keptHead?.writer && this.incident.declaration !== null
  }

  /** Whether a writer that is known had seen an event of this one, or has given up its file. */
  private hasBeenSeen(writer: string): boolean {
    const { unmet, givenUp } = this.incident
    const seen = unmet.get(writer)
    return givenUp.has(writer) || (seen !== undefined && !this.unknownNames().has(writerOf(seen.by)))
  }

  private failFor([finding]: readonly Finding[], said: DamageContext): void {
    if (finding === undefined) return
    const { file, line, why } = finding
    fail('damaged', { id: this.id, file, line, why, declared: this.incident.declaration !== null, ...said })
  }

  /** The damage in a file, or none. A frozen file is damaged only if it has changed since it was frozen. */
  private findingIn({ path, writer, damage, length }: LogFile): Finding[] {
    const { frozen = null, reason } = this.abandonedFile(writer) ?? {}
    if (reason === SET_ASIDE || (reason !== undefined && damage?.why === 'unreadable')) return []
    const found = frozen === null ? damage : { line: frozen.line, offset: length, why: 'frozen-altered' as const }
    if (found === null || (frozen !== null && this.isFrozenUnchanged(path, frozen))) return []
    if (found.why === 'wrong-signature' && this.isKnownForeign(writer)) return []
    return [{ file: relative(this.workspace, path), writer, ...found }]
  }

  /** Whether lines that a writer did not sign are known to be foreign, so that they stop nobody from recording. */
  private isKnownForeign(writer: string): boolean {
    return this.abandonedFile(writer)?.reason === FOREIGN || this.foreignLines()?.writer === writer
  }

  /**
   * Lines after the head that this machine kept of its own file, which it did not write: it announces each write. Null if
   * there are none. They stay where they are, and count only if they are signed.
   */
  foreignLines(): ForeignLines | null {
    const file = this.files.find(({ writer }) => writer === this.keptHead?.writer)
    if (file?.chain === undefined || file.chain === null || !file.hasExpectedHead) return null
    // Read again: other processes of this machine record as the same writer.
    const { head: kept, isAnnounced } = this.writerState.headFile(this.id)
    if (kept === null || kept.writer !== file.writer) return null
    const { writer, seq, hash } = file.chain
    const isForged = file.damage?.why === 'wrong-signature' && seq >= kept.seq
    return isForged || (seq > kept.seq && !isAnnounced) ? { writer, kept, found: { writer, seq, hash } } : null
  }

  /** The writer of this machine whose lines fork, as long as this machine has not said so in the log; null if none. */
  unnamedFork(): ForkedWriter | null {
    const fork = this.writerState.fork(this.id)
    if (fork === null || this.headOf(fork.writer) === null) return null
    const said = (this.incident.givenUp.get(fork.writer) ?? []).filter(
      ({ event, reason }) => reason === FORKED && this.isOfOwnMachine(writerOf(event)),
    )
    return said.some(({ found }) => (found?.seq ?? 0) <= (fork.base?.seq ?? 0)) ? null : fork
  }

  private missingFrozenFiles(): Finding[] {
    return [...this.incident.givenUp.keys()].flatMap((writer): Finding[] => {
      const { frozen = null } = this.abandonedFile(writer) ?? {}
      if (frozen === null || this.files.some((file) => file.writer === writer)) return []
      return [{ file: frozen.file, writer, line: frozen.line, offset: 0, why: 'frozen-missing' }]
    })
  }

  /** A finding if the folder has the name of another incident than the log declares, else none. */
  private wrongFolder(): Finding[] {
    const { declaration } = this.incident
    if (declaration === null || isFolderOf(this.id, declaration.declaredId)) return []
    const file = this.files.find(({ writer }) => declaration.event.startsWith(`${writer}:`))?.path ?? this.directory
    return [{ file: relative(this.workspace, file), writer: null, line: 1, offset: 0, why: 'wrong-folder' }]
  }

  /** Runbook and settings files that are missing, altered or unreadable; with `validate`, also those that are invalid. */
  flawedFiles(validate = false): FlawedFile[] {
    return this.governing.flawed(this.incident.named, validate)
  }

  /**
   * The flawed files among those in force; of the settings, which most commands need, also those that are not valid, and of
   * both with `validate`.
   */
  flawedFilesInForce(validate = false, { runbookDigest, settingsDigest, named } = this.incident): FlawedFile[] {
    const inForce = named.filter(({ kind, digest }) =>
      kind === 'settings' ? digest === settingsDigest : digest === runbookDigest,
    )
    return inForce.flatMap((file) => this.governing.flawed([file], validate || file.kind === 'settings'))
  }

  /** Throws `ProblemError` with `runbook-missing` if the runbook or settings in force are missing, altered or unreadable. */
  mustBeGoverned(): void {
    const [flawed] = this.flawedFilesInForce()
    if (flawed === undefined) return
    const { file, flaw } = flawed
    fail('runbook-missing', { id: this.id, file, flaw })
  }

  /** The settings in force; null if they are missing, altered or unreadable. */
  get settings(): Settings | null {
    return this.flawedFilesInForce().some(({ kind }) => kind === 'settings') ? null : this.incident.settings
  }

  /** The incident's time zone; without its settings, a zone with the UTC offset of its declaration. */
  get timezone(): string {
    return this.settings?.timezone ?? zoneWithOffsetOf(this.incident.declaration?.declaredAt ?? '')
  }

  private isFrozenUnchanged(path: string, { bytes, digest }: FreezeRecord): boolean {
    const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true })
    if (size !== BigInt(bytes)) return false
    const stat = [ino, size, mtimeNs, ctimeNs].join()
    if (this.digests.get(path)?.stat !== stat) this.digests.set(path, { stat, digest: fileDigest(path).digest })
    return this.digests.get(path)?.digest === digest
  }

  /** Damaged files that were frozen and have not changed since. */
  frozenFiles(): FrozenFile[] {
    return this.files.flatMap((file) => {
      const abandoned = this.abandonedFile(file.writer)
      if (!abandoned?.frozen || this.findingIn(file).length > 0) return []
      const { frozen, event: continuedBy } = abandoned
      const { path, writer, length: offset } = file
      return [{ ...frozen, file: relative(this.workspace, path), writer, offset, continuedBy }]
    })
  }

  tornWrites(): TornWrite[] {
    return this.files.flatMap(({ path, writer, tail, wholeLength: offset }) => {
      const bytes = tail?.torn.length ?? 0
      return bytes === 0 ? [] : [{ file: relative(this.workspace, path), writer, offset, bytes }]
    })
  }

  /** The last verified clock of each writer. */
  protected get clocks(): { readonly writer: string; readonly seq: number; readonly hlc: HybridClock }[] {
    return this.files.flatMap(({ chain }) => (chain === null ? [] : [chain]))
  }

  /** Other writers whose clocks are so far ahead of `now` that nobody follows them. */
  farAhead(now: number): FarAheadWriter[] {
    return this.clocks
      .filter(({ writer, hlc }) => isFarAhead(hlc, now) && !this.isOwn(writer))
      .map(({ writer, seq, hlc }) => ({ writer, event: nameOf({ writer, seq }), aheadSeconds: (hlc[0] - now) / 1000 }))
  }

  /** The latest clock that is followed, of the writer that brought it into the log; null if there is none. */
  latestClock(now: number): { readonly writer: string; readonly time: number } | null {
    const far = new Set(this.farAhead(now).map(({ writer }) => writer))
    const followed = this.clocks.filter(({ writer }) => !far.has(writer))
    const time = Math.max(...followed.map(({ hlc }) => hlc[0]))
    // Whoever follows the clock of another counts on from it.
    const first = followed.filter(({ hlc }) => hlc[0] === time).sort((a, b) => a.hlc[1] - b.hlc[1])[0]
    return first === undefined ? null : { writer: first.writer, time }
  }

  /** The torn ends kept beside the log. */
  aside(): TornEnd[] {
    return tornEnds(this.directory, this.id)
  }

  filesRead(): FileRead[] {
    return this.files.map(({ path, writer }) => {
      return { file: relative(this.workspace, path), writer, bytes: lstatSync(path).size }
    })
  }

  /**
   * The head kept outside the workspace, if the log lacks it and this machine has not continued it without that; else null.
   * What other machines say does not dismiss it.
   */
  keptHeadMismatch(): KeptHeadMismatch | null {
    const kept = this.keptHead
    if (kept === null) return null
    const isMine = ({ event }: AbandonedFile) => this.isOfOwnMachine(writerOf(event))
    const said = (this.incident.givenUp.get(kept.writer) ?? []).filter(isMine)
    if (this.hasKeptHead(kept) || said.some((abandoned) => isAbandoned(kept, abandoned))) return null
    return { kept, found: this.headOf(kept.writer) }
  }

  /** Whether this machine goes on in the file of a writer, which has all that it wrote there. */
  private isGoingOnIn(writer: string): boolean {
    return this.keptHead?.writer === writer && this.hasKeptHead(this.keptHead)
  }

  /**
   * Whether only this machine adds lines to the file of a writer. What it did not write there is foreign, wherever it comes
   * from; while a write is announced, that could not be told.
   */
  isWriting(writer: string): boolean {
    return this.isGoingOnIn(writer) && this.writerState.isAnnounced(this.id)
  }

  /** Whether a writer is one of this user's on this machine, as far as it is known. */
  isOfThisMachine(writer: string): boolean {
    return this.isOwn(writer) || this.isOfOwnMachine(writer)
  }

  /** The heads of a writer that known writers name, in log order. */
  headsNamed(writer: string): Head[] {
    const unknown = this.unknownNames()
    const heads: Head[] = []
    for (const { after = [], writer: by } of this.events())
      if (!unknown.has(by)) heads.push(...after.filter((head) => head.writer === writer))
    return heads
  }

  private hasKeptHead(kept: Head): boolean {
    const file = this.files.find(({ writer }) => writer === kept.writer)
    if (file === undefined || !this.setAsideWriters.has(kept.writer)) return file?.hasExpectedHead === true
    // Nothing of it was read, since another machine has set it aside.
    const raw = new LogFile(file.path, kept)
    for (const _ of raw.events()) if (raw.hasExpectedHead !== null) break
    return raw.hasExpectedHead === true
  }

  /** Heads that writers had seen of others and the log lacks, without those of writers in `findings` or `behind`. */
  missingHeads(): MissingHead[] {
    return this.unreported([...this.incident.unmet.values()])
  }

  /** Like `missingHeads`, with those of files that longer ones replaced: for that, the log is read again if several wrote it. */
  contradictedHeads(): HeadDiscrepancy[] {
    const { incident } = this
    if (incident.heads.size < 2 && incident.unmet.size === 0) return []
    if (this.audited?.of !== incident)
      this.audited = { of: incident, found: auditWriters(this.events(), incident).contradicted }
    return this.unreported(this.audited.found)
  }

  private unreported<T extends MissingHead>(found: readonly T[]): T[] {
    const reported = new Set([...this.findings().map(({ writer }) => writer), this.keptHeadMismatch()?.kept.writer])
    return found.filter(({ head: { writer } }) => !reported.has(writer) && !this.setAsideWriters.has(writer))
  }

  /** The most serious of what speaks against the log as a whole; null if nothing does. */
  flaw(): LogFlaw | null {
    if (this.findings().length > 0) return 'damaged'
    if (isDeclaredTwice(this.incident)) return 'declared-twice'
    return this.keptHeadMismatch() !== null || this.contradictedHeads().length > 0 ? 'incomplete' : null
  }

  /** The last verified head of a writer. */
  headOf(writer: string): Head | null {
    return this.incident.heads.get(writer) ?? null
  }

  /** When a file of the log was last written to, or its inode changed, whatever its lines say; milliseconds since 1970. */
  changedAt(): number {
    return Math.max(0, ...this.files.map(({ path }) => lstatSync(path).ctimeMs))
  }

  /** What the log is without the events by which these writers may have silenced an alarm. */
  unsilenced(unknown: readonly UnknownWriter[]): UnsilencedLog {
    const { incident, silencing } = foldUnsilenced(this.events(), new Set(unknown.map(({ writer }) => writer)))
    return { incident: this.present(incident), silencing }
  }

  /** The same without those of all writers that this machine does not know. */
  ofKnownWriters(): UnsilencedLog {
    const { incident } = this
    const unknown = this.unknownNames()
    if (unknown.size === 0) return { incident, silencing: new Map() }
    if (this.ofKnown?.of !== incident || this.ofKnown.unknown !== unknown)
      this.ofKnown = { of: incident, unknown, log: this.unsilenced(this.unknownWriters()) }
    return this.ofKnown.log
  }

  /** The events of the writers that this machine knows, in log order. */
  eventsOfKnown(): Iterable<Event | Envelope> {
    return eventsOfKnown(this.events(), this.unknownNames())
  }

  /** The incident by what the writers that this machine knows have recorded alone. */
  byKnownWriters(): Incident {
    const { incident: of } = this
    const unknown = this.unknownNames()
    if (unknown.size === 0) return of
    if (this.knownAlone?.of !== of || this.knownAlone.unknown !== unknown)
      this.knownAlone = { of, unknown, incident: this.present(foldOfKnown(this.events(), unknown)) }
    return this.knownAlone.incident
  }

  /**
   * Whether it is confidential, by all that is recorded or by what known writers have recorded: no stranger makes it less so,
   * nor does one who takes away the runbook that says so.
   */
  isConfidential(): boolean {
    return this.confidentiality() !== 'none'
  }

  confidentiality(): Confidentiality {
    const { incident } = this
    const known = this.byKnownWriters()
    const isLacking = known !== incident && this.flawedFilesInForce(true, known).length > 0
    if (isLacking || isConfidential(known)) return 'known'
    return isConfidential(incident) ? 'claimed' : 'none'
  }

  /** The incident, where no word of unknown writers settles what became of evidence and commands of others. */
  confirmed(): Incident {
    const { incident } = this
    const unknown = this.unknownNames()
    if (this.known?.of !== incident || this.known.unknown !== unknown)
      this.known = { of: incident, unknown, incident: withoutWordsOfStrangers(incident, unknown, () => this.events()) }
    return this.known.incident
  }

  /** What acts rested on, and counts no more since its writer was set aside: reads the files of such writers where it matters. */
  lostApprovals(): LostApproval[] {
    return lostApprovals(this.incident, this.setAsideWriters, (writer) => this.whateverRecorded(writer))
  }

  /** The incident without what unknown writers say of notices of others. */
  withOwnNotices(): Incident {
    const unknown = this.unknownNames()
    return unknown.size === 0 ? this.incident : foldOwnNotices(this.events(), unknown)
  }

  /** The last word of unknown writers on a notice that was sent; null if there is none. */
  wordOnNotice(notice: Notice): Event | null {
    const unknown = this.unknownNames()
    return unknown.size === 0 ? null : wordOnNotice(notice, this.events(), unknown)
  }

  /** Whether this machine has a reason to know a writer. */
  readonly knows: Knows = (writer) => !this.unknownNames().has(writer)

  /** The last event that put the runbook or the settings in force, unless this machine ever put the same in force; else null. */
  foreignGoverning(kind: GoverningKind): Event | Envelope | null {
    const digest = this.incident[`${kind}Digest`]
    let last: Event | Envelope | null = null
    for (const event of this.events()) {
      if (!governingKindsOf(event.type).includes(kind) || !isRecord(event.data)) continue
      if (event.data[`${kind}Digest`] !== digest) continue
      if (this.isOfOwnMachine(event.writer)) return null
      last = event
    }
    return last
  }

  /** The conflicts that nobody has settled; of unknown writers, none settles what others sent. */
  conflicts(): Conflict[] {
    const { incident } = this
    const unknown = this.unknownNames()
    const isPlain = unknown.size === 0 || incident.notices.length < 2
    return conflictsOf(incident, isPlain ? null : { unknown, incident: this.withOwnNotices() })
  }

  /** What this machine had not seen of other writers when it last recorded; empty if the log lacks its own last event. */
  newRemoteEvents(): readonly RemoteEvents[] {
    return this.newsOf(() => true)
  }

  /** The part of `newRemoteEvents` from writers of which this machine had seen nothing before. */
  eventsOfNewWriters(): readonly RemoteEvents[] {
    return this.newsOf((known) => known === 0)
  }

  /** The writers that were set aside and count again, by a word that this machine had not seen when it last recorded. */
  newlyRestoredWriters(): RestoredWriter[] {
    const { restored } = this.incident
    if (restored.length === 0) return []
    const news = new Map(this.newRemoteEvents().map(({ writer, known }) => [writer, known]))
    return restored.filter(({ since }) => {
      const { writer, seq } = eventPlace(since)
      return seq > (news.get(writer) ?? Number.POSITIVE_INFINITY)
    })
  }

  /** `isWanted` gets the number of a writer's last event seen here. Reads the log only if the heads show something new. */
  private newsOf(isWanted: (known: number) => boolean): readonly RemoteEvents[] {
    const last = this.incident.heads.size > 1 ? this.confirmedKeptHead() : null
    if (last === null) return []
    const own = new Set([last.writer, ...this.writerState.ownWriters().filter((writer) => this.isOfOwnMachine(writer))])
    const event = this.files.find(({ writer }) => writer === last.writer)?.lastEvent() ?? null
    if (event?.hash === last.hash) {
      const seen = new Map(event.after?.map(({ writer, seq }) => [writer, seq]))
      const hasNews = [...this.incident.heads.values()].some(({ writer, seq }) => {
        const known = seen.get(writer) ?? 0
        return !own.has(writer) && seq > known && isWanted(known)
      })
      if (!hasNews) return []
    }
    return remoteEventsSince(this.events(), last, (writer) => own.has(writer)).filter(({ known }) => isWanted(known))
  }

  /** The head kept outside the workspace, if the log has it; else null. */
  confirmedKeptHead(): Head | null {
    return this.keptHead !== null && this.files.some((f) => f.writer === this.keptHead?.writer && f.hasExpectedHead)
      ? this.keptHead
      : null
  }
}

/** The end of the name of a file that keeps a torn end. */
const TORN_SUFFIX = /\.torn-\d+(?:-\d+)?$/

/** Copies the torn end of a file to one beside the log, then truncates the file; does nothing if there is none. */
export function setAsideTornEnd(file: LogFile, access: Access): void {
  const torn = file.tail?.torn ?? new Uint8Array()
  if (torn.length === 0) return
  const kept = tornPathFor(`${file.path}.torn-${file.wholeLength}`, torn)
  if (!existsSync(kept)) writeNewFile(kept, torn, access)
  withOpenFile(openForAppend(file.path), (fd) => truncateDurably(fd, file.wholeLength))
}

/** The first path that is free for torn bytes, or that already has just these bytes, since a crash. */
function tornPathFor(path: string, torn: Uint8Array): string {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? path : `${path}-${n}`
    if (lstatSync(name, { throwIfNoEntry: false }) === undefined || hasBytes(name, torn)) return name
  }
}

/** False also for what somebody else put there: a link, a pipe, a folder, or a file that cannot be read here. */
function hasBytes(path: string, bytes: Uint8Array): boolean {
  if (!isReadableFile(path)) return false
  return withRegularFile(path, constants.O_NOFOLLOW, (fd) => {
    const isAsLong = fstatSync(fd).size === bytes.length
    return isAsLong && readAt({ fd, at: 0 }, Buffer.alloc(bytes.length)).equals(bytes)
  })
}

/** A file that keeps a torn end. */
export interface TornEnd {
  readonly path: string
  readonly bytes: number
}

/** The torn ends kept beside the log of an incident, sorted by path: regular files. */
export function tornEnds(directory: string, id: string): TornEnd[] {
  return readdirSync(directory)
    .filter((name) => TORN_SUFFIX.test(name) && isLogName(name.replace(TORN_SUFFIX, ''), id))
    .sort()
    .map((name) => join(directory, name))
    .flatMap((path) => {
      const found = lstatSync(path, { throwIfNoEntry: false })
      return found?.isFile() ? [{ path, bytes: found.size }] : []
    })
}

/** An event for each torn end not in `named`, the files that events name. `shown` makes a path relative to the workspace. */
export function unrecordedTornEnds(
  ends: readonly TornEnd[],
  named: readonly string[],
  shown: (path: string) => string,
): EventDraft[] {
  const known = new Set(named.map((path) => basename(path)))
  return ends
    .filter(({ path }) => !known.has(basename(path)))
    .map(({ path, bytes }) => ({ type: 'log.recovered', data: { kept: shown(path), bytes } }))
}
