import type { Language } from '../domain/runbook/runbook.ts'
import type { Finding } from './finding.ts'

/** More names than this are not listed, only the nearest. */
const MAX_LISTED = 12
const MAX_NEAREST = 4

/**
 * Returns the function that gives a finding's message and mend in a language. `me` is the command that the program was
 * called by.
 */
export async function findingWords(
  language: Language,
  me = 'haltctl',
): Promise<(finding: Finding) => readonly [message: string, mend: string]> {
  const { findings } = language === 'ja' ? await import('./words.ja.ts') : await import('./words.en.ts')
  const { nearestNames } = await import('../i18n/nearest-names.ts')
  return ({ code, params }) => {
    const inWords = findings[code] as (params: unknown, me: string) => readonly [string, string]
    return inWords(withNearest(params), me)
  }

  /** If an unknown name could be one of many, the nearest of them and how many there are. */
  function withNearest(params: Finding['params']): Finding['params'] {
    if (!('given' in params && 'allowed' in params) || params.allowed.length <= MAX_LISTED) return params
    const { given, allowed } = params
    return { ...params, allowed: nearestNames(given, allowed, MAX_NEAREST), total: allowed.length }
  }
}
