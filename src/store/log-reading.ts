import { join, relative } from 'node:path'
import { phaseOf } from '../domain/incident/current-values.ts'
import { refold } from '../domain/incident/evolve.ts'
import { INITIAL, type Incident } from '../domain/incident/incident.ts'
import { compareClocks } from '../domain/log/chain.ts'
import { type Envelope, type Event, type Head, nameOf } from '../domain/log/event.ts'
import { merge } from '../domain/log/order.ts'
import { chunkFor } from './lines.ts'
import { LogFile, reread } from './log-file.ts'
import { logPaths } from './log-names.ts'
import { RunbookFiles } from './runbook-files.ts'
import type { Snapshots } from './snapshots.ts'
import type { KeptState } from './state.ts'

/** The reading of the log of one incident: every writer's file, checked, and the incident that they fold to. */
export class LogReading {
  readonly directory: string
  protected readonly workspace: string
  protected readonly kept: KeptState
  protected files: LogFile[] = []
  protected head: Head | null = null
  /** False while the head that this process wrote could not be kept outside: then that one counts. */
  protected isHeadKept = true
  private halfRead = false
  /** By path, how many events count of a file that was frozen. */
  private limits = new Map<string, number>()
  private readonly snapshots: Snapshots | null
  private isOpen = false
  /** Whether it was read from a snapshot on. */
  private isFromSnapshot = false
  /** Whether everything had to be folded from the first event. */
  private isRefolded = false
  incident: Incident = INITIAL
  protected readonly governing: RunbookFiles

  constructor(workspace: string, id: string, kept: KeptState, snapshots: Snapshots | null = null) {
    this.workspace = workspace
    this.directory = join(workspace, 'incidents', id)
    this.governing = new RunbookFiles(this.directory)
    this.kept = kept
    this.snapshots = snapshots
  }

  get id(): string {
    return this.directory.slice(this.directory.lastIndexOf('/') + 1)
  }

  /** The files of the log, relative to the workspace. */
  get paths(): string[] {
    return this.files.map((file) => relative(this.workspace, file.path))
  }

  /**
   * Reads what is there, or what is new, without keeping the events; the first time from the snapshot of what was checked
   * before. After a failure it starts over.
   */
  refresh(): void {
    const { snapshots } = this
    if (snapshots === null || this.isOpen) this.follow(null)
    else this.openAt(snapshots)
    this.isOpen = true
  }

  /** The same by the log alone: where it was read from a snapshot on, from the first line. */
  readAfresh(): void {
    this.isOpen = true
    if (this.isFromSnapshot) this.startOver()
    this.isFromSnapshot = false
    this.follow(null)
  }

  /** The same; returns the events not seen before, in order. */
  refreshed(): (Event | Envelope)[] {
    this.isOpen = true
    const fresh: (Event | Envelope)[] = []
    this.follow(fresh)
    if (phaseOf(this.incident) === 'closed') this.snapshots?.forget(this.id)
    return fresh
  }

  private openAt(snapshots: Snapshots): void {
    const found = snapshots.open(this.id)
    const looked = snapshots.look(this.id)
    const { places, incident, checked } = found ?? { places: [], incident: INITIAL, checked: [] }
    this.isFromSnapshot = found !== null
    this.governing.trust(checked)
    this.incident = this.governing.attached(incident)
    this.files = [...places].map(([path, place]) => {
      const file = this.open(path, null)
      file.goOnFrom(place)
      return file
    })
    this.follow(null)
    const { events } = this.incident
    const isWorthIt = found === null || this.isRefolded || events - incident.events >= worthAnother(events)
    if (phaseOf(this.incident) === 'closed') snapshots.forget(this.id)
    else if (events > 0 && isWorthIt) this.keepSnapshot(snapshots, looked)
  }

  private keepSnapshot(snapshots: Snapshots, looked: string | null): void {
    const read = this.files.flatMap(({ path, place }) => (place === null ? [] : [[path, place] as const]))
    const isWhole = read.length === this.files.length
    if (!isWhole) return
    const { incident } = this
    snapshots.keep(this.id, { places: new Map(read), incident, checked: this.governing.checked(incident) }, looked)
  }

