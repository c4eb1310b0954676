import type { Envelope, Frozen, Head } from './event.ts'

/** A head that an event names as seen of another writer, and that the log does not have: a file is gone, cut or exchanged. */
export interface Unmet {
  readonly head: Head
  /** Name of the event that says so. */
  readonly by: string
}

/** How a file falls short of what is known of it elsewhere. */
export type Shortcoming = 'missing' | 'behind' | 'differs'

/** How the last head that a file has falls short of one that it should have. */
export function shortcomingOf(found: Head | null, due: Head): Shortcoming {
  return found === null ? 'missing' : found.seq < due.seq ? 'behind' : 'differs'
}

/** A writer whose file was given up for another: only what was found of it counts, and nothing is added to it. */
export interface GivenUp {
  readonly event: string
  readonly found: Head | null
  readonly kept: Head | null
  readonly reason: string
  readonly frozen: Frozen | null
}

/**
 * Whether a head that an event says was seen of another writer is not borne out by the last of it before the event. A writer
 * that has gone on since is not looked into: only reading anew could tell (`survey.ts`).
 */
export function isUnmet({ writer, seq, hash }: Head, event: Envelope, last: ReadonlyMap<string, Head>): boolean {
  if (writer === event.writer) return false
  const known = last.get(writer)
  return known === undefined || known.seq < seq || (known.seq === seq && known.hash !== hash)
}

/**
 * Whether a head is among what was given up with a file: what is known to come after that which was found of it; all that
 * was known of it where the file goes on otherwise, or was frozen, since then it is known by its digest.
 */
export function isGivenUp({ seq, hash }: Head, { found, kept, reason, frozen }: GivenUp): boolean {
  if (found !== null && found.seq === seq && found.hash === hash) return false
  if (frozen !== null) return true
  return kept !== null && seq <= kept.seq && (reason === 'differs' || seq > (found?.seq ?? 0))
}
