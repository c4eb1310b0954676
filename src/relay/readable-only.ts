import { ProblemError, type RelayFlaw } from '../domain/problem.ts'

/** Why nothing can be added to a relay that may be readable all the same. */
const FLAWS: ReadonlySet<RelayFlaw> = new Set(['no-permission', 'full', 'read-only'])

/** Whether an error says that nothing can be added to the relay, so that it may still be read. */
export function isReadableOnly(error: unknown): error is ProblemError {
  return error instanceof ProblemError && error.problem.code === 'relay-unusable' && FLAWS.has(error.problem.params.why)
}
