import { type Problem, problem } from '../outcome.ts'

/** What is deleted for good is named by no fewer letters. */
export const LEAST_TO_REMOVE = 4

/** The one piece of evidence that is meant: by its name, or by a beginning of at least `least` letters that no other has. */
export function pieceNamed(all: readonly string[], given: string, least = 1): string | Problem {
  if (all.includes(given)) return given
  const matches = given === '' ? [] : all.filter((file) => file.startsWith(given))
  const [only] = matches
  if (only === undefined) return problem('unknown-evidence', { given, allowed: all })
  if (given.length < least) return problem('evidence-too-short', { given, least })
  return matches.length === 1 ? only : problem('ambiguous-evidence', { given, matches })
}
