import { type GivenUp, isGivenUp, type Shortcoming, type Unmet } from './causal-heads.ts'
import { type Envelope, type Event, type EventData, type Head, isKnown, nameOf } from './event.ts'

/** What one writer's events are. */
export interface Written {
  readonly events: number
  /** When the first and the last were recorded. */
  readonly from: string
  readonly to: string
  /** Who acted, in order of appearance. */
  readonly by: readonly string[]
}

/** One file's shortcoming that another file gives away. */
export interface Contradicted extends Unmet {
  readonly how: Shortcoming
}

/** An event that upkeep of the log has left, with its name. */
export type Noted<T extends 'log.continued' | 'log.recovered'> = EventData[T] & { readonly event: string }

/** All that the events of a log say of the log itself. */
export interface Survey {
  readonly writers: ReadonlyMap<string, Written>
  /** How many different heads the writers name of each other. */
  readonly compared: number
  readonly contradicted: readonly Contradicted[]
  readonly continued: readonly Noted<'log.continued'>[]
  readonly recovered: readonly Noted<'log.recovered'>[]
}

/** Looks through the events of a log in order, once; every head that an event names of another writer is compared. */
export function survey(events: Iterable<Event | Envelope>): Survey {
  const writers = new Map<string, { events: number; from: string; to: string; by: string[] }>()
  const continued: Noted<'log.continued'>[] = []
  const recovered: Noted<'log.recovered'>[] = []
  const seen = new Comparison()
  for (const event of events) {
    const { recordedAt, by } = event
    const written = writers.get(event.writer) ?? { events: 0, from: recordedAt, to: recordedAt, by: [] }
    writers.set(event.writer, written)
    written.events += 1
    written.to = recordedAt
    if (!written.by.includes(by)) written.by.push(by)
    if (isKnown(event) && event.type === 'log.continued') {
      const { writer, found, kept, reason, frozen = null } = event.data
      continued.push({ ...event.data, event: nameOf(event) })
      seen.giveUp(writer, { event: nameOf(event), found, kept, reason, frozen })
    }
    if (isKnown(event) && event.type === 'log.recovered') recovered.push({ ...event.data, event: nameOf(event) })
    seen.take(event)
  }
  return { writers, compared: seen.compared, contradicted: seen.contradicted(), continued, recovered }
}

/** What writers say they had seen of each other, held against what is there. */
class Comparison {
  compared = 0
  private readonly hashes = new Map<string, Hashes>()
  /** By writer it is said of and writer who says it, the last head: most events repeat it. */
  private readonly said = new Map<string, Map<string, string>>()
  private readonly unmet = new Map<string, Unmet[]>()
  private readonly givenUp = new Map<string, GivenUp>()

  take(event: Envelope): void {
    const own = this.hashes.get(event.writer) ?? new Hashes()
    this.hashes.set(event.writer, own)
    own.add(event.hash)
    for (const head of event.after ?? []) if (head.writer !== event.writer) this.compare(head, event)
  }

  private compare(head: Head, event: Envelope): void {
    const said = this.said.get(head.writer) ?? new Map<string, string>()
    this.said.set(head.writer, said)
    if (said.get(event.writer) === `${head.seq}:${head.hash}`) return
    said.set(event.writer, `${head.seq}:${head.hash}`)
    this.compared += 1
    const givenUp = this.givenUp.get(head.writer)
    if (this.has(head) || (givenUp !== undefined && isGivenUp(head, givenUp))) return
    this.unmet.set(head.writer, [...(this.unmet.get(head.writer) ?? []), { head, by: nameOf(event) }])
  }

  private has({ writer, seq, hash }: Head): boolean {
    return this.hashes.get(writer)?.at(seq) === hash
  }

  /** What was missing of a writer has been said, and the log has gone on without it. */
  giveUp(writer: string, givenUp: GivenUp): void {
    this.givenUp.set(writer, givenUp)
    this.said.delete(writer)
    this.unmet.set(
      writer,
      (this.unmet.get(writer) ?? []).filter(({ head }) => !isGivenUp(head, givenUp)),
    )
  }

  /** Of each writer the last event that is missing, and the first that is another one. */
  contradicted(): Contradicted[] {
    return [...this.unmet].flatMap(([writer, all]) => {
      const there = this.hashes.get(writer)?.count ?? 0
      const still = all.filter(({ head }) => !this.has(head)).sort((a, b) => a.head.seq - b.head.seq)
      const beyond = still.findLast(({ head }) => head.seq > there)
      const other = still.find(({ head }) => head.seq <= there)
      return [
        ...(other === undefined ? [] : [{ ...other, how: 'differs' as const }]),
        ...(beyond === undefined ? [] : [{ ...beyond, how: there === 0 ? ('missing' as const) : ('behind' as const) }]),
      ]
    })
  }
}

const BYTES = 32
/** So many stand on a page: what grew in one piece would be copied, and stand there twice meanwhile. */
const PAGE = 1024

/** The hashes of one writer's events, in order, in as little room as they take. */
class Hashes {
  count = 0
  private readonly pages: Buffer[] = []

  add(hash: string): void {
    if (this.count % PAGE === 0) this.pages.push(Buffer.allocUnsafe(PAGE * BYTES))
    this.pages.at(-1)?.write(hash, (this.count % PAGE) * BYTES, 'hex')
    this.count += 1
  }

  /** The hash of an event by its number, from 1; null beyond. */
  at(seq: number): string | null {
    const page = this.pages[Math.floor((seq - 1) / PAGE)]
    if (page === undefined || seq > this.count) return null
    const at = ((seq - 1) % PAGE) * BYTES
    return page.toString('hex', at, at + BYTES)
  }
}

/** What a writer has in the log that this machine had not seen when it last recorded. */
export interface RemoteEvents {
  readonly writer: string
  /** Number of its last event that had been seen; 0 where it was not known at all. */
  readonly known: number
  readonly events: number
  readonly by: readonly string[]
}

/**
 * `last` is the head of this machine's last event, which names what it had seen of the others; none where it is not among
 * the events. Its own writers are no news.
 */
export function remoteEventsSince(
  events: Iterable<Envelope>,
  last: Head,
  isOwn: (writer: string) => boolean,
): RemoteEvents[] {
  let seen: ReadonlyMap<string, number> | null = null
  const others: Pick<Envelope, 'writer' | 'seq' | 'by'>[] = []
  for (const { writer, seq, hash, by, after = [] } of events) {
    if (hash === last.hash) seen = new Map(after.map((head) => [head.writer, head.seq]))
    if (writer !== last.writer && !isOwn(writer)) others.push({ writer, seq, by })
  }
  return seen === null ? [] : beyond(seen, others)
}

function beyond(
  seen: ReadonlyMap<string, number>,
  events: readonly Pick<Envelope, 'writer' | 'seq' | 'by'>[],
): RemoteEvents[] {
  const news = new Map<string, RemoteEvents & { events: number; by: string[] }>()
  for (const { writer, seq, by } of events) {
    const known = seen.get(writer) ?? 0
    if (seq <= known) continue
    const found = news.get(writer) ?? { writer, known, events: 0, by: [] }
    news.set(writer, found)
    found.events += 1
    if (!found.by.includes(by)) found.by.push(by)
  }
  return [...news.values()]
}
