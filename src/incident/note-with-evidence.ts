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
  /** What to attach that is in no file. */
  readonly documents?: readonly { readonly name: string; readonly bytes: Uint8Array }[]
  /** Whether the text is kept beside the log, not in it. Such a note cannot state or rule out a hypothesis. */
  readonly private?: boolean
}

/** Stores the attached files and the text of a private note beside the log, then records the note that names them. */
export function appendNoteWithEvidence(
  { journal, clock }: ChosenIncident,
  text: string,
  { at, attach = [], documents = [], private: isPrivate, ...details }: EvidenceNoteOptions,
): AppendResult {
  return recordWithEvidence(journal, (store, keep) => {
    const files = attach.map((path): Attachment => ({ name: basename(path), ...keep(store.keepFile(path)) }))
    const others = documents.map(({ name, bytes }): Attachment => ({ name, ...keep(store.keep(Buffer.from(bytes))) }))
    const attached = [...files, ...others]
    const when = at === undefined ? {} : { at }
    if (!isPrivate) return appendIntents(journal, clock, { kind: 'note', text, attached, ...details, ...when })
    const kept = keep(store.keep(Buffer.from(text)))
    return appendIntents(journal, clock, { kind: 'private-note', kept, attached, ...when })
  })
}
