import type { Head } from '../log/event.ts'

/** The last event of another writer that a writer had seen. */
export type SeenEvent = Pick<Head, 'writer' | 'seq'>

/** An event by its place in the log and in the fold, and when it was recorded. */
export interface EventPosition extends SeenEvent {
  readonly order: number
  readonly recordedAt: string
}

/** What was known when an event was recorded: what comes before it in the fold, as far as its writer had seen it. */
export interface Horizon {
  readonly order: number
  /** The last event of each writer that was seen. */
  readonly seen: readonly SeenEvent[]
  /** ISO 8601: what was recorded later was not known yet either. Null if nothing was. */
  readonly until: string | null
}

/** An event, and the last one of each other writer that its writer had seen. */
interface SeeingEvent extends Omit<EventPosition, 'recordedAt'> {
  readonly after: readonly SeenEvent[]
}

/** What was known to whoever recorded an event. */
export function knownTo({ order, writer, seq, after }: SeeingEvent): Horizon {
  return { order, seen: [{ writer, seq: seq - 1 }, ...after], until: null }
}

/** What lies within both of two horizons. */
export function withinBoth(one: Horizon, other: Horizon): Horizon {
  const until = [one.until, other.until].filter((time) => time !== null).sort((a, b) => Date.parse(a) - Date.parse(b))
  const seen = one.seen.flatMap(({ writer, seq }) =>
    other.seen.filter((head) => head.writer === writer).map((head) => ({ writer, seq: Math.min(seq, head.seq) })),
  )
  return { order: Math.min(one.order, other.order), seen, until: until[0] ?? null }
}

/** Whether an event was known within a horizon; without one, everything is. */
export function isKnown({ writer, seq, order, recordedAt }: EventPosition, horizon: Horizon | null): boolean {
  if (horizon === null) return true
  const { seen, until } = horizon
  if (until !== null && Date.parse(recordedAt) > Date.parse(until)) return false
  return order < horizon.order && hasSeen(seen, { writer, seq })
}

/** Whether an event is among those that were seen. */
export function hasSeen(seen: readonly SeenEvent[], { writer, seq }: SeenEvent): boolean {
  return seen.some((last) => last.writer === writer && last.seq >= seq)
}
