import { lowerBound } from '../binary-search.ts'
import { type Envelope, type Head, nameOf } from '../log/event.ts'
import { withSaid } from './corrected-words.ts'

/** The last event of another writer that a writer had seen. */
export type SeenEvent = Pick<Head, 'writer' | 'seq'>

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

/** A write, the key of its register, and the slot of the write before it in that register. */
export interface StoredWrite<W = Write<unknown>> {
  readonly key: string
  readonly before: Slot | null
  readonly write: W
}

/** A stored write without property names, with `after` flattened and `recordedAt` 0 if it equals `at`. */
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
]

/** A stored amendment without property names. */
type PackedAmendment = readonly [
  writer: string,
  seq: number,
  order: number,
  recordedAt: string,
  parts: AmendedParts,
  before: Slot | null,
  marks: number,
  at: string | null,
  valueIn: Slot | null,
  saidIn: Slot | null,
]

/**
 * What an event has changed of a write, and what all up to it have: so a write is read in one step, however often it was
 * amended, and nothing but what changed is stored again.
 */
export interface StoredAmendment {
  readonly amendment: Amendment
  readonly parts: AmendedParts
  /** The amendment of the same write before it. */
  readonly before: Slot | null
  readonly undone: boolean
  readonly corrected: boolean
  readonly at: string | null
  /** The amendments that last changed the value, and the words in it; 0 for this one. */
  readonly valueIn: Slot | null
  readonly saidIn: Slot | null
}

/** Bits of `marks`. */
const UNDONE = 1
const CORRECTED = 2

/** Serialises a write to a line of JSON. */
export function packWrite({ key, before, write }: StoredWrite<UnnamedWrite>): string {
  const { writer, seq, order, place, at, by, value } = write
  const after = write.after.flatMap((head) => [head.writer, head.seq])
  const recordedAt = write.recordedAt === at ? 0 : write.recordedAt
  const packed: Packed = [key, before, writer, seq, after, order, place, at, recordedAt, by, value]
  return JSON.stringify(packed)
}

/** Reverses `packWrite`. The line is not validated. */
function unpack(line: string): StoredWrite {
  // By index: destructuring an array uses an iterator, which is too slow for this many writes.
  const packed = JSON.parse(line) as Packed
  const writer = packed[2]
  const seq = packed[3]
  const seen = packed[4]
  const at = packed[7]
  const after: SeenEvent[] = []
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
    undone: false,
    corrected: false,
    amendment: null,
  }
  return { key: packed[0], before: packed[1], write }
}

/** Adds what an event changes of a write to what earlier ones have changed; `last` is the amendment before, in a slot. */
export function amendmentAfter(
  last: (StoredAmendment & { readonly slot: Slot }) | null,
  by: EventPosition,
  parts: AmendedParts,
): StoredAmendment {
  const earlier = (slot: Slot | null) => (slot === 0 ? (last as { slot: Slot }).slot : slot)
  return {
    amendment: { ...by, sets: setsOf(parts) },
    parts,
    before: last?.slot ?? null,
    undone: parts.undone ?? last?.undone ?? false,
    corrected: parts.corrected ?? last?.corrected ?? false,
    at: parts.at ?? last?.at ?? null,
    valueIn: 'value' in parts ? 0 : earlier(last?.valueIn ?? null),
    // Another value has no words of the one before.
    saidIn: 'said' in parts ? 0 : 'value' in parts ? null : earlier(last?.saidIn ?? null),
  }
}

function setsOf(parts: AmendedParts): Amendment['sets'] {
  return Object.keys(parts) as Amendment['sets'][number][]
}

/** Serialises an amendment to a line of JSON. */
export function packStored({ amendment, parts, before, ...all }: StoredAmendment): string {
  const { writer, seq, order, recordedAt } = amendment
  const marks = (all.undone ? UNDONE : 0) + (all.corrected ? CORRECTED : 0)
  const packed: PackedAmendment = [
    writer,
    seq,
    order,
    recordedAt,
    parts,
    before,
    marks,
    all.at,
    all.valueIn,
    all.saidIn,
  ]
  return JSON.stringify(packed)
}

