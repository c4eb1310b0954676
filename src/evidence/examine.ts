import type { Examined } from '../domain/incident/evidence.ts'
import { type LeftoverFound, orphanedEvidenceOf } from '../domain/incident/evidence.ts'
import { fail } from '../domain/outcome.ts'
import { evidenceOf } from '../store/evidence-files.ts'
import type { Journal } from '../store/journal.ts'
import { examined } from './io/evidence-status.ts'

/** Every piece of evidence that the log speaks of, and what is there of it. */
export function examineAll(journal: Journal): Examined[] {
  const store = evidenceOf(journal)
  return journal.incident.evidence.map((evidence) => examined(store, evidence, (writer) => journal.isOwn(writer)))
}

/** What lies in `evidence/` and is owned by no event, with the length of each in bytes. */
export function leftoversIn(journal: Journal): LeftoverFound[] {
  const store = evidenceOf(journal)
  return orphanedEvidenceOf(journal.incident, store.names()).map((left) => ({
    ...left,
    bytes: store.sizeOf(left.file),
  }))
}

/** Throws `Failed` with `not-deleted` where bytes are still there that the log says were removed. */
export function mustBeGone({ id }: Journal, evidence: readonly Examined[], leftovers: readonly LeftoverFound[]): void {
  const undeleted = evidence.filter(({ standing }) => standing === 'undeleted')
  const left = leftovers.filter(({ removed }) => removed !== null)
  const files = [...undeleted, ...left].map(({ file }) => file)
  if (files.length > 0) fail('not-deleted', { id, files, why: null })
}

/** Throws `Failed` where bytes are not those that were kept, are gone from here, or cannot be read. */
export function mustBeKept(journal: Journal, evidence: readonly Examined[]): void {
  const { id } = journal
  const filesOf = (wanted: Examined['standing']) =>
    evidence.filter(({ standing }) => standing === wanted).map(({ file }) => file)
  const [altered, lost] = [filesOf('altered'), filesOf('lost')]
  if (altered.length > 0) fail('evidence-altered', { id, files: altered })
  if (lost.length > 0) fail('evidence-lost', { id, files: lost })
  for (const { file, standing, why } of evidence)
    if (standing === 'unreadable') fail('unreadable', { path: evidenceOf(journal).pathOf(file), why: why ?? '' })
}
