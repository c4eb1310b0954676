import { type Envelope, type Head, nameOf } from '../log/event.ts'
import { partitionPoint } from '../partition.ts'
import { type Slot, Texts } from './texts.ts'

export type Seen = Pick<Head, 'writer' | 'seq'>

/** One value written to a register by one event. */
export interface Write<T> {
  readonly event: string
  readonly writer: string
  readonly seq: number
  /** How far its writer had seen others. */
  readonly after: readonly Seen[]
  /** Position of the event in the fold. */
  readonly order: number
  /** Position among what the event wrote. */
  readonly place: number
  readonly at: string
  readonly recordedAt: string
  readonly by: string
  readonly value: T
  readonly undone: boolean
  readonly corrected: boolean
}

/** All that was ever written to one thing, in order: nothing is overwritten, what was undone is marked. */
export type Register<T> = readonly Write<T>[]

/** Its name is left out: V8 keeps every number that became a text for a while, and there may be very many. */
export type Unnamed = Omit<Write<unknown>, 'event'>

export function write(event: Envelope, order: number, place: number, value: unknown): Unnamed {
  const { writer, seq, after = NONE, at, recordedAt, by } = event
  return { writer, seq, after, order, place, at, recordedAt, by, value, undone: false, corrected: false }
}

const NONE: readonly Seen[] = []

/** A write, the key of its register, and where the write before it in the same register is. */
export interface Entry<W = Write<unknown>> {
  readonly key: string
  readonly before: Slot | null
  readonly write: W
}

/** No names of properties, the event's name in parts, what its writer had seen in a row, a time only once. */
type Packed = readonly [
  key: string,
  before: Slot | null,
  writer: string,
  seq: number,
  after: readonly (string | number)[],
  order: number,
  place: number,
  at: string,
  recordedAt: string | 0,
  by: string,
  value: unknown,
  marks: number,
]

const UNDONE = 1
const CORRECTED = 2

/** An entry as a line of JSON. */
export function pack({ key, before, write }: Entry<Unnamed>): string {
  const { writer, seq, order, place, at, by, value } = write
  const after = write.after.flatMap((head) => [head.writer, head.seq])
  const recordedAt = write.recordedAt === at ? 0 : write.recordedAt
  const marks = (write.undone ? UNDONE : 0) + (write.corrected ? CORRECTED : 0)
  const packed: Packed = [key, before, writer, seq, after, order, place, at, recordedAt, by, value, marks]
  return JSON.stringify(packed)
}

/** What `pack` was given. It believes what it is given. */
export function unpack(line: string): Entry {
  // By number: to take an array apart by names goes through an iterator, and writes are many.
  const packed = JSON.parse(line) as Packed
  const writer = packed[2]
  const seq = packed[3]
  const seen = packed[4]
  const at = packed[7]
  const marks = packed[11]
  const after: Seen[] = []
  for (let i = 0; i < seen.length; i += 2) after.push({ writer: seen[i] as string, seq: seen[i + 1] as number })
  const write = {
    event: nameOf({ writer, seq }),
    writer,
    seq,
    after,
    order: packed[5],
    place: packed[6],
    at,
    recordedAt: packed[8] === 0 ? at : packed[8],
    by: packed[9],
    value: packed[10],
    undone: (marks & UNDONE) > 0,
    corrected: (marks & CORRECTED) > 0,
  }
  return { key: packed[0], before: packed[1], write }
}

/**
 * Standing writes that no other standing write knew of, of all that was written to a register, from the last to the first:
 * a writer knows its own earlier writes, and what a head that it had seen includes. More than one with different values is a
 * conflict. They are given in the order of the fold. Where it is known which `writers` wrote, no more is looked at once the last
 * of each is met and all but one of these are known of: whatever comes before makes no more of them unknown.
 */
export function frontier<T>(back: Iterable<Write<T>>, writers: readonly string[] | null = null): Write<T>[] {
  const last = new Map<string, Write<T>>()
  const known = new Map<string, number>()
  for (const write of back) {
    if (write.undone) continue
    const own = last.get(write.writer)
    if (own === undefined || own.seq < write.seq) last.set(write.writer, write)
    for (const { writer, seq } of write.after)
      if (writer !== write.writer) known.set(writer, Math.max(seq, known.get(writer) ?? 0))
    if (last.size === writers?.length && unknownOf(last, known).length === 1) break
  }
  return unknownOf(last, known).sort((a, b) => a.order - b.order || a.place - b.place)
}

function unknownOf<T>(last: ReadonlyMap<string, Write<T>>, known: ReadonlyMap<string, number>): Write<T>[] {
  return [...last.values()].filter(({ writer, seq }) => seq > (known.get(writer) ?? 0))
}

interface Ordered {
  /** Position in the fold. */
  readonly order: number
}

/** Of things in the order of the fold those after one position and before another, without looking at the others. */
export function between<T extends Ordered>(things: readonly T[], after: number, before: number): T[] {
  return things.slice(countBefore(things, after + 1), countBefore(things, before))
}

/** How many come before a position. */
function countBefore(things: readonly Ordered[], position: number): number {
  return partitionPoint(things.length, (i) => (things[i] as Ordered).order < position)
}

/** Where the writes of registers are among the texts that they were packed to. */
export interface Index {
  /** By key, the last write, which leads to those before. */
  readonly last: ReadonlyMap<string, Slot>
  /** By key, who has written to it; null where too many have to be told. */
  readonly writers: ReadonlyMap<string, readonly string[] | null>
  /** Where a write stands that was undone or corrected, by where it stood at first. */
  readonly amended: ReadonlyMap<Slot, Slot>
}

/** So many writes stay unpacked: those of most logs, which are looked at again and again. */
const MOST_READ = 1024

/**
 * The registers of an incident by their keys. Of a long log there are many writes, and most are never looked at again: each
 * is packed to a text, and unpacked when it is asked for.
 */
export class Registers {
  static readonly NONE = new Registers({ last: new Map(), writers: new Map(), amended: new Map() }, new Texts())

  readonly index: Index
  readonly texts: Texts
  private readonly read = new Map<Slot, Entry>()

  constructor(index: Index, texts: Texts) {
    this.index = index
    this.texts = texts
  }

  has(key: string): boolean {
    return this.index.last.has(key)
  }

  keys(): IterableIterator<string> {
    return this.index.last.keys()
  }

  /** Who has written to a register; null where that are many. */
  writersOf(key: string): readonly string[] | null {
    return this.index.writers.get(key) ?? null
  }

  get(key: string): Register<unknown> {
    return [...this.back(key)].reverse()
  }

  /** What was written to a register, from the last to the first. */
  *back(key: string): Generator<Write<unknown>> {
    for (let slot = this.index.last.get(key) ?? null; slot !== null; ) {
      const { write, before } = this.at(slot)
      yield write
      slot = before
    }
  }

  /** What was written to some of the registers, in the order of the fold, with where it is. */
  *inOrder(isOne: (key: string) => boolean): Generator<Entry & { readonly slot: Slot }> {
    const slots: Slot[] = []
    for (const [key, last] of this.index.last)
      if (isOne(key)) for (let slot: Slot | null = last; slot !== null; slot = this.at(slot).before) slots.push(slot)
    for (const slot of slots.sort((a, b) => a - b)) yield { ...this.at(slot), slot }
  }

  /** What was written there, as it stands. */
  at(slot: Slot): Entry {
    const now = this.index.amended.get(slot) ?? slot
    const known = this.read.get(now)
    if (known !== undefined) return known
    const entry = unpack(this.texts.at(now))
    if (this.read.size < MOST_READ) this.read.set(now, entry)
    return entry
  }
}
