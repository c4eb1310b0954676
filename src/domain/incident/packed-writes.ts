import { nameOf } from '../log/event.ts'
import type { EventPosition, SeenEvent } from './horizon.ts'
import type { AmendedParts, Amendment, UnnamedWrite, Write } from './register.ts'
import type { Slot } from './text-store.ts'

/** A write, the key of its register, and the slot of the write before it in that register. */
export interface StoredWrite<W = Write<unknown>> {
  readonly key: string
  readonly before: Slot | null
  readonly write: W
}

/** A stored write without property names, with `after` flattened and `recordedAt` 0 if it equals `at`. */
type PackedWrite = readonly [
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
  const packed: PackedWrite = [key, before, writer, seq, after, order, place, at, recordedAt, by, value]
  return JSON.stringify(packed)
}

/** Reverses `packWrite`. The line is not validated. */
export function unpackWrite(line: string): StoredWrite {
  // By index: destructuring an array uses an iterator, which is too slow for this many writes.
  const packed = JSON.parse(line) as PackedWrite
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
export function packAmendment({ amendment, parts, before, ...all }: StoredAmendment): string {
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

/** Reverses `packAmendment`. */
export function unpackAmendment(line: string): StoredAmendment {
  const [writer, seq, order, recordedAt, parts, before, marks, at, valueIn, saidIn] = JSON.parse(
    line,
  ) as PackedAmendment
  const amendment = { writer, seq, order, recordedAt, sets: setsOf(parts) }
  const [undone, corrected] = [(marks & UNDONE) > 0, (marks & CORRECTED) > 0]
  return { amendment, parts, before, undone, corrected, at, valueIn, saidIn }
}
