import { type AbandonedFile, isAbandoned, type MissingHead, type Shortcoming } from './causal-heads.ts'
import { type Envelope, type Event, type EventData, type Head, isKnown, nameOf } from './event.ts'

/** Summary of one writer's events. */
export interface Written {
  readonly events: number
  /** When the first and the last were recorded, in ISO 8601. */
  readonly from: string
  readonly to: string
  /** Who acted, in order of appearance. */
  readonly by: readonly string[]
}

/** A head that shows how the file of a writer falls short of what another writer had seen. */
export interface Contradicted extends MissingHead {
  readonly how: Shortcoming
}

/** A log maintenance event, with its name. */
export type Noted<T extends 'log.continued' | 'log.recovered'> = EventData[T] & { readonly event: string }

/** What the events of a log tell about the log itself. */
export interface WriterAudit {
  readonly writers: ReadonlyMap<string, Written>
  /** How many different heads the writers name of each other in `after`. */
  readonly compared: number
  readonly contradicted: readonly Contradicted[]
  readonly continued: readonly Noted<'log.continued'>[]
  readonly recovered: readonly Noted<'log.recovered'>[]
}

/** Reads the events of a log in order, once, and checks every head that a writer had seen of another. */
export function auditWriters(events: Iterable<Event | Envelope>): WriterAudit {
  const writers = new Map<string, { events: number; from: string; to: string; by: string[] }>()
  const continued: Noted<'log.continued'>[] = []
  const recovered: Noted<'log.recovered'>[] = []
  const comparison = new HeadComparison()
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
      comparison.giveUp(writer, { event: nameOf(event), found, kept, reason, frozen })
    }
    if (isKnown(event) && event.type === 'log.recovered') recovered.push({ ...event.data, event: nameOf(event) })
    comparison.add(event)
  }
  return { writers, compared: comparison.compared, contradicted: comparison.contradicted(), continued, recovered }
}

/** Compares what writers say they had seen of each other with what is in the log. */
class HeadComparison {
  compared = 0
  private readonly hashes = new Map<string, Hashes>()
  /** By writer, the head of it that each other writer named last: most events repeat it. */
  private readonly lastNamed = new Map<string, Map<string, string>>()
  private readonly unmet = new Map<string, MissingHead[]>()
  private readonly givenUp = new Map<string, AbandonedFile>()

  add(event: Envelope): void {
    const own = this.hashes.get(event.writer) ?? new Hashes()
    this.hashes.set(event.writer, own)
    own.add(event.hash)
    for (const head of event.after ?? []) if (head.writer !== event.writer) this.compare(head, event)
  }

  private compare(head: Head, event: Envelope): void {
    const lastNamed = this.lastNamed.get(head.writer) ?? new Map<string, string>()
    this.lastNamed.set(head.writer, lastNamed)
    if (lastNamed.get(event.writer) === `${head.seq}:${head.hash}`) return
    lastNamed.set(event.writer, `${head.seq}:${head.hash}`)
    this.compared += 1
    const givenUp = this.givenUp.get(head.writer)
    if (this.has(head) || (givenUp !== undefined && isAbandoned(head, givenUp))) return
    this.unmet.set(head.writer, [...(this.unmet.get(head.writer) ?? []), { head, by: nameOf(event) }])
  }

  private has({ writer, seq, hash }: Head): boolean {
    return this.hashes.get(writer)?.at(seq) === hash
  }

  /** From here on the log is continued without what is missing of a writer. */
  giveUp(writer: string, givenUp: AbandonedFile): void {
    this.givenUp.set(writer, givenUp)
    this.lastNamed.delete(writer)
    this.unmet.set(
      writer,
      (this.unmet.get(writer) ?? []).filter(({ head }) => !isAbandoned(head, givenUp)),
    )
  }

  /** For each writer, the last head that is missing and the first one that has another hash. */
  contradicted(): Contradicted[] {
    return [...this.unmet].flatMap(([writer, all]) => {
      const count = this.hashes.get(writer)?.count ?? 0
      const lacking = all.filter(({ head }) => !this.has(head)).sort((a, b) => a.head.seq - b.head.seq)
      const missing = lacking.findLast(({ head }) => head.seq > count)
      const different = lacking.find(({ head }) => head.seq <= count)
      return [
        ...(different === undefined ? [] : [{ ...different, how: 'differs' as const }]),
        ...(missing === undefined
          ? []
          : [{ ...missing, how: count === 0 ? ('missing' as const) : ('behind' as const) }]),
      ]
    })
  }
}

const HASH_BYTES = 32
/** Hashes per page. A single buffer would be copied when it grows, and be in memory twice meanwhile. */
const PAGE = 1024

/** The hashes of one writer's events, in order and in binary to save memory. */
class Hashes {
  count = 0
  private readonly pages: Buffer[] = []

  add(hash: string): void {
    if (this.count % PAGE === 0) this.pages.push(Buffer.allocUnsafe(PAGE * HASH_BYTES))
    this.pages.at(-1)?.write(hash, (this.count % PAGE) * HASH_BYTES, 'hex')
    this.count += 1
  }

  /** The hash of the event with this number, counted from 1; null after the last. */
  at(seq: number): string | null {
    const page = this.pages[Math.floor((seq - 1) / PAGE)]
    if (page === undefined || seq > this.count) return null
    const at = ((seq - 1) % PAGE) * HASH_BYTES
    return page.toString('hex', at, at + HASH_BYTES)
  }
}

/** Events of a writer that this machine had not seen when it last recorded. */
export interface RemoteEvents {
  readonly writer: string
  /** Number of its last event that had been seen; 0 if none had. */
  readonly known: number
  readonly events: number
  readonly by: readonly string[]
}

/**
 * Returns, for each other writer, what is new since this machine's last event. `last` is the head of that event, whose
 * `after` lists what had been seen; the result is empty if it is not among the events. `isOwn` tells this machine's
 * writers, which are left out.
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
  return seen === null ? [] : unseenOf(others, seen)
}

function unseenOf(
  events: readonly Pick<Envelope, 'writer' | 'seq' | 'by'>[],
  seen: ReadonlyMap<string, number>,
): RemoteEvents[] {
  const unseen = new Map<string, RemoteEvents & { events: number; by: string[] }>()
  for (const { writer, seq, by } of events) {
    const known = seen.get(writer) ?? 0
    if (seq <= known) continue
    const remote = unseen.get(writer) ?? { writer, known, events: 0, by: [] }
    unseen.set(writer, remote)
    remote.events += 1
    if (!remote.by.includes(by)) remote.by.push(by)
  }
  return [...unseen.values()]
}
