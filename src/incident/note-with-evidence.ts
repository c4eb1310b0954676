import { basename } from 'node:path'
import type { Intent } from '../domain/decide/decide.ts'
import type { NoteDetails } from '../domain/decide/evidence.ts'
import type { Attachment, KeptBytes } from '../domain/log/event.ts'
import { fail, ProblemError } from '../domain/problem.ts'
import { evidenceStoreOf } from '../store/evidence-files.ts'
import type { AppendResult } from '../store/journal.ts'
import type { ChosenIncident } from './choose.ts'
import { appendIntents } from './record.ts'

export interface EvidenceNoteOptions extends NoteDetails {
  /** When it happened, ISO 8601. */
  readonly at?: string
  /** Paths of the files to attach. */
  readonly attach?: readonly string[]
  /** Whether the text is kept beside the log, not in it. Such a note cannot state or rule out a hypothesis. */
  readonly private?: boolean
}

/**
 * Stores the attached files and the text of a private note beside the log, then records the note that names them.
 * If the note cannot be recorded, deletes what was stored and throws; `not-recorded` for an error of the file system.
 */
export function appendNoteWithEvidence(
  { journal, clock }: ChosenIncident,
  text: string,
  { at, attach = [], private: isPrivate, ...details }: EvidenceNoteOptions,
): AppendResult {
  const store = evidenceStoreOf(journal)
  const record = (intent: Intent) => appendIntents(journal, clock, intent)
  const kept: KeptBytes[] = []
  const keep = <K extends KeptBytes>(evidence: K): K => {
    kept.push(evidence)
    return evidence
  }
  try {
    const attached = attach.map((path): Attachment => ({ name: basename(path), ...keep(store.keepFile(path)) }))
    const when = at === undefined ? {} : { at }
    if (!isPrivate) return record({ kind: 'note', text, attached, ...details, ...when })
    return record({ kind: 'private-note', kept: keep(store.keep(Buffer.from(text))), attached, ...when })
  } catch (error) {
    for (const { file } of kept) store.delete(file)
    const { code, path = store.directory } = error as NodeJS.ErrnoException
    if (error instanceof ProblemError || code === undefined) throw error
    return fail('not-recorded', { path, why: code })
  }
}
