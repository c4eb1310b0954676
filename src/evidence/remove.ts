import type { Removal } from '../domain/decide/evidence.ts'
import { LEAST_TO_REMOVE, pieceNamed } from '../domain/incident/evidence.ts'
import { Failed, fail } from '../domain/outcome.ts'
import type { Chosen } from '../incident/choose.ts'
import { append } from '../incident/record.ts'
import type { Deleted } from '../store/evidence-files.ts'
import { evidenceOf } from '../store/evidence-files.ts'
import type { Appended, Journal } from '../store/journal.ts'
import { examineAll, leftoversIn } from './io/evidence-status.ts'

export interface Removed {
  readonly appended: Appended
  /** Names of what the log had said to be removed before, and what went only now. */
  readonly lateDeleted: readonly string[]
  /** What could not be deleted. */
  readonly left: readonly Deleted[]
}

/** The piece that is to be removed, by its name or enough letters of it. Throws `Failed` where it is not clear which. */
export function removable(journal: Journal, given: string): string {
  const all = [...journal.incident.evidence, ...leftoversIn(journal)].map(({ file }) => file)
  const found = pieceNamed(all, given, LEAST_TO_REMOVE)
  if (typeof found !== 'string') throw new Failed(found)
  return found
}

/**
 * The log says that it goes, and what was found of it, before it goes; what a crash or a file system left undeleted is
 * deleted by saying it again.
 */
export function removeEvidence({ journal, clock }: Chosen, files: readonly string[], reason: string): Removed {
  evidenceOf(journal).mustBeFolder()
  const pieces = examineAll(journal).filter(({ file }) => files.includes(file))
  const leftovers = leftoversIn(journal).filter(({ file }) => files.includes(file))
  const removals = [
    ...pieces.map(({ file, standing }): Removal => (standing === 'intact' ? { file } : { file, standing })),
    ...leftovers.map(({ file }): Removal => ({ file, leftover: true })),
  ]
  const gone = new Set([...pieces, ...leftovers].filter(({ removed }) => removed !== null).map(({ file }) => file))
  const appended = append(journal, clock, { kind: 'remove-evidence', removals, reason })
  const store = evidenceOf(journal)
  const deleted = files.map((file) => store.delete(file))
  return {
    appended,
    lateDeleted: deleted
      .filter(({ file, wasThere, why }) => gone.has(file) && wasThere && why === null)
      .map((d) => d.file),
    left: deleted.filter(({ why }) => why !== null),
  }
}

/** Throws `Failed` with `not-deleted` where the log says that bytes are gone and they are not. */
export function mustBeDeleted({ id }: Journal, { left }: Removed): void {
  const [first] = left
  if (first !== undefined) fail('not-deleted', { id, files: left.map(({ file }) => file), why: first.why })
}
