import { partitionPoint } from '../../partition.ts'
import type { Slot } from '../texts.ts'

/** Where what events have written is: two lists for each writer, as there may be very many. */
export class ByEvent {
  private readonly lists = new Map<string, { readonly seqs: number[]; readonly slots: Slot[] }>()

  add(writer: string, seq: number, slot: Slot): void {
    const lists = this.lists.get(writer) ?? { seqs: [], slots: [] }
    this.lists.set(writer, lists)
    // Nearly always behind all others.
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

/** The place of the first that is not less, in a list in order. */
function firstFrom(list: readonly number[], least: number): number {
  return partitionPoint(list.length, (i) => (list[i] as number) < least)
}
