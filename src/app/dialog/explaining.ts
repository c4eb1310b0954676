import type { Problem } from '../../domain/outcome.ts'
import type { Text } from '../../text/text.ts'

/** A failure in the operator's words: what went wrong, its code, the nearest word that may have been meant; what to do. */
export async function explained(
  { code, params }: Problem,
  text: Text,
  me: string,
): Promise<readonly [what: string, then: string]> {
  const nearest = await nearestOf(params)
  const shown = tooMany(params) && nearest.length > 0 ? { ...params, allowed: nearest } : params
  const [what, then] = problemWords({ code, params: shown } as Problem, text, me)
  return [`halt: ${what}${nearest.length > 0 ? ` -> '${nearest[0]}'?` : ''} (${code})`, then]
}

/** What went wrong, and what to do, without its code. */
export function problemWords({ code, params }: Problem, text: Text, me: string): readonly [what: string, then: string] {
  return (text.problems[code] as (params: unknown, me: string) => readonly [string, string])(params, me)
}

/** More words than help on one line. */
function tooMany(params: object): boolean {
  return 'allowed' in params && Array.isArray(params.allowed) && params.allowed.length > 12
}

/** The allowed words that come near the one that was given, nearest first; none where the few allowed speak for themselves. */
async function nearestOf(params: object): Promise<readonly string[]> {
  if (!('given' in params && 'allowed' in params && Array.isArray(params.allowed))) return []
  const { nearestWords } = await import('../../edges/nearest.ts')
  return nearestWords(String(params.given), params.allowed)
}
