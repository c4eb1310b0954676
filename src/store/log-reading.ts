import { join, relative } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { phaseOf } from '../domain/incident/current-values.ts'
import { foldInOrder } from '../domain/incident/evolve.ts'
import { EMPTY_INCIDENT, type Incident, writerRecordOf } from '../domain/incident/incident.ts'
import { lostRedactions, type RememberedRedaction, redactionsInForce } from '../domain/incident/redactions.ts'
import { type Envelope, type Event, type Head, nameOf, writerOf } from '../domain/log/event.ts'
import type { GoverningFile } from '../domain/log/governing-files.ts'
import { HashesOfWriters } from '../domain/log/hashes.ts'
import { compareClocks, mergeInOrder } from '../domain/log/hybrid-clock.ts'
import { keysOf, knownWriters, type WriterBirth } from '../domain/log/known-writers.ts'
import { type AbandonedFile, SET_ASIDE } from '../domain/log/missing-heads.ts'
import { type Redactions, withRedactions } from '../domain/log/redaction.ts'
import { judgeWriters, type SetAsideWriter, type WriterJudgement } from '../domain/log/set-aside.ts'
import { GoverningSubstitutes } from './governing-substitutes.ts'
import { chunkBytesFor } from './line-reader.ts'
import { LogFile, reread } from './log-file.ts'
import { LogFolder } from './log-folder.ts'
import { isFolderOf, writerIn } from './log-paths.ts'
import { type KeysKnown, LogWriters } from './log-writers.ts'
import { RunbookFiles } from './runbook-files.ts'
import { NOTHING_READ, type Snapshots } from './snapshots.ts'
import type { WriterState } from './state.ts'

const NOTHING_JUDGED: WriterJudgement = {
  setAside: new Map(),
  ignored: new Map(),
  onlyFreezing: new Map(),
  disputed: [],
  restored: [],
}

/** Reads the log of one incident: verifies every writer's file and folds the events to the incident. */
export class LogReading extends LogWriters {
  private readonly folder: LogFolder
  /** The files of the writers, sorted by path. */
  protected files: LogFile[] = []
  /** False if the last head that this process wrote could not be kept outside. Then `keptHead` is that one nevertheless. */
  protected isHeadKept = true
  /** True while reading, and after an error has interrupted it: then reading starts over. */
  private isHalfRead = false
  /** By path, how many events of a frozen file count. */
  private limits = new Map<string, number>()
  private judgement = NOTHING_JUDGED
  /** The id in the lines of this machine's own file: lines of another incident do not count. Null if it has none. */
  private ownIncident: string | null = null
  /** How many statements and files there were when that was judged, and their damage; null if it has to be judged. */
  private judged: { readonly statements: number; readonly files: number; readonly damage: string } | null = null
  /** What is crossed out in the events read. */
  private redactions: Redactions = new Map()
  /** Paths of files with a line that their writer did not sign: every line of theirs is checked. */
  private readonly forged = new Set<string>()
  private readonly snapshots: Snapshots | null
  /** Whether reading has begun: a snapshot is only of use before. */
  private isOpen = false
  /** Whether what was read before came from the cache. */
  isFromSnapshot = false
  /** Whether everything had to be read or folded again from the first event. */
  private isRefolded = false
  protected readonly governing: RunbookFiles
  private readonly substitutes: GoverningSubstitutes

  constructor(workspace: string, id: string, kept: WriterState, snapshots: Snapshots | null = null) {
    super(workspace, kept)
    this.folder = new LogFolder(join(workspace, 'incidents', id))
    this.governing = new RunbookFiles(this.directory, (file) => this.insteadOf(file))
    this.substitutes = new GoverningSubstitutes((file) => this.governing.flawed([file], true).length === 0)
    this.snapshots = snapshots
  }

  get directory(): string {
    return this.folder.path
  }

  get id(): string {
    return this.folder.id
  }

  /** The writers that are set aside, by name. Nothing of their files is read. */
  get setAsideWriters(): ReadonlyMap<string, SetAsideWriter> {
    return this.judgement.setAside
  }