/** Reverses `packStored`. */
function unpackStored(line: string): StoredAmendment {
  const [writer, seq, order, recordedAt, parts, before, marks, at, valueIn, saidIn] = JSON.parse(
    line,
  ) as PackedAmendment
  const amendment = { writer, seq, order, recordedAt, sets: setsOf(parts) }
  const [undone, corrected] = [(marks & UNDONE) > 0, (marks & CORRECTED) > 0]
  return { amendment, parts, before, undone, corrected, at, valueIn, saidIn }
}

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

function countBefore(orders: readonly number[], position: number): number {
  return lowerBound(orders.length, (i) => (orders[i] as number) < position)
}

/** Where the packed writes of all registers are. */
export interface RegisterIndex {
  /** By key, the last write, from which `before` leads to the earlier ones. */
  readonly last: ReadonlyMap<string, Slot>
  /** By key, who has written to it; null if there are too many to keep. */
  readonly writers: ReadonlyMap<string, readonly string[] | null>
  /** By the slot of a write, that of its last amendment, if it was undone or corrected. */
  readonly amended: ReadonlyMap<Slot, Slot>
}

/** How many unpacked writes are cached. Most logs have fewer, which are read again and again. */
const CACHE_SIZE = 8192

/** What was read of the writes of all registers, for as many horizons as there are. */
class Readings {
  readonly writes = new Map<Slot, StoredWrite>()
  /** By prefix, the keys of the registers that begin with it, and of how many registers. */
  readonly keys = new Map<string, { readonly of: number; readonly keys: readonly string[] }>()
  /** By key, the positions in the fold of its writes, and their slots, in fold order. */
  readonly orders = new Map<string, { readonly orders: number[]; readonly slots: Slot[] }>()
}

/** The position of a text: the index of its page times MAX_PAGE_BYTES, plus its offset in the page. */
export type Slot = number

/** Stores short texts without tabs, append-only, outside V8's heap, where the garbage collector would copy each twice. */
export class TextStore {
  /** All but the last are trimmed to the bytes in use. */
  private readonly pages: Buffer[] = []
  private used = 0

  /** Restores the result of `packed`. Every text keeps its slot. */
  static from(packed: Iterable<Buffer>): TextStore {
    const texts = new TextStore()
    for (const page of packed) texts.used = page.copy(texts.open(page.length))
    return texts
  }

  add(text: string): Slot {
    // A UTF-16 code unit takes at most three bytes in UTF-8: the exact length matters only if that is too much.
    if (!this.hasRoom(3 * text.length + 1)) {
      const bytes = Buffer.byteLength(text) + 1
      if (!this.hasRoom(bytes)) this.open(bytes)
    }
    const page = this.pages.length - 1
    const bytes = this.pages[page] as Buffer
    const from = this.used
    const end = from + bytes.write(text, from)
    bytes[end] = TERMINATOR
    this.used = end + 1
    return page * MAX_PAGE_BYTES + from
  }

  at(slot: Slot): string {
    const bytes = this.pages[Math.floor(slot / MAX_PAGE_BYTES)] as Buffer
    const from = slot % MAX_PAGE_BYTES
    return bytes.toString('utf8', from, bytes.indexOf(TERMINATOR, from))
  }

  /** Returns all texts as a few long UTF-8 buffers, which contain no LF if no text does. */
  packed(): Buffer[] {
    return this.pages.map((page, i) => (i < this.pages.length - 1 ? page : page.subarray(0, this.used)))
  }

  private hasRoom(bytes: number): boolean {
    const page = this.pages.at(-1)
    return page !== undefined && this.used + bytes <= page.length
  }

  /** Starts a page with room for at least this many bytes. */
  private open(bytes: number): Buffer {
    const last = this.pages.length - 1
    if (last >= 0) this.pages[last] = (this.pages[last] as Buffer).subarray(0, this.used)
    const usual = Math.min(FIRST_PAGE_BYTES * 2 ** this.pages.length, MAX_PAGE_BYTES)
    const page = Buffer.allocUnsafeSlow(Math.max(bytes, usual))
    this.pages.push(page)
    this.used = 0
    return page
  }
}

