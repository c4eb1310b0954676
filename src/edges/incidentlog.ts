import { statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { refold } from '../domain/incident/evolve.ts'
import { INITIAL, type Incident, phaseOf } from '../domain/incident/incident.ts'
import { compareClocks } from '../domain/log/chain.ts'
import { type Envelope, type Event, type Frozen, type Head, nameOf } from '../domain/log/event.ts'
import { type News, newsSince } from '../domain/log/news.ts'
import { merge } from '../domain/log/order.ts'
import { isGivenUp, type Unmet } from '../domain/log/seen.ts'
import type { Behind, FileRead, Finding, FrozenFile, Torn } from '../domain/log/verification.ts'
import { fail } from '../domain/outcome.ts'
import type { Bookmark, Bookmarks } from './bookmarks.ts'
import { digestOfFile } from './digest.ts'
import { LogFile } from './logfile.ts'
import { logPaths } from './lognames.ts'
import type { KeptState } from './state.ts'
import { type TornEnd, tornEnds } from './tornends.ts'

/** So many events take longer to read than a bookmark takes to be made. */
const WORTH_A_BOOKMARK = 100

/** The log of one incident as it is read: every writer's file, checked, and the incident they fold to. */
export class IncidentLog {
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
  private readonly digests = new Map<string, { readonly of: string; readonly digest: string }>()
  /** Null once the log was opened. */
  private bookmarks: Bookmarks | null
  /** Whether it was read from where a bookmark lay. */
  private wentOn = false
  incident: Incident = INITIAL

  constructor(workspace: string, id: string, kept: KeptState, bookmarks: Bookmarks | null = null) {
    this.workspace = workspace
    this.directory = join(workspace, 'incidents', id)
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
    return fresh
  }

  private openAt(bookmarks: Bookmarks): void {
    const looked = bookmarks.look(this.id)
    const { places, incident } = bookmarks.open(this.id) ?? { places: NOWHERE, incident: INITIAL }
    this.wentOn = places.size > 0
    this.incident = incident
    this.files = [...places].map(([path, place]) => {
      const file = new LogFile(path)
      file.goOnFrom(place)
      return file
    })
    this.follow(null)
    if (this.incident.events - incident.events < WORTH_A_BOOKMARK) return
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
    this.files = [...this.files, ...added.map((path) => this.open(path))]
    const events = keptIn(fresh, merge(this.files.map((file) => file.events())))
    const first = events.next()
    if (first.done) return
    const { clock } = this.incident
    const isNext = clock === null || compareClocks(first.value.hlc, clock) > 0
    if (isNext) {
      this.incident = refold(from(first.value, events), this.incident)
      return
    }
    while (!events.next().done);
    this.incident = refold(this.events())
  }

  private open(path: string): LogFile {
    return new LogFile(path, this.head, this.limits.get(path))
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
    this.files = []
    this.incident = INITIAL
  }

  /** Whether any writer's file is longer than what was read, or a new one is there. */
  hasGrown(): boolean {
    const paths = logPaths(this.directory, this.id)
    return paths.length > this.files.length || this.files.some((file) => !file.isSame() || file.hasGrown())
  }

  /** The events that were read, in order, read afresh. */
  events(): Generator<Event | Envelope> {
    return merge(this.files.map((file) => new LogFile(file.path, null, file.chain?.seq ?? 0).events()))
  }

  find(name: string): Event | Envelope | null {
    for (const event of this.events()) if (nameOf(event) === name) return event
    return null
  }

  /** What makes the incident read-only. */
  findings(): Finding[] {
    const found = [...this.files.flatMap((file) => this.findingIn(file)), ...this.lostFrozen()]
    if (found.length > 0 || this.incident.declaration !== null) return found
    const file = relative(this.workspace, this.directory)
    return [{ file, writer: null, line: 1, offset: 0, why: 'no-beginning' }]
  }

  /** Throws `Failed` with `damaged` where the log cannot be believed; `next` is the line to type once that is mended. */
  mustBeWhole(next?: string): void {
    const finding = this.findings()[0]
    if (finding === undefined) return
    const { file, line, why } = finding
    const declared = this.incident.declaration !== null
    fail('damaged', { id: this.id, file, line, why, declared, ...(next !== undefined && { next }) })
  }

  private findingIn({ path, writer, damage, length }: LogFile): Finding[] {
    const file = relative(this.workspace, path)
    const frozen = this.incident.givenUp.get(writer)?.frozen ?? null
    if (frozen === null) return damage === null ? [] : [{ file, writer, ...damage }]
    if (this.isAsFrozen(path, frozen)) return []
    return [{ file, writer, line: frozen.line, offset: length, why: 'frozen-altered' }]
  }

  private lostFrozen(): Finding[] {
    return [...this.incident.givenUp].flatMap(([writer, { frozen }]): Finding[] => {
      if (frozen === null || this.files.some((file) => file.writer === writer)) return []
      return [{ file: frozen.file, writer, line: frozen.line, offset: 0, why: 'frozen-missing' }]
    })
  }

  private isAsFrozen(path: string, { bytes, digest }: Frozen): boolean {
    const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true })
    if (size !== BigInt(bytes)) return false
    const of = [ino, size, mtimeNs, ctimeNs].join()
    if (this.digests.get(path)?.of !== of) this.digests.set(path, { of, digest: digestOfFile(path).digest })
    return this.digests.get(path)?.digest === digest
  }

  /** Damaged files that were given up, and are as they were then. */
  frozen(): FrozenFile[] {
    return this.files.flatMap((file) => {
      const givenUp = this.incident.givenUp.get(file.writer)
      if (!givenUp?.frozen || this.findingIn(file).length > 0) return []
      const { writer, length: offset } = file
      return [
        { ...givenUp.frozen, file: relative(this.workspace, file.path), writer, offset, continuedBy: givenUp.event },
      ]
    })
  }

  torn(): Torn[] {
    return this.files.flatMap(({ path, writer, tail, wholeLength: offset }) => {
      const bytes = tail?.torn.length ?? 0
      return bytes === 0 ? [] : [{ file: relative(this.workspace, path), writer, offset, bytes }]
    })
  }

  /** Torn ends that are kept beside the log. */
  aside(): TornEnd[] {
    return tornEnds(this.directory, this.id)
  }

  read(): FileRead[] {
    return this.files.map(({ path, writer }) => {
      return { file: relative(this.workspace, path), writer, bytes: statSync(path).size }
    })
  }

  /** Where this user's last head is known outside, the log does not reach it, and has not been continued without it. */
  behind(): Behind | null {
    const kept = this.head
    if (kept === null) return null
    const givenUp = this.incident.givenUp.get(kept.writer)
    const file = this.files.find((f) => f.writer === kept.writer)
    if (file?.meets || (givenUp !== undefined && isGivenUp(kept, givenUp))) return null
    return { kept, found: this.headOf(kept.writer) }
  }

  /** What writers had seen of others and the log does not have, apart from what is said of them otherwise. */
  unmet(): Unmet[] {
    const said = new Set([...this.findings().map(({ writer }) => writer), this.behind()?.kept.writer])
    return [...this.incident.unmet.values()].filter(({ head }) => !said.has(head.writer))
  }

  /** The last head of a writer that can be believed. */
  headOf(writer: string): Head | null {
    return this.incident.heads.get(writer) ?? null
  }

  /** Whether a writer is one of this user, workspace and machine, as far as that is known here. */
  isOwn(writer: string): boolean {
    return this.head?.writer === writer || this.kept.own().includes(writer)
  }

  /**
   * What others have in the log that this machine had not seen when it last recorded; none where it never did, or its own
   * last event is not there to tell.
   */
  news(): readonly News[] {
    return this.newsOf(() => true)
  }

  /** Of those, what comes from writers that it did not know at all. */
  newWriters(): readonly News[] {
    return this.newsOf((known) => known === 0)
  }

  /** Events are read only where a head tells that there are any. */
  private newsOf(isMeant: (known: number) => boolean): readonly News[] {
    const last = this.incident.heads.size > 1 ? this.agreesWith() : null
    if (last === null) return []
    const own = new Set([last.writer, ...this.kept.own()])
    const event = this.files.find(({ writer }) => writer === last.writer)?.last() ?? null
    if (event?.hash === last.hash) {
      const seen = new Map(event.after?.map(({ writer, seq }) => [writer, seq]))
      const isNews = ({ writer, seq }: Head, known = seen.get(writer) ?? 0) => seq > known && isMeant(known)
      if (![...this.incident.heads.values()].some((head) => !own.has(head.writer) && isNews(head))) return []
    }
    return newsSince(this.events(), last, (writer) => own.has(writer)).filter(({ known }) => isMeant(known))
  }

  /** The head that is kept outside and in the log: null where there is none, or it is not met. */
  agreesWith(): Head | null {
    return this.head !== null && this.files.some((f) => f.writer === this.head?.writer && f.meets) ? this.head : null
  }
}

const NOWHERE: Bookmark['places'] = new Map()

/** Passes events on, and keeps them where there is something to keep them in. */
function* keptIn<E>(kept: E[] | null, events: Iterable<E>): Generator<E> {
  for (const event of events) {
    kept?.push(event)
    yield event
  }
}

function* from<E>(first: E, rest: Iterable<E>): Generator<E> {
  yield first
  yield* rest
}