  /** An incident without events, with the judgement of what its writers say of each other. */
  private get unread(): Incident {
    const { setAside: _, ...judged } = this.judgement
    return { ...EMPTY_INCIDENT, ...judged }
  }

  /** The files of the log, relative to the workspace. */
  get paths(): string[] {
    return this.files.map((file) => relative(this.workspace, file.path))
  }

  /** Reads what is new, at first from a snapshot if there is one. Starts over after an error, or if a file was replaced. */
  refresh(): void {
    this.readLog()
    this.findUnknownWriters()
  }

  /** Reads on without asking who is known, which may take reading other logs. */
  private readLog(): void {
    const { snapshots } = this
    if (snapshots === null || this.isOpen) this.readOn(null)
    else this.openFromSnapshot(snapshots)
    this.isOpen = true
  }

  /** Like `refresh`, but from the log alone: if reading started from a snapshot, starts over at the first line. */
  readAfresh(): void {
    this.isOpen = true
    if (this.isFromSnapshot) this.startOver()
    this.isFromSnapshot = false
    this.readOn(null)
    this.findUnknownWriters()
  }

  /** Like `refresh`, without a snapshot; returns the events not read before, in order. */
  readNewEvents(): (Event | Envelope)[] {
    this.isOpen = true
    const known = this.incident.heads
    const fresh: (Event | Envelope)[] = []
    this.readOn(fresh)
    this.findUnknownWriters()
    if (phaseOf(this.incident) === 'closed') this.snapshots?.forget(this.id)
    // If everything had to be read again, those known are among them.
    return fresh.filter(({ writer, seq }) => seq > (known.get(writer)?.seq ?? 0))
  }

  /** Starts from a snapshot, or else from the first line; keeps a new snapshot if that is worth it. */
  private openFromSnapshot(snapshots: Snapshots): void {
    const found = snapshots.open(this.id)
    const fingerprint = snapshots.fingerprint(this.id)
    const { places, incident, checked, setAside } = found ?? NOTHING_READ
    this.isFromSnapshot = found !== null
    this.governing.trustChecked(checked)
    this.incident = this.present(incident)
    const { ignored, onlyFreezing, disputed, restored } = incident
    this.judgement = { setAside, ignored, onlyFreezing, disputed, restored }
    this.judged = { statements: incident.statements.length, files: places.size, damage: '' }
    // What this machine remembers besides has the log read again.
    this.redactions = redactionsInForce(incident)
    this.files = [...places].map(([path, place]) => {
      const file = this.open(path, null)
      file.resumeFrom(place)
      return file
    })
    this.readOn(null)
    const { events } = this.incident
    const isWorthIt = found === null || this.isRefolded || events - incident.events >= eventsWorthSnapshot(events)
    if (phaseOf(this.incident) === 'closed') snapshots.forget(this.id)
    else if (events > 0 && isWorthIt) this.keepSnapshot(snapshots, fingerprint)
  }

  /** Only a log all of whose files that count are undamaged and end with LF can be continued from a snapshot. */
  private keepSnapshot(snapshots: Snapshots, fingerprint: string | null): void {
    const files = this.files.filter(({ writer }) => !this.setAsideWriters.has(writer))
    const read = files.flatMap(({ path, readPosition }) =>
      readPosition === null ? [] : [[path, readPosition] as const],
    )
    if (read.length < files.length) return
    const { incident, setAsideWriters: setAside } = this
    const checked = this.governing.checkedInForce(incident)
    snapshots.save(this.id, { places: new Map(read), incident, checked, setAside }, fingerprint)
  }

  /** Reads the events not read before, and adds them to `fresh` if it is given; starts over if it has to. */
  private readOn(fresh: (Event | Envelope)[] | null): void {
    if (this.folder.isBehindLink()) this.folder.mustBeReadable()
    if (this.isHeadKept) this.keptHead = this.writerState.head(this.id) ?? this.keptHead
    if (this.isHalfRead || this.hasOtherFiles()) {
      // Before anything that was read is forgotten.
      this.folder.mustBeReadable()
      this.limits.clear()
      this.startOver()
    }
    this.isHalfRead = true
    this.readNew(fresh)
    this.isHalfRead = false
    if (this.hasToStartOver()) {
      this.startOver()
      fresh?.splice(0)
      this.readOn(fresh)
      // A missing head may have been written after its file was read, but before the file that names it was read.
    } else if (this.incident.unmet.size > 0 && this.hasGrown()) this.readOn(fresh)
  }

