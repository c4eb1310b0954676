import type { Head } from '../domain/log/event.ts'
import { Journal } from './journal.ts'
import type { WriterState } from './state.ts'

/** A log from an archive, read from its first line. */
export interface UnpackedLog {
  readonly journal: Journal
  /** What this machine recorded in the incident after the log was archived, and where the log ends; null if nothing. */
  readonly recordedSince: { readonly writer: string; readonly found: number; readonly kept: number } | null
}

/**
 * Reads a log that was unpacked. `kept` is the head that this machine keeps of the incident: it is compared if the log reaches
 * that far, since an archive may well be older. Whatever `state` holds of the folder is left aside.
 */
export function readUnpackedLog(directory: string, id: string, state: WriterState, kept: Head | null): UnpackedLog {
  let head: Head | null = null
  const reading = { ...state, head: () => head, headFile: () => ({ head, isAnnounced: false }) }
  const journal = new Journal(directory, id, reading, () => '')
  journal.readAfresh()
  if (kept === null) return { journal, recordedSince: null }
  const found = journal.headOf(kept.writer)?.seq ?? 0
  if (found < kept.seq) return { journal, recordedSince: { writer: kept.writer, found, kept: kept.seq } }
  head = kept
  journal.readAfresh()
  return { journal, recordedSince: null }
}
