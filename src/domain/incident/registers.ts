import { lowerBound } from '../binary-search.ts'
import { withSaid } from './corrected-words.ts'
import { type Horizon, isKnown, withinBoth } from './horizon.ts'
import { type StoredAmendment, type StoredWrite, unpackAmendment, unpackWrite } from './packed-writes.ts'
import type { Lifetime, Register, Write } from './register.ts'
import { type Slot, TextStore } from './text-store.ts'

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

/** The registers of an incident. Most writes are never read again: each is packed to a text, and unpacked on demand. */
export class Registers {
  static readonly NONE = new Registers({ last: new Map(), writers: new Map(), amended: new Map() }, new TextStore())

  readonly index: RegisterIndex
  readonly texts: TextStore
  /** Null: everything is visible. */
  private readonly horizon: Horizon | null
  private readonly readings: Readings
  /** The writers whose words take the place of none of others. */
  readonly unheeded: ReadonlySet<string>
  /** From undone writes to earlier ones of the same register, without those between that are undone too. */
  private readonly skipped = new Map<Slot, Slot | null>()

  constructor(
    index: RegisterIndex,
    texts: TextStore,
    horizon: Horizon | null = null,
    readings: Readings = new Readings(),
    unheeded: ReadonlySet<string> = new Set(),
  ) {
    this.index = index
    this.texts = texts
    this.horizon = horizon
    this.readings = readings
    this.unheeded = unheeded
  }

  /** The registers where nothing that these writers say takes the place of words of others. */
  withoutWordsOf(unheeded: ReadonlySet<string>): Registers {
    return new Registers(this.index, this.texts, this.horizon, this.readings, unheeded)
  }

  /** The registers as they were when an event was recorded, as far as its writer had seen them; of some as they were, both. */
  asOf(horizon: Horizon): Registers {
    const both = this.horizon === null ? horizon : withinBoth(this.horizon, horizon)
    return new Registers(this.index, this.texts, both, this.readings, this.unheeded)
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
    return unpackAmendment(this.texts.at(slot))
  }

  private amended(write: Write<unknown>, last: Slot): Write<unknown> {
    const { amendment, parts, undone, corrected, at, valueIn, saidIn } = this.amendmentAt(last)
    const partsIn = (slot: Slot) => (slot === 0 ? parts : this.amendmentAt(slot).parts)
    const value = valueIn === null ? write.value : partsIn(valueIn).value
    const said = this.lastSaid(write.writer, saidIn === 0 ? last : saidIn)
    return {
      ...write,
      undone,
      corrected,
      at: at ?? write.at,
      value: said === null ? value : withSaid(value, said),
      amendment,
    }
  }

  /** The last words that count for the value of a writer, up to those in an amendment; null if none do. */
  private lastSaid(owner: string, last: Slot | null): string | null {
    for (let slot = last; slot !== null; ) {
      const { amendment, parts, before } = this.amendmentAt(slot)
      if (this.isHeeded(amendment, owner)) return parts.said as string
      const saidIn = before === null ? null : this.amendmentAt(before).saidIn
      slot = saidIn === 0 ? before : saidIn
    }
    return null
  }

  private isHeeded({ writer }: { readonly writer: string }, owner: string): boolean {
    return writer === owner || !this.unheeded.has(writer)
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
      const value =
        said === undefined || !this.isHeeded(amendment, write.writer) ? {} : { value: withSaid(amended.value, said) }
      amended = { ...amended, ...changed, ...value, amendment }
    }
    return amended
  }

  private unpacked(slot: Slot): StoredWrite {
    const { writes } = this.readings
    const cached = writes.get(slot)
    if (cached !== undefined) return cached
    if (writes.size === CACHE_SIZE) writes.clear()
    const entry = unpackWrite(this.texts.at(slot))
    writes.set(slot, entry)
    return entry
  }
}

function countBefore(orders: readonly number[], position: number): number {
  return lowerBound(orders.length, (i) => (orders[i] as number) < position)
}
