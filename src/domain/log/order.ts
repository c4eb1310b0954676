import { compareClocks } from './chain.ts'
import type { Envelope } from './event.ts'

/** The one order of events of several writers: clock, then writer, then sequence number. */
export function compareEvents(a: Envelope, b: Envelope): number {
  return compareClocks(a.hlc, b.hlc) || (a.writer < b.writer ? -1 : a.writer > b.writer ? 1 : a.seq - b.seq)
}

/** Merges the events of several writers, each in order, without keeping them. */
export function merge<E extends Envelope>(writers: readonly IterableIterator<E>[]): IterableIterator<E> {
  const [only, ...others] = writers
  return only !== undefined && others.length === 0 ? only : merged(writers)
}

/** A writer, and the event of it whose turn has not come yet. */
interface Waiting<E> {
  readonly writer: Iterator<E>
  next: IteratorResult<E>
}

function* merged<E extends Envelope>(writers: readonly Iterator<E>[]): Generator<E> {
  const heads: Waiting<E>[] = []
  try {
    for (const writer of writers) {
      const next = writer.next()
      if (!next.done) heads.push({ writer, next })
    }
    for (let first = foremost(heads); first !== undefined; first = foremost(heads)) {
      yield first.next.value
      first.next = first.writer.next()
      if (first.next.done) heads.splice(heads.indexOf(first), 1)
    }
  } finally {
    for (const { writer } of heads) writer.return?.()
  }
}

function foremost<H extends { readonly next: { readonly value: Envelope } }>(heads: readonly H[]): H | undefined {
  let first = heads[0]
  for (const head of heads)
    if (first !== undefined && head !== first && compareEvents(head.next.value, first.next.value) < 0) first = head
  return first
}
