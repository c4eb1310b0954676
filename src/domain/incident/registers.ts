import { type Entry, type Register, unpack, type Write } from './register.ts'
import { type Slot, Texts } from './texts.ts'

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
