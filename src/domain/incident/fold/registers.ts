import { type Envelope, nameOf } from '../../log/event.ts'
import { type Register, type Write, write } from '../register.ts'

interface Place {
  readonly key: string
  readonly index: number
}

/** The registers of an incident being folded: those that are written to become its own, the others are shared. */
export class Registers {
  private readonly registers: Map<string, Register<unknown>>
  private readonly own = new Map<string, Write<unknown>[]>()
  /** By event, what it has written; null until the first that takes back or corrects asks for it. */
  private places: Map<string, Place[]> | null = null
  private order = 0
  private place = 0

  constructor(registers: Map<string, Register<unknown>>) {
    this.registers = registers
  }

  /** Writes a value for the event at a position in the fold. */
  put(key: string, event: Envelope, order: number, value: unknown): void {
    if (order !== this.order) [this.order, this.place] = [order, 0]
    const writes = this.ownOf(key)
    writes.push(write(event, order, this.place, value))
    this.place += 1
    if (this.places !== null) note(this.places, nameOf(event), { key, index: writes.length - 1 })
  }

  /** What an event has written. */
  by(event: string): { readonly key: string; readonly write: Write<unknown> }[] {
    return this.placesOf(event).map(({ key, index }) => ({
      key,
      write: this.registers.get(key)?.[index] as Write<unknown>,
    }))
  }

  /** Changes what an event has written. */
  amend(event: string, change: (write: Write<unknown>, key: string) => Write<unknown>): void {
    for (const { key, index } of this.placesOf(event)) {
      const writes = this.ownOf(key)
      writes[index] = change(writes[index] as Write<unknown>, key)
    }
  }

  private ownOf(key: string): Write<unknown>[] {
    const known = this.own.get(key)
    if (known !== undefined) return known
    const copy = [...(this.registers.get(key) ?? [])]
    this.own.set(key, copy)
    this.registers.set(key, copy)
    return copy
  }

  private placesOf(event: string): readonly Place[] {
    this.places ??= placesIn(this.registers)
    return this.places.get(event) ?? []
  }
}

function placesIn(registers: ReadonlyMap<string, Register<unknown>>): Map<string, Place[]> {
  const places = new Map<string, Place[]>()
  for (const [key, writes] of registers)
    for (const [index, { event }] of writes.entries()) note(places, event, { key, index })
  return places
}

function note(places: Map<string, Place[]>, event: string, place: Place): void {
  const known = places.get(event)
  if (known === undefined) places.set(event, [place])
  else known.push(place)
}
