import { lowerBound } from '../binary-search.ts'
import { type Envelope, eventPlace, nameOf } from '../log/event.ts'
import type { EventPosition } from './horizon.ts'
import { amendmentAfter, packAmendment, packWrite, type StoredWrite } from './packed-writes.ts'
import { type AmendedParts, newWrite, type UnnamedWrite, type Write } from './register.ts'
import { Registers } from './registers.ts'
import { type Slot, TextStore } from './text-store.ts'

/** The slots of the writes of each event, in two parallel arrays per writer: a map of all events would take more memory. */
class ByEvent {
  private readonly lists = new Map<string, { readonly seqs: number[]; readonly slots: Slot[] }>()

  add(writer: string, seq: number, slot: Slot): void {
    const lists = this.lists.get(writer) ?? { seqs: [], slots: [] }
    this.lists.set(writer, lists)
    // A later event nearly always belongs at the end.
    const at = (lists.seqs.at(-1) ?? 0) <= seq ? lists.seqs.length : firstFrom(lists.seqs, seq + 1)
    lists.seqs.splice(at, 0, seq)
    lists.slots.splice(at, 0, slot)
  }

  of(writer: string, seq: number): readonly Slot[] {
    const { seqs, slots } = this.lists.get(writer) ?? NONE
    return slots.slice(firstFrom(seqs, seq), firstFrom(seqs, seq + 1))
  }
}

const NONE = { seqs: [], slots: [] }

/** The index of the first number in a sorted list that is at least `least`. */
function firstFrom(list: readonly number[], least: number): number {
  return lowerBound(list.length, (i) => (list[i] as number) < least)
}

/** A register keeps the names of up to this many writers. Most have fewer; thousands would take much memory. */
const MAX_KEPT_WRITERS = 8

/** Writes to the registers of an incident during the fold. The incident's previous registers are not changed. */
export class RegisterWriter {
  /** A live view of what was written so far. */
  readonly registers: Registers
  private readonly last: Map<string, Slot>
  private readonly writers: Map<string, readonly string[] | null>
  private readonly amended: Map<Slot, Slot>
  /** Built when the first event is undone or corrected; null until then. */
  private slotsByEvent: ByEvent | null = null
  /** The position in the fold of the event being written, and the place of its next write. */
  private order = 0
  private place = 0

  constructor({ index, texts, unheeded }: Registers) {
    this.last = new Map(index.last)
    this.writers = new Map(index.writers)
    this.amended = new Map(index.amended)
    const { last, writers, amended } = this
    // Texts can be shared, since they are only ever appended to. Only the shared empty ones must stay empty.
    const registers = new Registers({ last, writers, amended }, last.size === 0 ? new TextStore() : texts)
    this.registers = registers.withoutWordsOf(unheeded)
  }

  put(key: string, event: Envelope, order: number, value: unknown): void {
    if (order !== this.order) [this.order, this.place] = [order, 0]
    const before = this.last.get(key) ?? null
    const slot = this.store({ key, before, write: newWrite(event, order, this.place, value) })
    this.last.set(key, slot)
    this.addWriter(key, event.writer)
    this.place += 1
    this.slotsByEvent?.add(event.writer, event.seq, slot)
  }

  private addWriter(key: string, writer: string): void {
    const known = this.writers.get(key)
    if (known === null || known?.includes(writer)) return
    this.writers.set(key, known?.length === MAX_KEPT_WRITERS ? null : [...(known ?? []), writer])
  }

  by(event: string): StoredWrite[] {
    return this.slotsOf(event).map((slot) => this.registers.writeAt(slot))
  }

  /** Changes parts of each write of an event, because of a later event. */
  amend(event: string, by: EventPosition, partsOf: (write: Write<unknown>, key: string) => AmendedParts): void {
    const { registers } = this
    for (const slot of this.slotsOf(event)) {
      const { write, key } = registers.writeAt(slot)
      const last = registers.amendedIn(slot)
      const before = last === null ? null : { ...registers.amendmentAt(last), slot: last }
      this.amended.set(slot, registers.texts.add(packAmendment(amendmentAfter(before, by, partsOf(write, key)))))
    }
  }

  private store(entry: StoredWrite<UnnamedWrite>): Slot {
    return this.registers.texts.add(packWrite(entry))
  }

  private slotsOf(event: string): readonly Slot[] {
    this.slotsByEvent ??= slotsIn(this.registers)
    const { writer, seq } = eventPlace(event)
    // The number may have been spelled another way, such as `01`: that is not the event's name.
    return nameOf({ writer, seq }) === event ? this.slotsByEvent.of(writer, seq) : []
  }
}

function slotsIn(registers: Registers): ByEvent {
  const slots = new ByEvent()
  for (const { write, slot } of registers.inOrder()) slots.add(write.writer, write.seq, slot)
  return slots
}
