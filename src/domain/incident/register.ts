import { type Envelope, type Head, nameOf } from '../log/event.ts'

/** One value written to a register by one event. */
export interface Write<T> {
  readonly event: string
  readonly writer: string
  readonly seq: number
  readonly after: readonly Head[]
  /** Position of the event in the fold. */
  readonly order: number
  readonly at: string
  readonly recordedAt: string
  readonly by: string
  readonly value: T
  readonly undone: boolean
  readonly corrected: boolean
}

/** All that was ever written to one thing, in order: nothing is overwritten, what was undone is marked. */
export type Register<T> = readonly Write<T>[]

export function write<T>(event: Envelope, order: number, value: T): Write<T> {
  const { writer, seq, after = NONE, at, recordedAt, by } = event
  return { event: nameOf(event), writer, seq, after, order, at, recordedAt, by, value, undone: false, corrected: false }
}

const NONE: readonly Head[] = []

/** The write that stands: the last one not undone. */
export function standing<T>(register: Register<T>): Write<T> | undefined {
  return register.findLast((w) => !w.undone)
}

/** Whether `later` was written knowing `earlier`. */
export function knew(later: Write<unknown>, earlier: Write<unknown>): boolean {
  if (later.writer === earlier.writer) return later.seq > earlier.seq
  return later.after.some((head) => head.writer === earlier.writer && head.seq >= earlier.seq)
}

/** Standing writes that no other standing write knew of; more than one with different values is a conflict. */
export function frontier<T>(register: Register<T>): Write<T>[] {
  const live = register.filter((w) => !w.undone)
  return live.filter((w) => !live.some((other) => other !== w && knew(other, w)))
}
