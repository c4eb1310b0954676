import { lowerBound } from '../binary-search.ts'
import type { Envelope } from './event.ts'
import { compareClocks } from './hybrid-clock.ts'

/** The total order of events of several writers: by clock, then writer, then sequence number. */
export function compareEvents(a: Envelope, b: Envelope): number {
  return compareClocks(a.hlc, b.hlc) || (a.writer < b.writer ? -1 : a.writer > b.writer ? 1 : a.seq - b.seq)
}

/** Merges the events of several writers, each given in order, into one order, without holding them all in memory. */
export function mergeInOrder<E extends Envelope>(writers: readonly IterableIterator<E>[]): IterableIterator<E> {
  const [only, ...others] = writers
  return only !== undefined && others.length === 0 ? only : merged(writers)
}

/** The remaining events of a writer, and the next one before them. */
interface Waiting<E> {
  readonly rest: Iterator<E>
  event: E
}

function* merged<E extends Envelope>(writers: readonly Iterator<E>[]): Generator<E> {
  const waiting: Waiting<E>[] = []
  try {
    for (const writer of writers) {
      const next = writer.next()
      if (!next.done) waiting.push({ rest: writer, event: next.value })
    }
    waiting.sort((a, b) => compareEvents(a.event, b.event))
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      yield first.event
      const next = first.rest.next()
      if (next.done) waiting.shift()
      else {
        first.event = next.value
        moveFirst(waiting)
      }
    }
  } finally {
    for (const { rest } of waiting) rest.return?.()
  }
}

/** Moves the first writer, which has a new next event, to its place among the others, which are sorted. */
function moveFirst<E extends Envelope>(waiting: Waiting<E>[]): void {
  const [first, second] = waiting
  if (first === undefined || second === undefined || compareEvents(first.event, second.event) < 0) return
  waiting.shift()
  const at = lowerBound(waiting.length, (i) => compareEvents((waiting[i] as Waiting<E>).event, first.event) < 0)
  waiting.splice(at, 0, first)
}
