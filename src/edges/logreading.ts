import { join, relative } from 'node:path'
import { refold } from '../domain/incident/evolve.ts'
import { INITIAL, type Incident } from '../domain/incident/incident.ts'
import { phaseOf } from '../domain/incident/stated.ts'
import { compareClocks } from '../domain/log/chain.ts'
import { type Envelope, type Event, type Head, nameOf } from '../domain/log/event.ts'
import { merge } from '../domain/log/order.ts'
import type { Bookmark, Bookmarks } from './bookmarks.ts'
import type { CheckedLines } from './checkedlines.ts'
import { chunkFor } from './lines.ts'
import { LogFile } from './logfile.ts'
import { logPaths } from './lognames.ts'
import { reread } from './rereading.ts'
import { RunbookFiles } from './runbookfiles.ts'
import type { KeptState } from './state.ts'

/** Any log is worth a bookmark: its first event alone, with the runbook, takes longer to read than one takes to be made. */
const WORTH_ONE = 1
/** No event has fewer bytes. */
const LEAST_BYTES = 256

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
  /** Null once the log was opened. */
  private bookmarks: Bookmarks | null
  /** Whether it was read from where a bookmark lay. */
  private wentOn = false
  /** Whether everything had to be folded from the first event. */
  private isRefolded = false
  /** Lines beyond the bookmark; null where none counts. */
  private checked: CheckedLines | null = null
  incident: Incident = INITIAL
  protected readonly governing: RunbookFiles

  constructor(workspace: string, id: string, kept: KeptState, bookmarks: Bookmarks | null = null) {
    this.workspace = workspace
    this.directory = join(workspace, 'incidents', id)
    this.governing = new RunbookFiles(this.directory)
    this.kept = kept
    this.bookmarks = bookmarks
  }

  get id(): string {
    return this.directory.slice(this.directory.lastIndexOf('/') + 1)
  }

  /** The files of the log, relative to the workspace. */
  get paths(): string[] {
    return this.files.map((file) => relative(this.workspace, file.path))
  }

  /**
   * Reads what is there, or what is new, without keeping the events; the first time from where a bookmark lies in what was
   * checked before. After a failure it starts over.
   */
  refresh(): void {
    const { bookmarks } = this
    this.bookmarks = null
    if (bookmarks === null) this.follow(null)
    else this.openAt(bookmarks)
    this.checked?.keep()
  }

  /** The same by the log alone: where it was read from a bookmark on, from the first line. */
  readAfresh(): void {
    this.bookmarks = null
    if (this.wentOn) this.startOver()
    this.wentOn = false
    this.follow(null)
  }

  /** The same; returns the events not seen before, in order. */
  refreshed(): (Event | Envelope)[] {
    this.bookmarks = null
    const fresh: (Event | Envelope)[] = []
    this.follow(fresh)
    this.checked?.keep()
    return fresh
  }

  private openAt(bookmarks: Bookmarks): void {
    const found = bookmarks.open(this.id)
    const { places, incident } = found ?? { places: NOWHERE, incident: INITIAL }
    this.wentOn = found !== null
    this.incident = this.governing.attached(incident)
    this.checked = found?.checked ?? null
    this.files = [...places].map(([path, place]) => {
      const file = this.open(path, null)
      file.goOnFrom(place)
      return file
    })
    const unread = this.files.reduce((bytes, file) => bytes + file.unread, 0)
    const enough = this.wentOn ? worthAnother(incident.events) : WORTH_ONE
    const looked = this.wentOn && unread < enough * LEAST_BYTES ? null : bookmarks.look(this.id)
    this.follow(null)
    if (this.incident.events - incident.events >= enough) {
      this.checked = null
      this.mark(bookmarks, looked)
    } else if (this.isRefolded) bookmarks.forget(this.id)
  }

  private mark(bookmarks: Bookmarks, looked: string | null): void {
    const read = this.files.flatMap(({ path, place }) => (place === null ? [] : [[path, place] as const]))
    if (phaseOf(this.incident) === 'closed') bookmarks.forget(this.id)
    else if (read.length === this.files.length)
      bookmarks.keep(this.id, { places: new Map(read), incident: this.incident }, looked)
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
    return new LogFile(path, head, this.limits.get(path), this.checked)
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
    this.checked = null
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

/**
 * To make a bookmark takes as long as reading sixteen events beyond it, and one more for each hundred that it holds; and after
 * each event that is recorded two commands or so read those beyond it: their sum is least where it is made anew after so many.
 */
function worthAnother(events: number): number {
  return Math.sqrt(16 + events / 100)
}

const NOWHERE: Bookmark['places'] = new Map()

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
