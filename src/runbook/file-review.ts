import type { FilePosition } from '../domain/readiness/finding.ts'
import type { YamlSource } from './finding.ts'

/** When a file was last reviewed, according to the file. */
export interface FileReview {
  /** The position of the date. */
  readonly place: FilePosition
  /** YYYY-MM-DD; null if it is missing, or the file is invalid. */
  readonly reviewed: string | null
  /** Whether the file is the team's, not a shipped one. */
  readonly isOwn: boolean
}

/** Warns of a review date in the future: most likely mistyped, it would put off the next review. */
export function checkReviewDate(given: string, today: string, source: YamlSource): void {
  if (given > today) source.addFinding('future-date', { given }, ['reviewed'], 'warning')
}