  /** Whether a file is another one than was read, or cannot be reached. */
  private hasOtherFiles(): boolean {
    try {
      return this.files.some((file) => !file.isSame() || !this.expects(file))
    } catch {
      return true
    }
  }

  /** Whether what was read now shows that something was to be read in another way. */
  private hasToStartOver(): boolean {
    return (
      this.findForgedFiles(this.files) ||
      this.findOwnIncident() ||
      this.judgeStatements() ||
      this.findRedactions() ||
      this.limitAbandonedFiles()
    )
  }

  /** Reads what the files have gained, and new files, and folds the events. */
  private readNew(fresh: (Event | Envelope)[] | null): void {
    const known = new Set(this.files.map((file) => file.path))
    const added = this.folder.logPaths().filter((path) => !known.has(path))
    this.files = [...this.files, ...added.map((path) => this.open(path))].sort((a, b) => (a.path < b.path ? -1 : 1))
    const chunk = chunkBytesFor(this.files.length)
    const merged = withRedactions(mergeInOrder(this.files.map((file) => file.events(chunk))), this.redactions)
    const events = fresh === null ? merged : collecting(fresh, merged)
    const first = events.next()
    if (first.done) return
    const { clock } = this.incident
    if (clock === null || compareClocks(first.value.hlc, clock) > 0) {
      this.incident = this.present(foldInOrder(chained(first.value, events), this.incident))
      return
    }
    // New events belong before known ones: read them to their end, then fold everything once more in order.
    while (!events.next().done);
    this.isRefolded = true
    this.incident = this.present(foldInOrder(this.events(), this.unread))
  }

  /** An incident with its runbook and settings, and with the name of its folder. */
  protected present(incident: Incident): Incident {
    const { declaration } = incident
    const isOfFolder = declaration !== null && isFolderOf(this.id, declaration.declaredId)
    const named = isOfFolder ? { ...incident, declaration: { ...declaration, id: this.id } } : incident
    return this.governing.withGoverning(named)
  }

  /** As `GoverningSubstitutes.insteadOf`. */
  protected insteadOf(file: GoverningFile): GoverningFile | null {
    return this.substitutes.insteadOf(file, this.incident, () => this.unknownNames())
  }

  private open(path: string, head = this.keptHead): LogFile {
    const maxEvents = this.setAsideWriters.has(writerIn(path)) ? 0 : this.limits.get(path)
    return new LogFile(path, head, { maxEvents, checksSignatures: this.forged.has(path), incident: this.ownIncident })
  }

  /** Whether among files there is one whose last line its writer did not sign. */
  private findForgedFiles(files: readonly LogFile[]): boolean {
    const found = files.filter((file) => !file.isVouchedFor())
    for (const { path } of found) this.forged.add(path)
    return found.length > 0
  }

  /** Learns from the own file which incident this is. True if there are lines of another one among those read. */
  private findOwnIncident(): boolean {
    const own = this.files.find(({ writer }) => writer === this.keptHead?.writer)?.chain?.incident ?? null
    if (own === null || own === this.ownIncident) return false
    this.ownIncident = own
    return this.files.some(({ chain }) => chain !== null && chain.incident !== own)
  }

  /** Tells a file the head that it should have. False if it must be read again, since another process changed the head. */
  private expects(file: LogFile): boolean {
    return this.keptHead === null || file.writer !== this.keptHead.writer || file.expectHead(this.keptHead)
  }

