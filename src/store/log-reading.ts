import { join, relative } from 'node:path'
import { phaseOf } from '../domain/incident/current-values.ts'
import { foldInOrder } from '../domain/incident/evolve.ts'
import { EMPTY_INCIDENT, type Incident } from '../domain/incident/incident.ts'
import { type Envelope, type Event, type Head, nameOf } from '../domain/log/event.ts'
import { compareClocks, mergeInOrder } from '../domain/log/hybrid-clock.ts'
import { chunkBytesFor } from './line-reader.ts'
import { LogFile, logPaths, reread } from './log-file.ts'
import { RunbookFiles } from './runbook-files.ts'
import type { Snapshots } from './snapshots.ts'
import type { WriterState } from './state.ts'

/** Reads the log of one incident: verifies every writer's file and folds the events to the incident. */
export class LogReading {
  readonly directory: string
  protected readonly workspace: string
  protected readonly writerState: WriterState
  /** The files of the writers, sorted by path. */
  protected files: LogFile[] = []
  /** The head kept outside the workspace; null if none is. */
  protected keptHead: Head | null = null
  /** False if the last head that this process wrote could not be kept outside. Then `keptHead` is that one nevertheless. */
  protected isHeadKept = true
  /** True while reading, and after an error has interrupted it: then reading starts over. */
  private isHalfRead = false
  /** By path, how many events of a frozen file count. */
  private limits = new Map<string, number>()
  private readonly snapshots: Snapshots | null
  /** Whether reading has begun: a snapshot is only of use before. */
  private isOpen = false
  private isFromSnapshot = false
  /** Whether everything had to be read or folded again from the first event. */
  private isRefolded = false
  incident: Incident = EMPTY_INCIDENT
  protected readonly governing: RunbookFiles

  constructor(workspace: string, id: string, kept: WriterState, snapshots: Snapshots | null = null) {
    this.workspace = workspace
    this.directory = join(workspace, 'incidents', id)
    this.governing = new RunbookFiles(this.directory)
    this.writerState = kept
    this.snapshots = snapshots
  }

  get id(): string {
    return this.directory.slice(this.directory.lastIndexOf('/') + 1)
  }

  /** The files of the log, relative to the workspace. */
  get paths(): string[] {
    return this.files.map((file) => relative(this.workspace, file.path))
  }

  /** Reads what is new, at first from a snapshot if there is one. Starts over after an error, or if a file was replaced. */
  refresh(): void {
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
  }

  /** Like `refresh`, without a snapshot; returns the events not read before, in order. */
  readNewEvents(): (Event | Envelope)[] {
    this.isOpen = true
    const fresh: (Event | Envelope)[] = []
    this.readOn(fresh)
    if (phaseOf(this.incident) === 'closed') this.snapshots?.forget(this.id)
    return fresh
  }

  /** Starts from a snapshot, or else from the first line; keeps a new snapshot if that is worth it. */
  private openFromSnapshot(snapshots: Snapshots): void {
    const found = snapshots.open(this.id)
    const fingerprint = snapshots.fingerprint(this.id)
    const { places, incident, checked } = found ?? { places: [], incident: EMPTY_INCIDENT, checked: [] }
    this.isFromSnapshot = found !== null
    this.governing.trustChecked(checked)
    this.incident = this.governing.withGoverning(incident)
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

  /** Only a log all of whose files are undamaged and end with LF can be continued from a snapshot. */
  private keepSnapshot(snapshots: Snapshots, fingerprint: string | null): void {
    const read = this.files.flatMap(({ path, readPosition }) =>
      readPosition === null ? [] : [[path, readPosition] as const],
    )
    if (read.length < this.files.length) return
    const { incident } = this
    const checked = this.governing.checkedInForce(incident)
    snapshots.save(this.id, { places: new Map(read), incident, checked }, fingerprint)
  }

  /** Reads the events not read before, and adds them to `fresh` if it is given; starts over if it has to. */
  private readOn(fresh: (Event | Envelope)[] | null): void {
    if (this.isHeadKept) this.keptHead = this.writerState.head(this.id) ?? this.keptHead
    if (this.isHalfRead || this.files.some((file) => !file.isSame() || !this.expects(file))) {
      this.limits.clear()
      this.startOver()
    }
    this.isHalfRead = true
    this.readNew(fresh)
    this.isHalfRead = false
    if (this.limitFrozenFiles()) {
      this.startOver()
      fresh?.splice(0)
      this.readOn(fresh)
      // A missing head may have been written after its file was read, but before the file that names it was read.
    } else if (this.incident.unmet.size > 0 && this.hasGrown()) this.readOn(fresh)
  }

  /** Reads what the files have gained, and new files, and folds the events. */
  private readNew(fresh: (Event | Envelope)[] | null): void {
    const known = new Set(this.files.map((file) => file.path))
    const added = logPaths(this.directory, this.id).filter((path) => !known.has(path))
    this.files = [...this.files, ...added.map((path) => this.open(path))].sort((a, b) => (a.path < b.path ? -1 : 1))
    const chunk = chunkBytesFor(this.files.length)
    const merged = mergeInOrder(this.files.map((file) => file.events(chunk)))
    const events = fresh === null ? merged : collecting(fresh, merged)
    const first = events.next()
    if (first.done) return
    const { clock } = this.incident
    if (clock === null || compareClocks(first.value.hlc, clock) > 0) {
      this.incident = this.governing.withGoverning(foldInOrder(chained(first.value, events), this.incident))
      return
    }
    // New events belong before known ones: read them to their end, then fold everything once more in order.
    while (!events.next().done);
    this.isRefolded = true
    this.incident = this.governing.withGoverning(foldInOrder(this.events()))
  }

  private open(path: string, head = this.keptHead): LogFile {
    return new LogFile(path, head, this.limits.get(path))
  }

  /** Tells a file the head that it should have. False if it must be read again, since another process changed the head. */
  private expects(file: LogFile): boolean {
    return this.keptHead === null || file.writer !== this.keptHead.writer || file.expectHead(this.keptHead)
  }

  /** Limits frozen files that are whole again to the events that count. True if more than those have been read. */
  private limitFrozenFiles(): boolean {
    const limitsBefore = this.limits.size
    for (const [writer, { found, frozen }] of this.incident.givenUp) {
      const counting = found?.seq ?? 0
      const file = this.files.find((file) => file.writer === writer)
      if (frozen === null || file === undefined || (file.chain?.seq ?? 0) <= counting) continue
      if (!this.limits.has(file.path)) this.limits.set(file.path, counting)
    }
    return this.limits.size > limitsBefore
  }

  /** Forgets everything that was read, for example because a file was truncated or replaced. */
  private startOver(): void {
    this.isRefolded = true
    this.files = []
    this.incident = EMPTY_INCIDENT
  }

  /** Whether a writer's file is longer than what was read of it, or there is a new one. */
  hasGrown(): boolean {
    const paths = logPaths(this.directory, this.id)
    return paths.length > this.files.length || this.files.some((file) => !file.isSame() || file.unreadBytes > 0)
  }

  /** Yields the events read, in log order, by reading them again. Throws `damaged` or `log-behind` if any are lost. */
  events(): IterableIterator<Event | Envelope> {
    const { id, workspace, files } = this
    const declared = this.incident.declaration !== null
    const chunk = chunkBytesFor(files.length)
    return mergeInOrder(files.map(({ path, chain }) => reread({ id, workspace, path, chain, declared }, chunk)))
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
