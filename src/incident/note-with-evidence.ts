import { basename } from 'node:path'
import type { NoteDetails } from '../domain/decide/evidence.ts'
import type { Attachment } from '../domain/log/event.ts'
import type { AppendResult } from '../store/journal.ts'
import type { ChosenIncident } from './choose.ts'
import { appendIntents } from './record.ts'
import { recordWithEvidence } from './stored-evidence.ts'

export interface EvidenceNoteOptions extends NoteDetails {
  /** When it happened, ISO 8601. */
  readonly at?: string
  /** Paths of the files to attach. */
  readonly attach?: readonly string[]
  /** Whether the text is kept beside the log, not in it. Such a note cannot state or rule out a hypothesis. */
  readonly private?: boolean
}

/** Stores the attached files and the text of a private note beside the log, then records the note that names them. */
export function appendNoteWithEvidence(
  { journal, clock }: ChosenIncident,
  text: string,
  { at, attach = [], private: isPrivate, ...details }: EvidenceNoteOptions,
): AppendResult {
  return recordWithEvidence(journal, (store, keep) => {
    const attached = attach.map((path): Attachment => ({ name: basename(path), ...keep(store.keepFile(path)) }))
    const when = at === undefined ? {} : { at }
    if (!isPrivate) return appendIntents(journal, clock, { kind: 'note', text, attached, ...details, ...when })
    const kept = keep(store.keep(Buffer.from(text)))
    return appendIntents(journal, clock, { kind: 'private-note', kept, attached, ...when })
  })
}
