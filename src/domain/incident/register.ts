import { lowerBound } from '../binary-search.ts'
import type { Envelope } from '../log/event.ts'
import type { EventPosition, SeenEvent } from './horizon.ts'

/** One value written to a register by one event. */
export interface Write<T> {
  readonly event: string
  readonly writer: string
  readonly seq: number
  /** The last event of each other writer that its writer had seen. */
  readonly after: readonly SeenEvent[]
  /** Position of the event in the fold. */
  readonly order: number
  /** Position among the writes of the event. */
  readonly place: number
  readonly at: string
  readonly recordedAt: string
  readonly by: string
  readonly value: T
  readonly undone: boolean
  readonly corrected: boolean
  /** The event that undid or corrected it last; null if none did. */
  readonly amendment: Amendment | null
}

/** What undoing or correcting changes of a write; `said` are other words for the note or reason in its value (`withSaid`). */
export type AmendedParts<T = unknown> = Partial<Pick<Write<T>, 'undone' | 'corrected' | 'at' | 'value'>> & {
  readonly said?: string
}

/** An event that undid or corrected a write, and what of it. */
export interface Amendment extends EventPosition {
  readonly sets: readonly (keyof AmendedParts)[]
}

/** A write as it was recorded, and the position in the fold up to which it counted. */
export interface Lifetime<W> {
  readonly write: W
  readonly until: number
}

/** Every write of one value, in order. Nothing is overwritten; undone writes are marked. */
export type Register<T> = readonly Write<T>[]

/** A write without the name of its event, which is made of `writer` and `seq` only when the write is read. */
export type UnnamedWrite = Omit<Write<unknown>, 'event'>

/** Returns a new write. Makes no name: V8 caches every number that is turned into a string, and there may be many. */
export function newWrite(event: Envelope, order: number, place: number, value: unknown): UnnamedWrite {
  const { writer, seq, after = NONE, at, recordedAt, by } = event
  return {
    writer,
    seq,
    after,
    order,
    place,
    at,
    recordedAt,
    by,
    value,
    undone: false,
    corrected: false,
    amendment: null,
  }
}

const NONE: readonly SeenEvent[] = []

/**
 * Returns, in fold order, the writes that no other supersedes; if their values differ, they are in conflict. A write
 * supersedes the earlier ones of its writer, and those of others that its writer had seen. Undone writes are ignored.
 * `back`, from last to first, is read only as far as needed if `writers` names everybody who has written to the register.
 */
export function latestWrites<W extends Superseding>(back: Iterable<W>, writers: readonly string[] | null = null): W[] {
  const last = new Map<string, W>()
  const seen = new Map<string, number>()
  for (const write of back) {
    if (write.undone) continue
    const own = last.get(write.writer)
    if (own === undefined || own.seq < write.seq) last.set(write.writer, write)
    for (const { writer, seq } of write.after)
      if (writer !== write.writer) seen.set(writer, Math.max(seq, seen.get(writer) ?? 0))
    if (last.size === writers?.length && notSuperseded(last, seen).length === 1) break
  }
  return notSuperseded(last, seen).sort((a, b) => a.order - b.order || a.place - b.place)
}

/** What of a write decides which other ones it supersedes. */
type Superseding = Pick<Write<unknown>, 'writer' | 'seq' | 'after' | 'order' | 'place' | 'undone'>

function notSuperseded<W extends Superseding>(last: ReadonlyMap<string, W>, seen: ReadonlyMap<string, number>): W[] {
  return [...last.values()].filter(({ writer, seq }) => seq > (seen.get(writer) ?? 0))
}

type Ordered = Pick<Write<unknown>, 'order'>

/** Returns the items after one position in the fold and before another, by binary search. `items` is in fold order. */
export function betweenPositions<T extends Ordered>(items: readonly T[], after: number, before: number): T[] {
  return items.slice(lengthBefore(items, after + 1), lengthBefore(items, before))
}

function lengthBefore(items: readonly Ordered[], position: number): number {
  return lowerBound(items.length, (i) => (items[i] as Ordered).order < position)
}
