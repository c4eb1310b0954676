import type { EvidenceRemovalIntent } from '../domain/decide/evidence.ts'
import { findEvidence, MIN_PREFIX_TO_REMOVE } from '../domain/incident/evidence.ts'
import { fail, ProblemError } from '../domain/problem.ts'
import type { ChosenIncident } from '../incident/choose.ts'
import { appendIntents } from '../incident/record.ts'
import type { Deletion } from '../store/evidence-files.ts'
import { evidenceStoreOf } from '../store/evidence-files.ts'
import type { AppendResult, Journal } from '../store/journal.ts'
import { examineAllEvidence, findLeftovers } from './io/evidence-status.ts'

export interface EvidenceRemoval {
  readonly appended: AppendResult
  /** Names of pieces that the log already said were removed, and that were deleted only now. */
  readonly lateDeleted: readonly string[]
  /** Pieces that could not be deleted, with the error of the file system. */
  readonly undeleted: readonly Deletion[]
}

/** Resolves the name, or a long enough prefix, of a piece or leftover to remove. Throws `Failed` unless exactly one fits. */
export function resolvePieceToRemove(journal: Journal, given: string): string {
  const all = [...journal.incident.evidence, ...findLeftovers(journal)].map(({ file }) => file)
  const found = findEvidence(all, given, MIN_PREFIX_TO_REMOVE)
  if (typeof found !== 'string') throw new ProblemError(found)
  return found
}

/**
 * Records the removal, and the state in which each piece was found, before deleting anything. Repeating the removal
 * deletes what a crash or a file system error left behind.
 */
export function removeEvidence(
  { journal, clock }: ChosenIncident,
  files: readonly string[],
  reason: string,
): EvidenceRemoval {
  const store = evidenceStoreOf(journal)
  store.mustBeFolder()
  const pieces = examineAllEvidence(journal).filter(({ file }) => files.includes(file))
  const leftovers = findLeftovers(journal).filter(({ file }) => files.includes(file))
  const removals = [
    ...pieces.map(
      ({ file, standing }): EvidenceRemovalIntent => (standing === 'intact' ? { file } : { file, standing }),
    ),
    ...leftovers.map(({ file }): EvidenceRemovalIntent => ({ file, leftover: true })),
  ]
  const removedBefore = new Set(
    [...pieces, ...leftovers].filter(({ removed }) => removed !== null).map(({ file }) => file),
  )
  const appended = appendIntents(journal, clock, { kind: 'remove-evidence', removals, reason })
  const deleted = files.map((file) => store.delete(file))
  return {
    appended,
    lateDeleted: deleted
      .filter(({ file, wasThere, why }) => removedBefore.has(file) && wasThere && why === null)
      .map(({ file }) => file),
    undeleted: deleted.filter(({ why }) => why !== null),
  }
}

/** Throws `Failed` with `not-deleted` if a piece could not be deleted, although the log now says that it was removed. */
export function mustBeDeleted({ id }: Journal, { undeleted: left }: EvidenceRemoval): void {
  const [first] = left
  if (first !== undefined) fail('not-deleted', { id, files: left.map(({ file }) => file), why: first.why })
}
