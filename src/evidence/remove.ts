import type { Removal } from '../domain/decide/evidence.ts'
import { findEvidence, LEAST_TO_REMOVE } from '../domain/incident/evidence.ts'
import { Failed, fail } from '../domain/outcome.ts'
import type { Chosen } from '../incident/choose.ts'
import { append } from '../incident/record.ts'
import type { Deleted } from '../store/evidence-files.ts'
import { evidenceOf } from '../store/evidence-files.ts'
import type { Appended, Journal } from '../store/journal.ts'
import { examineAll, leftoversIn } from './io/evidence-status.ts'

export interface Removed {
  readonly appended: Appended
  /** Names of pieces that the log already said were removed, and that were deleted only now. */
  readonly lateDeleted: readonly string[]
  /** Pieces that could not be deleted, with the error of the file system. */
  readonly left: readonly Deleted[]
}

/** Resolves the name, or a long enough prefix, of a piece or leftover to remove. Throws `Failed` unless exactly one fits. */
export function resolvePieceToRemove(journal: Journal, given: string): string {
  const all = [...journal.incident.evidence, ...leftoversIn(journal)].map(({ file }) => file)
  const found = findEvidence(all, given, LEAST_TO_REMOVE)
  if (typeof found !== 'string') throw new Failed(found)
  return found
}

/**
 * Records the removal, and the state in which each piece was found, before deleting anything. Repeating the removal
 * deletes what a crash or a file system error left behind.
 */
export function removeEvidence({ journal, clock }: Chosen, files: readonly string[], reason: string): Removed {
  const store = evidenceOf(journal)
  store.mustBeFolder()
  const pieces = examineAll(journal).filter(({ file }) => files.includes(file))
  const leftovers = leftoversIn(journal).filter(({ file }) => files.includes(file))
  const removals = [
    ...pieces.map(({ file, standing }): Removal => (standing === 'intact' ? { file } : { file, standing })),
    ...leftovers.map(({ file }): Removal => ({ file, leftover: true })),
  ]
  const removedBefore = new Set(
    [...pieces, ...leftovers].filter(({ removed }) => removed !== null).map(({ file }) => file),
  )
  const appended = append(journal, clock, { kind: 'remove-evidence', removals, reason })
  const deleted = files.map((file) => store.delete(file))
  return {
    appended,
    lateDeleted: deleted
      .filter(({ file, wasThere, why }) => removedBefore.has(file) && wasThere && why === null)
      .map(({ file }) => file),
    left: deleted.filter(({ why }) => why !== null),
  }
}

/** Throws `Failed` with `not-deleted` if a piece could not be deleted, although the log now says that it was removed. */
export function mustBeDeleted({ id }: Journal, { left }: Removed): void {
  const [first] = left
  if (first !== undefined) fail('not-deleted', { id, files: left.map(({ file }) => file), why: first.why })
}
