import type { Envelope, Head } from '../log/event.ts'

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

export function write<T>(event: Envelope, order: number, place: number, value: T): Write<T> {
  const { writer, seq, recordedAt, by } = event
  // Joined, not put together: a text that is put together keeps its parts.
  const name = [writer, seq].join(':')
  const after = event.after?.map((head) => ({ writer: head.writer, seq: head.seq })) ?? NONE
  // Where both times are the same, one text is kept of them.
  const at = event.at === recordedAt ? recordedAt : event.at
  return { event: name, writer, seq, after, order, place, at, recordedAt, by, value, undone: false, corrected: false }
}

const NONE: readonly Seen[] = []

/** The write that stands: the last one not undone. */
export function standing<T>(register: Register<T>): Write<T> | undefined {
  return register.findLast((w) => !w.undone)
}

/**
 * Standing writes that no other standing write knew of, as a writer knows its own earlier ones and what a head that it had
 * seen includes; more than one with different values is a conflict.
 */
export function frontier<T>(register: Register<T>): Write<T>[] {
  const live = register.filter((w) => !w.undone)
  const last = live.at(-1)
  if (last === undefined || live.every((w) => w === last || (knows(last, w) && !knows(w, last)))) return live.slice(-1)
  const known = new Map<string, number>()
  const seen = (writer: string, seq: number) => known.set(writer, Math.max(seq, known.get(writer) ?? 0))
  for (const { writer, seq, after } of live) {
    seen(writer, seq - 1)
    for (const head of after) if (head.writer !== writer) seen(head.writer, head.seq)
  }
  return live.filter((w) => w.seq > (known.get(w.writer) as number))
}

function knows({ writer, seq, after }: Write<unknown>, other: Write<unknown>): boolean {
  if (other.writer === writer) return other.seq < seq
  for (const head of after) if (head.writer === other.writer && head.seq >= other.seq) return true
  return false
}