  /** Judges what writers say of each other. True if the log has to be read again, since that is judged in another way. */
  private judgeStatements(): boolean {
    const { statements } = this.incident
    const basis = () => ({ statements: statements.length, ...this.filesToJudge() })
    if (isDeepStrictEqual(basis(), this.judged)) return false
    const before = this.judgement
    this.judgement = statements.some(({ says }) => says !== 'known') ? this.judge() : NOTHING_JUDGED
    this.judged = basis()
    const eventsIn = ({ setAside, ignored, onlyFreezing, disputed, restored }: WriterJudgement) =>
      [
        [...setAside.values()].map(({ event }) => event),
        [...ignored.keys()],
        [...onlyFreezing.keys()],
        disputed,
        restored.map(({ since }) => since),
      ].join(';')
    if (eventsIn(before) === eventsIn(this.judgement)) return false
    // A freeze may be among them that no longer counts.
    this.limits.clear()
    return true
  }

  /** What matters to that: all files but those of writers that are set aside and whose first line is known. */
  private filesToJudge(): { readonly files: number; readonly damage: string } {
    const files = this.files.filter(({ writer }) => !this.setAsideWriters.get(writer)?.birth)
    const damaged = files.filter(({ damage }) => damage !== null)
    return { files: files.length, damage: damaged.map(({ writer, chain }) => `${writer}:${chain?.seq ?? 0}`).join() }
  }

  /** Finds what is redacted. True if the log has to be read again, since that is not what was crossed out. */
  private findRedactions(): boolean {
    const before = this.redactions
    this.redactions = redactionsInForce(this.incident, this.lostRedactions())
    return !isDeepStrictEqual(before, this.redactions)
  }

  /** The redactions that this machine remembers and whose lines the log lacks. */
  protected lostRedactions(): RememberedRedaction[] {
    return lostRedactions(this.incident, this.writerState.redactions(this.id), this.setAsideWriters)
  }

  /** Whatever was recorded, in log order: also what does not count, such as events of writers that were set aside. */
  everyEvent(): IterableIterator<Event | Envelope> {
    return this.readEverything().events
  }

  private readEverything(): {
    readonly files: readonly LogFile[]
    readonly events: IterableIterator<Event | Envelope>
  } {
    const paths = this.folder.logPaths()
    const files = paths.map((path) => this.openWhole(path))
    const chunk = chunkBytesFor(files.length)
    return { files, events: mergeInOrder(files.map((file) => file.events(chunk))) }
  }

  /** Whatever a writer recorded and signed, also if it was set aside. */
  protected *whateverRecorded(writer: string): Generator<Event | Envelope> {
    for (const path of this.folder.logPaths().filter((path) => writerIn(path) === writer))
      yield* new LogFile(path, null, { checksSignatures: true, incident: this.ownIncident }).events()
  }

  private openWhole(path: string): LogFile {
    return new LogFile(path, null, { checksSignatures: this.forged.has(path), incident: this.ownIncident })
  }

  /** Judges from all that was ever recorded, also by writers that are set aside. */
  private judge(): WriterJudgement {
    const { files, events } = this.readEverything()
    const hashes = new HashesOfWriters()
    const incident = foldInOrder(hashes.collecting(events))
    if (this.findForgedFiles(files)) return this.judge()
    const isDamagedAfter = (writer: string, seq: number) =>
      files.some((file) => file.writer === writer && file.damage !== null && (file.chain?.seq ?? 0) === seq)
    const isInLog = (head: Head) => hashes.has(head)
    return judgeWriters(writerRecordOf(incident), { isDamagedAfter, isInLog })
  }

  /** Limits abandoned files that are whole to the events that count. True if more than those have been read. */
  private limitAbandonedFiles(): boolean {
    const limitsBefore = this.limits.size
    const files = new Map(this.files.map((file) => [file.writer, file]))
    for (const writer of this.incident.givenUp.keys()) {
      const { found = null, frozen = null } = this.abandonedFile(writer) ?? {}
      // Without its declaration there would be no incident.
      const counting = Math.max(found?.seq ?? 0, this.declarationIn(writer))
      const file = files.get(writer)
      if (frozen === null || file === undefined || (file.chain?.seq ?? 0) <= counting) continue
      if (!this.limits.has(file.path)) this.limits.set(file.path, counting)
    }
    return this.limits.size > limitsBefore
  }

