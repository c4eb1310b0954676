import type { Problem } from '../domain/outcome.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import type { Text } from './text.ts'

/** What went wrong, without its code, and what to do; `me` is the name the program was called by. */
export type ToWords = (problem: Problem, me: string) => readonly [what: string, then: string]

/** How a language says what went wrong: most commands never need it, so it is loaded by those that do. */
export async function problemWords(language: Language): Promise<ToWords> {
  const { problems } = language === 'ja' ? await import('./problems.ja.ts') : await import('./problems.en.ts')
  return ({ code, params }, me) =>
    (problems[code] as (params: unknown, me: string) => readonly [string, string])(params, me)
}

/** A failure in the operator's words: what went wrong, its code, the nearest word that may have been meant; what to do. */
export async function explained(
  { code, params }: Problem,
  text: Text,
  me: string,
): Promise<readonly [what: string, then: string]> {
  const inWords = await problemWords(text.language)
  const nearest = await nearestOf(params)
  const shown = tooMany(params) && nearest.length > 0 ? { ...params, allowed: nearest } : params
  const [what, then] = inWords({ code, params: shown } as Problem, me)
  return [`halt: ${what}${nearest.length > 0 ? ` -> '${nearest[0]}'?` : ''} (${code})`, then]
}

/** More words than help on one line. */
function tooMany(params: object): boolean {
  return 'allowed' in params && Array.isArray(params.allowed) && params.allowed.length > 12
}

/** The allowed words that come near the one that was given, nearest first; none where the few allowed speak for themselves. */
async function nearestOf(params: object): Promise<readonly string[]> {
  if (!('given' in params && 'allowed' in params && Array.isArray(params.allowed))) return []
  return nearestWords(String(params.given), params.allowed)
}

const MOST = 5

/** The allowed words that the given one may have been meant to be, nearest first. */
async function nearestWords(given: string, allowed: readonly string[]): Promise<string[]> {
  const { distance } = await import('fastest-levenshtein')
  const wanted = given.toLowerCase()
  return allowed
    .map((word) => ({ word, far: distance(wanted, word.toLowerCase()) }))
    .filter(({ word, far }) => far > 0 && far <= Math.max(2, Math.ceil(word.length / 3)))
    .sort((a, b) => a.far - b.far)
    .slice(0, MOST)
    .map(({ word }) => word)
}
