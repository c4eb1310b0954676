import type { Language } from '../../../src/domain/runbook/runbook.ts'

// Why services are stopped, as customers are told by the type of the halt (manual 1.2).

const WORDS: Readonly<Record<string, Readonly<Record<Language, RegExp>>>> = {
  maintenance: { ja: /システムメンテナンス/, en: /system maintenance/i },
  'system-failure': { ja: /システム障害/, en: /system failure/i },
  'security-incident': { ja: /セキュリティ/, en: /security/i },
  compliance: { ja: /法令/, en: /legal/i },
  'market-volatility': { ja: /市場/, en: /market/i },
}

export const TYPES = Object.keys(WORDS)

/** The types of halts of which words tell. */
export function typesIn(words: string, language: Language): string[] {
  return TYPES.filter((type) => WORDS[type]?.[language].test(words))
}
