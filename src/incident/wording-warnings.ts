import type { EventData } from '../domain/log/event.ts'
import { claimRules, claimsIn } from '../domain/notice/claims.ts'
import { isInOtherLanguage } from '../domain/notice/other-language.ts'
import { LANGUAGES, type Runbook } from '../domain/runbook/runbook.ts'
import { loadGeneralClaims } from '../runbook/io/general-claims.ts'
import { inertLine } from '../view/inert.ts'
import type { World } from '../world.ts'

/** Lines that warn of claims, and of the wrong language, in public words just stated, before a notice is made of them. */
export async function wordingWarnings(
  { root, text: { language } }: Pick<World, 'root' | 'text'>,
  runbook: Runbook,
  statements: readonly EventData['fact.set'][],
): Promise<string[]> {
  const stated = statements.flatMap((statement) =>
    LANGUAGES.flatMap((one) => {
      const words = statement[one]
      return words == null ? [] : [{ name: `${statement.fact}.${one}`, one, words }]
    }),
  )
  if (stated.length === 0) return []
  const rules = [...(await loadGeneralClaims(root)), ...claimRules(runbook)]
  const { claims } = language === 'ja' ? await import('../i18n/claims.ja.ts') : await import('../i18n/claims.en.ts')
  return stated.flatMap(({ name, one, words }) => {
    const [message, advice] = claims.otherLanguage(one)
    const isOther = isInOtherLanguage(words, one)
    return [
      ...(isOther ? [claims.warning(name, message, 'words-in-other-language'), `  ${advice}`] : []),
      ...claimsIn(words, rules).flatMap(({ kind, level, words: found, mend }) => {
        const isError = level === 'error'
        const is = inertLine(claims.kinds[kind].is(found))
        return [
          claims.warning(name, is, isError ? 'unbacked-claim' : 'risky-claim'),
          `  ${inertLine(mend?.[language] ?? claims.kinds[kind].mend)}`,
          ...(isError ? [`  ${claims.needsEvidence}`] : []),
        ]
      }),
    ]
  })
}
