import type { Envelope, Frozen, Head } from './event.ts'

/** A head that another writer had seen and the log lacks: a file is missing, truncated or was replaced. */
export interface MissingHead {
  readonly head: Head
  /** Name of the event that lists the head in `after`. */
  readonly by: string
}

/** How a writer's file falls short of what is known about it from elsewhere. */
export type Shortcoming = 'missing' | 'behind' | 'differs'

/** Compares the last head of a file with one that it should have. */
export function shortcomingOf(found: Head | null, expected: Head): Shortcoming {
  return found === null ? 'missing' : found.seq < expected.seq ? 'behind' : 'differs'
}

/** A writer whose file was abandoned for that of another: only its events up to `found` count, and it gets no more. */
export interface AbandonedFile {
  readonly event: string
  readonly found: Head | null
  readonly kept: Head | null
  readonly reason: string
  readonly frozen: Frozen | null
}

/**
 * Whether the log lacks a head that an event says its writer had seen, judged by the last head of each writer before
 * that event. An earlier event with another hash goes unnoticed here: only the writer audit compares all of them
 * (`writer-audit.ts`).
 */
export function isMissingHead(
  { writer, seq, hash }: Head,
  event: Envelope,
  lastHeads: ReadonlyMap<string, Head>,
): boolean {
  if (writer === event.writer) return false
  const last = lastHeads.get(writer)
  return last === undefined || last.seq < seq || (last.seq === seq && last.hash !== hash)
}

/**
 * Whether a head was abandoned with a file, so that lacking it is no new finding. These are the known heads after
 * `found`; if the file has other events than others had seen (`differs`), all known heads; if it was frozen, all but
 * `found`.
 */
export function isAbandoned({ seq, hash }: Head, { found, kept, reason, frozen }: AbandonedFile): boolean {
  if (found !== null && found.seq === seq && found.hash === hash) return false
  if (frozen !== null) return true
  return kept !== null && seq <= kept.seq && (reason === 'differs' || seq > (found?.seq ?? 0))
}
