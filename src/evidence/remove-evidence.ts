import type { EvidenceRemovalIntent } from '../domain/decide/evidence.ts'
import { findEvidence, MIN_PREFIX_TO_REMOVE } from '../domain/incident/evidence.ts'
import { fail, ProblemError } from '../domain/problem.ts'
import type { ChosenIncident } from '../incident/choose.ts'
import { appendIntents } from '../incident/record.ts'
import { type Deletion, evidenceStoreOf } from '../store/evidence-files.ts'
import type { AppendResult, Journal } from '../store/journal.ts'
import { examineAllEvidence, findLeftovers } from './io/evidence-status.ts'

export interface EvidenceRemoval {
  readonly appended: AppendResult
  /** Names of pieces that the log already said were removed, and that were deleted only now. */
  readonly lateDeleted: readonly string[]
  /** Pieces that could not be deleted, with the error of the file system. */
  readonly undeleted: readonly Deletion[]
}

/** Resolves the name, or a long enough prefix, of a piece or leftover to remove. Throws `ProblemError` unless exactly one fits. */
export function resolvePieceToRemove(journal: Journal, given: string): string {
  const all = [...journal.confirmed().evidence, ...findLeftovers(journal)].map(({ file }) => file)
  const found = findEvidence(all, given, MIN_PREFIX_TO_REMOVE)
  if (typeof found !== 'string') throw new ProblemError(found)
  return found
}

/** Records the removal and the state of each piece, then deletes. Repeating it deletes what a crash or an error left. */
export function removeEvidence(chosen: ChosenIncident, files: readonly string[], reason: string): EvidenceRemoval {
  const { journal, clock } = chosen
  const store = evidenceStoreOf(journal)
  store.mustBeFolderOrMissing()
  const pieces = examineAllEvidence(journal).filter(({ file }) => files.includes(file))
  const leftovers = findLeftovers(journal).filter(({ file }) => files.includes(file))
  const removals: EvidenceRemovalIntent[] = [
    ...pieces.map(({ file, standing }) => (standing === 'intact' ? { file } : { file, standing })),
    ...leftovers.map(({ file }) => ({ file, leftover: true as const })),
  ]
  const removedBefore = [...pieces, ...leftovers].filter(({ removed }) => removed !== null).map(({ file }) => file)
  const appended = appendIntents(journal, clock, { kind: 'remove-evidence', removals, reason })
  const deletions = files.map((file) => store.delete(file))
  const late = deletions.filter(({ file, wasThere, why }) => removedBefore.includes(file) && wasThere && why === null)
  const undeleted = deletions.filter(({ why }) => why !== null)
  return { appended, lateDeleted: late.map(({ file }) => file), undeleted }
}

/** Throws `ProblemError` with `not-deleted` if a piece could not be deleted, although the log now says that it was removed. */
export function mustBeDeleted({ id }: Journal, { undeleted }: EvidenceRemoval): void {
  const [first] = undeleted
  if (first !== undefined) fail('not-deleted', { id, files: undeleted.map(({ file }) => file), why: first.why })
}
