import type { EventData } from '../domain/log/event.ts'
import { claimRules, claimsIn } from '../domain/notice/claims.ts'
import { LANGUAGES, type Runbook } from '../domain/runbook/runbook.ts'
import { loadGeneralClaims } from '../runbook/io/general-claims.ts'
import { inertLine } from '../view/inert.ts'
import type { World } from '../world.ts'

/** Lines that warn of claims in public words that were just stated, before a notice is made of them. */
export async function claimWarnings(
  { root, text: { language } }: Pick<World, 'root' | 'text'>,
  runbook: Runbook,
  statements: readonly EventData['fact.set'][],
): Promise<string[]> {
  const stated = statements.flatMap((statement) =>
    LANGUAGES.flatMap((one) => {
      const words = statement[one]
      return words == null ? [] : [{ name: `${statement.fact}.${one}`, words }]
    }),
  )
  if (stated.length === 0) return []
  const rules = [...(await loadGeneralClaims(root)), ...claimRules(runbook)]
  const { claims } = language === 'ja' ? await import('../i18n/claims.ja.ts') : await import('../i18n/claims.en.ts')
  return stated.flatMap(({ name, words }) =>
    claimsIn(words, rules).flatMap(({ kind, level, words: found, mend }) => {
      const isError = level === 'error'
      const message = inertLine(claims.kinds[kind].is(found))
      const advice = inertLine(mend?.[language] ?? claims.kinds[kind].mend)
      return [
        claims.warning(name, message, isError ? 'unbacked-claim' : 'risky-claim'),
        `  ${advice}`,
        ...(isError ? [`  ${claims.needsEvidence}`] : []),
      ]
    }),
  )
}
