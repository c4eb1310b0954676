import type { Problem } from '../domain/outcome.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import type { Text } from './text.ts'

/** Returns what went wrong, without the code, and what to do. `me` is the name the program was called by. */
export type ProblemMessage = (problem: Problem, me: string) => readonly [what: string, then: string]

/** Loads the error messages of a language, which most runs never need. */
export async function loadProblemMessages(language: Language): Promise<ProblemMessage> {
  const { problems } = language === 'ja' ? await import('./problems.ja.ts') : await import('./problems.en.ts')
  return ({ code, params }, me) =>
    (problems[code] as (params: unknown, me: string) => readonly [string, string])(params, me)
}

/** Returns a failure in the operator's language: what went wrong, with a suggestion and the code, and what to do. */
export async function describeProblem(
  { code, params }: Problem,
  text: Text,
  me: string,
): Promise<readonly [what: string, then: string]> {
  const inWords = await loadProblemMessages(text.language)
  const allowed = 'given' in params && 'allowed' in params && Array.isArray(params.allowed) ? params.allowed : []
  const nearest = 'given' in params && allowed.length > 0 ? await nearestWords(String(params.given), allowed) : []
  const shown = allowed.length > MAX_LISTED && nearest.length > 0 ? { ...params, allowed: nearest } : params
  const [what, then] = inWords({ code, params: shown } as Problem, me)
  return [`halt: ${what}${nearest.length > 0 ? ` -> '${nearest[0]}'?` : ''} (${code})`, then]
}

/** More allowed words than these are not listed on one line. */
const MAX_LISTED = 12
const MAX_SUGGESTIONS = 5

/** Returns up to five allowed words within the edit distance of a typo, nearest first. */
async function nearestWords(given: string, allowed: readonly string[]): Promise<string[]> {
  const { distance } = await import('fastest-levenshtein')
  const wanted = given.toLowerCase()
  return allowed
    .map((word) => ({ word, edits: distance(wanted, word.toLowerCase()) }))
    .filter(({ word, edits }) => edits > 0 && edits <= Math.max(2, Math.ceil(word.length / 3)))
    .sort((a, b) => a.edits - b.edits)
    .slice(0, MAX_SUGGESTIONS)
    .map(({ word }) => word)
}
