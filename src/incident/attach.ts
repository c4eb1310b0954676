import { basename } from 'node:path'
import type { Intent } from '../domain/decide/decide.ts'
import type { HypothesisChange } from '../domain/decide/evidence.ts'
import type { Attachment, Kept } from '../domain/log/event.ts'
import { Failed, fail } from '../domain/outcome.ts'
import { evidenceOf } from '../store/evidence-files.ts'
import type { Appended } from '../store/journal.ts'
import type { Chosen } from './choose.ts'
import { append } from './record.ts'

export interface NoteWithEvidence extends HypothesisChange {
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
export function appendWithEvidence(
  { journal, clock }: Chosen,
  text: string,
  { at, attach = [], private: isPrivate, ...hypothesis }: NoteWithEvidence,
): Appended {
  const store = evidenceOf(journal)
  const record = (intent: Intent) => append(journal, clock, intent)
  const kept: Kept[] = []
  const keep = <K extends Kept>(evidence: K): K => {
    kept.push(evidence)
    return evidence
  }
  try {
    const attached = attach.map((path): Attachment => ({ name: basename(path), ...keep(store.keepFile(path)) }))
    const when = at === undefined ? {} : { at }
    if (!isPrivate) return record({ kind: 'note', text, attached, ...hypothesis, ...when })
    return record({ kind: 'private-note', kept: keep(store.keep(Buffer.from(text))), attached, ...when })
  } catch (error) {
    for (const { file } of kept) store.delete(file)
    const { code, path = store.directory } = error as NodeJS.ErrnoException
    if (error instanceof Failed || code === undefined) throw error
    return fail('not-recorded', { path, why: code })
  }
}
