import type { Envelope, FreezeRecord, Head } from './event.ts'

/** A head that another writer had seen and the log lacks: a file is missing, truncated or was replaced. */
export interface MissingHead {
  readonly head: Head
  /** Name of the event that lists the head in `after`. */
  readonly by: string
}

/** How a writer's file falls short of what is known about it from elsewhere; `differs` if it has another event there. */
export type Shortcoming = 'missing' | 'behind' | 'differs'

/** Compares the last head of a file with one that it should have. */
export function shortcomingOf(found: Head | null, expected: Head): Shortcoming {
  return found === null ? 'missing' : found.seq < expected.seq ? 'behind' : 'differs'
}

/** How the file of a writer was abandoned: another writer continued the log without the rest of it. */
export interface AbandonedFile {
  /** Name of the event that continues the log. */
  readonly event: string
  /** The last head of the file that counts; null if none does. */
  readonly found: Head | null
  /** The farthest head of the file known from elsewhere; null if none was. */
  readonly kept: Head | null
  /** A `Shortcoming`, `damaged`, `FOREIGN`, `FORKED`, `UNWRITABLE` or `SET_ASIDE`. */
  readonly reason: string
  /** The damaged file as it was frozen; null if it was abandoned for another reason. */
  readonly frozen: FreezeRecord | null
  /** Whether what the file lacks is no longer missing: somebody says so who may (`judgeWriters`). */
  readonly settles: boolean
}

/** Whether the log lacks a head named by an event, going by last heads before it: the writer audit compares all of them. */
export function isMissingHead({ writer, seq, hash }: Head, event: Envelope, heads: ReadonlyMap<string, Head>): boolean {
  if (writer === event.writer) return false
  const last = heads.get(writer)
  return last === undefined || last.seq < seq || (last.seq === seq && last.hash !== hash)
}

/** Why a writer that finds foreign lines in its file continues in another one. */
export const FOREIGN = 'foreign-lines'

/**
 * Why a writer continues in another file where a copy of its state folder has recorded as the same one: `found` is the last
 * line that both have, `kept` its own last one.
 */
export const FORKED = 'forked'

/** The writer that a copy of the state folder has recorded as too, and the last line that both have; null if none. */
export interface ForkedWriter {
  readonly writer: string
  readonly base: Head | null
}

/**
 * Why a writer continues in another file where its own cannot be written to any more, such as a copy of it that another user
 * owns: it has all that was recorded there (`found` and `kept` are the same).
 */
export const UNWRITABLE = 'unwritable'

/** What somebody says of a file without which, or without the rest of which, the log goes on. */
type Abandonment = Pick<AbandonedFile, 'found' | 'kept' | 'reason'> & { readonly frozen?: FreezeRecord | null }

/** Whether a file was left only because it could not be written to, so that nothing of it was given up. */
export function isLeftWhole({ found, kept, reason, frozen = null }: Abandonment): boolean {
  return reason === UNWRITABLE && frozen === null && found !== null && found.hash === kept?.hash
}

/** Whether nothing that its writer recorded was given up with a file. */
export function losesNothing(file: Abandonment): boolean {
  return file.reason === FOREIGN || isLeftWhole(file)
}

/** Why nothing of a writer's file counts any more: a person set it aside. */
export const SET_ASIDE = 'set-aside'

/** Lines in a file that its writer did not write: after `kept`, the last head that it knows it wrote. */
export interface ForeignLines {
  readonly writer: string
  readonly kept: Head
  /** The last head that counts: after `kept` if the writer's key signed them all the same. */
  readonly found: Head
}

/**
 * Whether a head was abandoned with its file: all of one that was frozen are, else those after `found` up to `kept`, and if
 * the file `differs`, also those before `found`. `found` itself never is.
 */
export function isAbandoned({ seq, hash }: Head, { found, kept, reason, frozen, settles }: AbandonedFile): boolean {
  if (!settles) return false
  if (found !== null && found.seq === seq && found.hash === hash) return false
  if (frozen !== null) return true
  return kept !== null && seq <= kept.seq && (reason === 'differs' || seq > (found?.seq ?? 0))
}
