import { lowerBound } from '../binary-search.ts'
import { compareClocks } from './chain.ts'
import type { Envelope } from './event.ts'

/** The total order of events of several writers: by clock, then writer, then sequence number. */
export function compareEvents(a: Envelope, b: Envelope): number {
  return compareClocks(a.hlc, b.hlc) || (a.writer < b.writer ? -1 : a.writer > b.writer ? 1 : a.seq - b.seq)
}

/** Merges the events of several writers, each given in order, without holding them in memory. */
export function merge<E extends Envelope>(writers: readonly IterableIterator<E>[]): IterableIterator<E> {
  const [only, ...others] = writers
  return only !== undefined && others.length === 0 ? only : merged(writers)
}

/** A writer and its next event. */
interface Waiting<E> {
  readonly writer: Iterator<E>
  event: E
}

function* merged<E extends Envelope>(writers: readonly Iterator<E>[]): Generator<E> {
  const waiting: Waiting<E>[] = []
  try {
    for (const writer of writers) {
      const next = writer.next()
      if (!next.done) waiting.push({ writer, event: next.value })
    }
    waiting.sort((a, b) => compareEvents(a.event, b.event))
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      yield first.event
      const next = first.writer.next()
      if (next.done) waiting.shift()
      else {
        first.event = next.value
        moveFirst(waiting)
      }
    }
  } finally {
    for (const { writer } of waiting) writer.return?.()
  }
}

/** Moves the first to its place among the others, which are sorted. */
function moveFirst<E extends Envelope>(waiting: Waiting<E>[]): void {
  const [first, second] = waiting
  if (first === undefined || second === undefined || compareEvents(first.event, second.event) < 0) return
  waiting.shift()
  waiting.splice(indexFor(first.event, waiting), 0, first)
}

/** The index at which to insert an event. */
function indexFor(event: Envelope, waiting: readonly Waiting<Envelope>[]): number {
  return lowerBound(waiting.length, (i) => compareEvents((waiting[i] as Waiting<Envelope>).event, event) < 0)
}
