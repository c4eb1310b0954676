import { compareClocks } from './chain.ts'
import type { Envelope } from './event.ts'

/** The one order of events of several writers: clock, then writer, then sequence number. */
export function compareEvents(a: Envelope, b: Envelope): number {
  return compareClocks(a.hlc, b.hlc) || (a.writer < b.writer ? -1 : a.writer > b.writer ? 1 : a.seq - b.seq)
}

/** Merges the events of several writers, each in order, without keeping them. */
export function* merge<E extends Envelope>(writers: readonly Iterator<E>[]): Generator<E> {
  const heads = writers.map((writer) => ({ writer, next: writer.next() })).filter((head) => !head.next.done)
  while (heads.length > 0) {
    const first = heads.reduce((a, b) => (compareEvents(b.next.value, a.next.value) < 0 ? b : a))
    yield first.next.value
    first.next = first.writer.next()
    if (first.next.done) heads.splice(heads.indexOf(first), 1)
  }
}
