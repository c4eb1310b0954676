import { type Envelope, type Event, type EventData, type Head, isKnown, nameOf } from './event.ts'
import { HashesOfWriters } from './hashes.ts'
import { type AbandonedFile, isAbandoned, type MissingHead, SET_ASIDE, type Shortcoming } from './missing-heads.ts'
import type { WriterJudgement } from './set-aside.ts'

export interface WriterSummary {
  readonly events: number
  /** When the first and the last were recorded, in ISO 8601. */
  readonly from: string
  readonly to: string
  /** Who acted, in order of appearance. */
  readonly by: readonly string[]
}

/** A head that another writer had seen and that the log lacks, with what that shows about its writer's file. */
export interface HeadDiscrepancy extends MissingHead {
  readonly how: Shortcoming
}

/** The data of an event that continues or repairs the log, with the name of that event. */
export type NamedMaintenance<T extends 'log.continued' | 'log.recovered'> = EventData[T] & { readonly event: string }

/** What the events of a log say about the log itself. */
export interface WriterAudit {
  readonly writers: ReadonlyMap<string, WriterSummary>
  /** How many heads in `after` were compared with the log. A head that a writer repeats counts once. */
  readonly compared: number
  /** At most two of each writer: the first head with another hash, and the last one missing. */
  readonly contradicted: readonly HeadDiscrepancy[]
  readonly continued: readonly NamedMaintenance<'log.continued'>[]
  readonly recovered: readonly NamedMaintenance<'log.recovered'>[]
}

/**
 * Reads the events of a log once, in log order, and checks every head that one writer names of another. What the events that
 * are `ignored`, by name, say of a file changes nothing, and `onlyFreezing` ones settle no loss (`judgeWriters`).
 */
export function auditWriters(
  events: Iterable<Event | Envelope>,
  { ignored, onlyFreezing }: Pick<WriterJudgement, 'ignored' | 'onlyFreezing'> = {
    ignored: new Map(),
    onlyFreezing: new Map(),
  },
): WriterAudit {
  const writers = new Map<string, { events: number; from: string; to: string; by: string[] }>()
  const continued: NamedMaintenance<'log.continued'>[] = []
  const recovered: NamedMaintenance<'log.recovered'>[] = []
  const comparison = new HeadComparison()
  for (const event of events) {
    const { recordedAt, by } = event
    const summary = writers.get(event.writer) ?? { events: 0, from: recordedAt, to: recordedAt, by: [] }
    writers.set(event.writer, summary)
    summary.events += 1
    summary.to = recordedAt
    if (!summary.by.includes(by)) summary.by.push(by)
    if (isKnown(event) && event.type === 'log.continued' && !ignored.has(nameOf(event))) {
      const { writer, found, kept, reason, frozen = null } = event.data
      continued.push({ ...event.data, event: nameOf(event) })
      const settles = !onlyFreezing.has(nameOf(event))
      if (reason !== SET_ASIDE)
        comparison.abandon(writer, { event: nameOf(event), found, kept, reason, frozen, settles })
    }
    if (isKnown(event) && event.type === 'log.recovered') recovered.push({ ...event.data, event: nameOf(event) })
    comparison.add(event)
  }
  return { writers, compared: comparison.compared, contradicted: comparison.contradicted(), continued, recovered }
}

/** Compares the heads that writers had seen of each other with the log. */
class HeadComparison {
  compared = 0
  private readonly hashes = new HashesOfWriters()
  /** By named and naming writer, the last head as `SEQ:HASH`: most events repeat it, and it is compared only once. */
  private readonly lastNamed = new Map<string, Map<string, string>>()
  /** By writer, its heads that were not in the log when they were named. */
  private readonly mismatches = new Map<string, MissingHead[]>()
  private readonly abandoned = new Map<string, AbandonedFile[]>()

  add(event: Envelope): void {
    this.hashes.add(event)
    for (const head of event.after ?? []) if (head.writer !== event.writer) this.compare(head, event)
  }

  private compare(head: Head, event: Envelope): void {
    const lastNamed = this.lastNamed.get(head.writer) ?? new Map<string, string>()
    this.lastNamed.set(head.writer, lastNamed)
    if (lastNamed.get(event.writer) === `${head.seq}:${head.hash}`) return
    lastNamed.set(event.writer, `${head.seq}:${head.hash}`)
    this.compared += 1
    const abandoned = this.abandoned.get(head.writer) ?? []
    if (this.hashes.has(head) || abandoned.some((file) => isAbandoned(head, file))) return
    this.mismatches.set(head.writer, [...(this.mismatches.get(head.writer) ?? []), { head, by: nameOf(event) }])
  }

  /** Abandons a writer's file: what is missing of it no longer counts, neither before nor from now on. */
  abandon(writer: string, file: AbandonedFile): void {
    this.abandoned.set(writer, [...(this.abandoned.get(writer) ?? []), file])
    this.lastNamed.delete(writer)
    const mismatches = this.mismatches.get(writer) ?? []
    const remaining = mismatches.filter(({ head }) => !isAbandoned(head, file))
    this.mismatches.set(writer, remaining)
  }

  /** For each writer, the first head for which the log has another hash, and the last one for which it has none. */
  contradicted(): HeadDiscrepancy[] {
    return [...this.mismatches].flatMap(([writer, mismatches]) => {
      const count = this.hashes.countOf(writer)
      // An event of a writer whose clock is far ahead comes after the one that names it.
      const stillLacking = mismatches
        .filter(({ head }) => !this.hashes.has(head))
        .sort((a, b) => a.head.seq - b.head.seq)
      const missing = stillLacking.findLast(({ head }) => head.seq > count)
      const different = stillLacking.find(({ head }) => head.seq <= count)
      const how: Shortcoming = count === 0 ? 'missing' : 'behind'
      return [
        ...(different === undefined ? [] : [{ ...different, how: 'differs' as const }]),
        ...(missing === undefined ? [] : [{ ...missing, how }]),
      ]
    })
  }
}