/** Sizes of pages, which double from the first to the largest: most logs are short. A longer text gets a page of its own. */
const FIRST_PAGE_BYTES = 8 * 1024
const MAX_PAGE_BYTES = 64 * 1024
/** A tab ends each text. */
const TERMINATOR = 0x09

/** The registers of an incident. Most writes are never read again: each is packed to a text, and unpacked on demand. */
export class Registers {
  static readonly NONE = new Registers({ last: new Map(), writers: new Map(), amended: new Map() }, new TextStore())

  readonly index: RegisterIndex
  readonly texts: TextStore
  /** Null: everything is visible. */
  private readonly horizon: Horizon | null
  private readonly readings: Readings
  /** From undone writes to earlier ones of the same register, without those between that are undone too. */
  private readonly skipped = new Map<Slot, Slot | null>()

  constructor(
    index: RegisterIndex,
    texts: TextStore,
    horizon: Horizon | null = null,
    readings: Readings = new Readings(),
  ) {
    this.index = index
    this.texts = texts
    this.horizon = horizon
    this.readings = readings
  }

  /** The registers as they were when an event was recorded, as far as its writer had seen them. */
  asOf(horizon: Horizon): Registers {
    return new Registers(this.index, this.texts, horizon, this.readings)
  }

  has(key: string): boolean {
    if (this.horizon === null) return this.index.last.has(key)
    return this.backwards(key).next().done !== true
  }

  /** The keys of the registers, or of those that begin with `prefix`. */
  keys(prefix = ''): string[] {
    return this.allKeys(prefix).filter((key) => this.has(key))
  }

  /** For each prefix, all keys are looked through only once, until there are more. */
  private allKeys(prefix: string): readonly string[] {
    const { index, readings } = this
    const known = readings.keys.get(prefix)
    if (known?.of === index.last.size) return known.keys
    const keys = [...index.last.keys()].filter((key) => key.startsWith(prefix))
    readings.keys.set(prefix, { of: index.last.size, keys })
    return keys
  }

  /** Who has written to a register; null if nobody has, or too many to keep. */
  writersOf(key: string): readonly string[] | null {
    return this.index.writers.get(key) ?? null
  }

  get(key: string): Register<unknown> {
    return [...this.backwards(key)].reverse()
  }

  *backwards(key: string): Generator<Write<unknown>> {
    for (let slot = this.lastWithin(key); slot !== null; ) {
      const { write, before } = this.writeAt(slot)
      if (isKnown(write, this.horizon)) yield write
      slot = before
    }
  }

  /** The writes of a register in fold order, each with the position in the fold at which it was undone, infinite if it was not. */
  lifetimes(key: string): Lifetime<Write<unknown>>[] {
    const found: Lifetime<Write<unknown>>[] = []
    for (let slot = this.index.last.get(key) ?? null; slot !== null; ) {
      const { write, before } = this.unpacked(slot)
      if (isKnown(write, this.horizon)) found.push({ write, until: this.undoneAt(slot) })
      slot = before
    }
    return found.reverse()
  }

  private undoneAt(write: Slot): number {
    let until = Number.POSITIVE_INFINITY
    for (let slot = this.amendedIn(write); slot !== null; ) {
      const { amendment, parts, before } = this.amendmentAt(slot)
      if (parts.undone === true && isKnown(amendment, this.horizon)) until = amendment.order
      slot = before
    }
    return until
  }

  /** The slot of the last write of a register before the end of the horizon, however many come after it. */
  private lastWithin(key: string): Slot | null {
    const last = this.index.last.get(key) ?? null
    const end = this.horizon?.order ?? Number.POSITIVE_INFINITY
    if (last === null || this.unpacked(last).write.order < end) return last
    const { orders, slots } = this.ordersOf(key, last)
    return slots[countBefore(orders, end) - 1] ?? null
  }

  /** The positions in the fold of all writes of a register up to `last`; reads only those that were written since. */
  private ordersOf(key: string, last: Slot) {
    const known = this.readings.orders.get(key) ?? { orders: [], slots: [] }
    this.readings.orders.set(key, known)
    const added: StoredWrite[] = []
    const slots: Slot[] = []
    const end = known.slots.at(-1)
    for (let slot: Slot | null = last; slot !== null && slot !== end; slot = (added.at(-1) as StoredWrite).before) {
      added.push(this.unpacked(slot))
      slots.push(slot)
    }
    known.orders.push(...added.reverse().map(({ write }) => write.order))
    known.slots.push(...slots.reverse())
    return known
  }