  /** The number of the event of a writer that declares the incident; 0 if it is not that writer's. */
  private declarationIn(writer: string): number {
    const event = this.incident.declaration?.event ?? ''
    return writerOf(event) === writer ? Number(event.slice(writer.length + 1)) : 0
  }

  /** How the file of a writer was abandoned; null if it was not. What was said last counts, unless it was set aside. */
  abandonedFile(writer: string): AbandonedFile | null {
    const aside = this.setAsideWriters.get(writer)
    if (aside !== undefined)
      return { event: aside.event, found: null, kept: null, reason: SET_ASIDE, frozen: null, settles: true }
    return this.incident.givenUp.get(writer)?.at(-1) ?? null
  }

  /** The keys of the writers that this machine knows in the incident of another folder; null if it has not recorded there. */
  protected override keysKnownIn(id: string): KeysKnown | null {
    if (this.writerState.head(id) === null) return null
    const other = new LogReading(this.workspace, id, this.writerState, this.snapshots)
    other.readLog()
    const { births, declaration } = other.incident
    const isOwn = (birth: WriterBirth) => other.isOwnBirth(birth)
    if (declaration === null || ![...births.values()].some(isOwn)) return null
    const known = knownWriters(writerRecordOf(other.incident), isOwn)
    const keys = new Set([...known].flatMap((writer) => keysOf(births.get(writer) as WriterBirth)))
    return { incident: declaration.incident, keys }
  }

  /** Forgets everything that was read, for example because a file was truncated or replaced. */
  private startOver(): void {
    this.isRefolded = true
    this.files = []
    this.incident = this.unread
    this.judged = null
  }

  /** Whether a writer's file is longer than what was read of it, or there is a new one; false while nothing can be read. */
  hasGrown(): boolean {
    try {
      const paths = this.folder.logPaths()
      return paths.length > this.files.length || this.files.some((file) => !file.isSame() || file.unreadBytes > 0)
    } catch {
      return false
    }
  }

  /** Whether the folder of the log can be read now: somebody may have moved it for a moment. */
  isReadable(): boolean {
    return this.folder.whyUnreadable() === null
  }

  /** Yields the events read, in log order, by reading them again. Throws `damaged` or `log-behind` if any are lost. */
  override events(): IterableIterator<Event | Envelope> {
    return withRedactions(mergeInOrder(this.rereadings().map(({ events }) => events)), this.redactions)
  }

  /** Like `events`, with the line of each as it stands in the file, without its LF: nothing is crossed out there. */
  *lines(): Generator<{ readonly event: string; readonly line: string }> {
    const readings = this.rereadings()
    const files = new Map(readings.map(({ file }) => [file.writer, file]))
    // A file is read on only after its event was used.
    for (const event of mergeInOrder(readings.map(({ events }) => events)))
      yield { event: nameOf(event), line: (files.get(event.writer) as LogFile).line }
  }

  private rereadings(): { readonly file: LogFile; readonly events: IterableIterator<Event | Envelope> }[] {
    const { id, workspace, files } = this
    const declared = this.incident.declaration !== null
    const chunk = chunkBytesFor(files.length)
    return files.map(({ path, chain }) => {
      const file = new LogFile(path, null, { maxEvents: chain?.seq ?? 0 })
      return { file, events: reread({ id, workspace, file, chain, declared }, chunk) }
    })
  }

  /** The event with this name; null if there is none. */
  findEvent(name: string): Event | Envelope | null {
    for (const event of this.events()) if (nameOf(event) === name) return event
    return null
  }
}

/** How many events after a snapshot justify a new one: the longer the log, the longer it takes to write a snapshot. */
function eventsWorthSnapshot(events: number): number {
  return Math.max(1, events / 1000)
}

/** Passes events on, and adds them to `collected`. */
function* collecting<E>(collected: E[], events: Iterable<E>): Generator<E> {
  for (const event of events) {
    collected.push(event)
    yield event
  }
}

/** Yields the first item, which was taken from an iterator, and then the rest. */
function* chained<E>(first: E, rest: Iterator<E>): Generator<E> {
  yield first
  for (let next = rest.next(); !next.done; next = rest.next()) yield next.value
}
