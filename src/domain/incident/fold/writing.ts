import type { Envelope } from '../../log/event.ts'
import { type Entry, pack, type Unnamed, type Write, write } from '../register.ts'
import { Registers } from '../registers.ts'
import { type Slot, Texts } from '../texts.ts'
import { ByEvent } from './by-event.ts'

/** Of so many writers a register keeps the names: most halts have fewer, and names of thousands would take much room. */
const MOST_WRITERS = 8

/** The registers of an incident being folded. Those that it had before stay as they are. */
export class Writing {
  /** As they are, while they are written. */
  readonly registers: Registers
  private readonly last: Map<string, Slot>
  private readonly writers: Map<string, readonly string[] | null>
  private readonly amended: Map<Slot, Slot>
  /** Where what an event has written is; null until the first that takes back or corrects asks for it. */
  private slots: ByEvent | null = null
  private order = 0
  private place = 0

  constructor({ index, texts }: Registers) {
    this.last = new Map(index.last)
    this.writers = new Map(index.writers)
    this.amended = new Map(index.amended)
    const { last, writers, amended } = this
    this.registers = new Registers({ last, writers, amended }, last.size === 0 ? new Texts() : texts)
  }

  /** Writes a value for the event at a position in the fold. */
  put(key: string, event: Envelope, order: number, value: unknown): void {
    if (order !== this.order) [this.order, this.place] = [order, 0]
    const before = this.last.get(key) ?? null
    const slot = this.keep({ key, before, write: write(event, order, this.place, value) })
    this.last.set(key, slot)
    this.sign(key, event.writer)
    this.place += 1
    this.slots?.add(event.writer, event.seq, slot)
  }

  private sign(key: string, writer: string): void {
    const known = this.writers.get(key)
    if (known === null || known?.includes(writer)) return
    this.writers.set(key, known?.length === MOST_WRITERS ? null : [...(known ?? []), writer])
  }

  /** What an event has written. */
  by(event: string): Entry[] {
    return this.slotsOf(event).map((slot) => this.registers.at(slot))
  }

  /** Changes what an event has written. */
  amend(event: string, change: (write: Write<unknown>, key: string) => Write<unknown>): void {
    for (const slot of this.slotsOf(event)) {
      const entry = this.registers.at(slot)
      this.amended.set(slot, this.keep({ ...entry, write: change(entry.write, entry.key) }))
    }
  }

  private keep(entry: Entry<Unnamed>): Slot {
    return this.registers.texts.add(pack(entry))
  }

  private slotsOf(event: string): readonly Slot[] {
    this.slots ??= slotsIn(this.registers)
    const colon = event.lastIndexOf(':')
    const slots = this.slots.of(event.slice(0, colon), Number(event.slice(colon + 1)))
    return slots.filter((slot) => this.registers.at(slot).write.event === event)
  }
}

function slotsIn(registers: Registers): ByEvent {
  const slots = new ByEvent()
  for (const { write, slot } of registers.inOrder(() => true)) slots.add(write.writer, write.seq, slot)
  return slots
}