  /** Like `backwards`, without undone writes; however many those are, they are passed over one by one only once. */
  *standing(key: string): Generator<Write<unknown>> {
    if (this.horizon !== null) {
      for (const write of this.backwards(key)) if (!write.undone) yield write
      return
    }
    for (let slot = this.index.last.get(key) ?? null; slot !== null; ) {
      slot = this.standingFrom(slot)
      if (slot === null) return
      const { write, before } = this.writeAt(slot)
      yield write
      slot = before
    }
  }

  /** The slot of the first write from this one backwards that is not undone; null if there is none. */
  private standingFrom(start: Slot): Slot | null {
    const passed: Slot[] = []
    let slot: Slot | null = start
    while (slot !== null) {
      const next: Slot | null | undefined = this.skipped.get(slot)
      const entry: StoredWrite | null = next === undefined ? this.writeAt(slot) : null
      if (entry !== null && !entry.write.undone) break
      passed.push(slot)
      slot = entry === null ? (next as Slot | null) : entry.before
    }
    // What is undone stays so.
    for (const one of passed) this.skipped.set(one, slot)
    return slot
  }

  /** The writes of all registers, in fold order, with their slots. */
  *inOrder(): Generator<StoredWrite & { readonly slot: Slot }> {
    const slots: Slot[] = []
    for (const last of this.index.last.values())
      for (let slot: Slot | null = last; slot !== null; slot = this.writeAt(slot).before) slots.push(slot)
    for (const slot of slots.sort((a, b) => a - b)) {
      const entry = this.writeAt(slot)
      if (isKnown(entry.write, this.horizon)) yield { ...entry, slot }
    }
  }

  /** The write at a slot, undone or corrected if it was. */
  writeAt(slot: Slot): StoredWrite {
    const entry = this.unpacked(slot)
    const last = this.amendedIn(slot)
    if (last === null) return entry
    return {
      ...entry,
      write: this.horizon === null ? this.amended(entry.write, last) : this.asKnown(entry.write, last),
    }
  }

  /** The last amendment of the write at a slot; null if it was neither undone nor corrected. */
  amendedIn(slot: Slot): Slot | null {
    return this.index.amended.get(slot) ?? null
  }

  amendmentAt(slot: Slot): StoredAmendment {
    return unpackStored(this.texts.at(slot))
  }

  private amended(write: Write<unknown>, last: Slot): Write<unknown> {
    const { amendment, parts, undone, corrected, at, valueIn, saidIn } = this.amendmentAt(last)
    const partsIn = (slot: Slot) => (slot === 0 ? parts : this.amendmentAt(slot).parts)
    const value = valueIn === null ? write.value : partsIn(valueIn).value
    const said = saidIn === null ? value : withSaid(value, partsIn(saidIn).said as string)
    return { ...write, undone, corrected, at: at ?? write.at, value: said, amendment }
  }

  /** A write with what was known of its amendments, each by itself: one may follow another that was not known. */
  private asKnown(write: Write<unknown>, last: Slot): Write<unknown> {
    const known: StoredAmendment[] = []
    for (let slot: Slot | null = last; slot !== null; ) {
      const stored = this.amendmentAt(slot)
      if (isKnown(stored.amendment, this.horizon)) known.push(stored)
      slot = stored.before
    }
    let amended = write
    for (const { amendment, parts } of known.reverse()) {
      const { said, ...changed } = parts
      const value = said === undefined ? {} : { value: withSaid(amended.value, said) }
      amended = { ...amended, ...changed, ...value, amendment }
    }
    return amended
  }

  private unpacked(slot: Slot): StoredWrite {
    const { writes } = this.readings
    const cached = writes.get(slot)
    if (cached !== undefined) return cached
    if (writes.size === CACHE_SIZE) writes.clear()
    const entry = unpack(this.texts.at(slot))
    writes.set(slot, entry)
    return entry
  }
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
