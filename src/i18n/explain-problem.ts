import type { Problem } from '../domain/outcome.ts'
import { problemWords } from './problems.ts'
import type { Text } from './text.ts'

/** A failure in the operator's words: what went wrong, its code, the nearest word that may have been meant; what to do. */
export async function explained(
  { code, params }: Problem,
  text: Text,
  me: string,
): Promise<readonly [what: string, then: string]> {
  const [nearest, inWords] = await Promise.all([nearestOf(params), problemWords(text.language)])
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
  const { nearestWords } = await import('../platform/nearest-words.ts')
  return nearestWords(String(params.given), params.allowed)
}
