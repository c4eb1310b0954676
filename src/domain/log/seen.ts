import { type Envelope, type Head, nameOf } from './event.ts'

/** A head that an event names as seen of another writer, and that the log does not have: a file is gone, cut or exchanged. */
export interface Unmet {
  readonly head: Head
  /** Name of the event that says so. */
  readonly by: string
}

/**
 * What an event says was seen of others and is not borne out by their last events before it in order. A writer that has
 * gone on since is not looked into: only reading anew could tell (`survey.ts`).
 */
export function unmetIn(event: Envelope, last: ReadonlyMap<string, Head>): Unmet[] {
  const by = nameOf(event)
  return (event.after ?? []).filter((head) => isUnmet(head, event, last)).map((head) => ({ head, by }))
}

function isUnmet({ writer, seq, hash }: Head, event: Envelope, last: ReadonlyMap<string, Head>): boolean {
  const known = last.get(writer)
  return (
    writer !== event.writer && (known === undefined || known.seq < seq || (known.seq === seq && known.hash !== hash))
  )
}