  private follow(fresh: (Event | Envelope)[] | null): void {
    if (this.isHeadKept) this.head = this.kept.head(this.id) ?? this.head
    if (this.halfRead || this.files.some((file) => !file.isSame() || !this.expects(file))) {
      this.limits.clear()
      this.startOver()
    }
    this.halfRead = true
    this.readOn(fresh)
    this.halfRead = false
    if (this.readsTooFar()) {
      this.startOver()
      fresh?.splice(0)
      this.follow(fresh)
    } else if (this.incident.unmet.size > 0 && this.hasGrown()) this.follow(fresh)
  }

  private readOn(fresh: (Event | Envelope)[] | null): void {
    const known = new Set(this.files.map((file) => file.path))
    const added = logPaths(this.directory, this.id).filter((path) => !known.has(path))
    this.files = [...this.files, ...added.map((path) => this.open(path))].sort((a, b) => (a.path < b.path ? -1 : 1))
    const chunk = chunkFor(this.files.length)
    const events = keptIn(fresh, merge(this.files.map((file) => file.events(chunk))))
    const first = events.next()
    if (first.done) return
    const { clock } = this.incident
    const isNext = clock === null || compareClocks(first.value.hlc, clock) > 0
    if (isNext) {
      this.incident = this.governing.attached(refold(from(first.value, events), this.incident))
      return
    }
    while (!events.next().done);
    this.isRefolded = true
    this.incident = this.governing.attached(refold(this.events()))
  }

  private open(path: string, head = this.head): LogFile {
    return new LogFile(path, head, this.limits.get(path))
  }

  /** Read before the files are, the head is in them; another process of this user may have written it since. */
  private expects(file: LogFile): boolean {
    return this.head === null || file.writer !== this.head.writer || file.expect(this.head)
  }

  /** Whether events were read that do not count: what follows in a frozen file, were it whole again. */
  private readsTooFar(): boolean {
    const before = this.limits.size
    for (const [writer, { found, frozen }] of this.incident.givenUp) {
      const counts = found?.seq ?? 0
      const file = this.files.find((file) => file.writer === writer)
      if (frozen === null || file === undefined || (file.chain?.seq ?? 0) <= counts) continue
      if (!this.limits.has(file.path)) this.limits.set(file.path, counts)
    }
    return this.limits.size > before
  }

  /** A file was cut or replaced by another: what was read from it says nothing any more. */
  private startOver(): void {
    this.isRefolded = true
    this.files = []
    this.incident = INITIAL
  }

  /** Whether any writer's file is longer than what was read, or a new one is there. */
  hasGrown(): boolean {
    const paths = logPaths(this.directory, this.id)
    return paths.length > this.files.length || this.files.some((file) => !file.isSame() || file.unread > 0)
  }

  /** The events that were read, in order, read afresh. Throws `Failed` where the log has come to lack any of them since. */
  events(): IterableIterator<Event | Envelope> {
    const { id, workspace, files } = this
    const declared = this.incident.declaration !== null
    const chunk = chunkFor(files.length)
    return merge(files.map(({ path, chain }) => reread({ id, workspace, path, chain, declared }, chunk)))
  }

  find(name: string): Event | Envelope | null {
    for (const event of this.events()) if (nameOf(event) === name) return event
    return null
  }
}

/** How many events beyond a snapshot are worth another one: the longer the log, the longer it takes to make. */
function worthAnother(events: number): number {
  return Math.max(1, events / 1000)
}

/** Passes events on, and keeps them where there is something to keep them in. */
function keptIn<E>(kept: E[] | null, events: IterableIterator<E>): Iterator<E> {
  return kept === null ? events : keeping(kept, events)
}

function* keeping<E>(kept: E[], events: Iterable<E>): Generator<E> {
  for (const event of events) {
    kept.push(event)
    yield event
  }
}

function* from<E>(first: E, rest: Iterator<E>): Generator<E> {
  yield first
  for (let next = rest.next(); !next.done; next = rest.next()) yield next.value
}
