import { claimRules, claimsIn } from '../domain/notice/claims.ts'
import { type Bilingual, type ClaimRule, LANGUAGES, type Runbook } from '../domain/runbook/runbook.ts'
import type { Chapter } from './chapter.ts'
import type { ValuePath } from './finding.ts'

/**
 * Warns of claims in words that the manual puts into every notice of some halts: nobody could answer for them each time.
 * `general` are the claims of every manual.
 */
export function checkClaims(runbook: Runbook, chapters: readonly Chapter[], general: readonly ClaimRule[]): void {
  const rules = [...general, ...claimRules(runbook)]
  for (const { source, value, language: only, isValid } of chapters) {
    if (!isValid) continue
    const check = (words: Bilingual | undefined, path: ValuePath) => {
      for (const language of only === null ? LANGUAGES : [only])
        for (const { words: claim } of claimsIn(words?.[language] ?? '', rules))
          source.addFinding('claim-in-manual', { words: claim }, [...path, language], 'warning')
    }
    for (const [type, { reason, remark }] of Object.entries(value.types ?? {})) {
      check(reason, ['types', type, 'reason'])
      check(remark, ['types', type, 'remark'])
    }
    for (const [fact, { unknown }] of Object.entries(value.facts ?? {})) check(unknown, ['facts', fact, 'unknown'])
  }
}
