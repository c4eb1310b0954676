import type { Language } from '../domain/runbook/runbook.ts'

/**
 * Sayings that assets or data are safe, or that none were lost. An exchange once said so while they were not; so each
 * needs evidence and an approver.
 */
const CLAIMS: Readonly<Record<Language, readonly RegExp[]>> = {
  ja: [
    /(?:資産|残高|暗号資産|仮想通貨|日本円|情報|データ|お預かり)[^。\n]{0,30}(?:安全|無事|保全(?:されて|して)|守られて)/,
    /安全(?:である|性)?(?:こと)?(?:を|が)(?:確認|確保)/,
    /(?:資産|残高|情報|データ)[^。\n]{0,12}(?:影響|被害|損害|損失|異常|問題)[はが:]?(?:特に|一切)?(?:ありません|ございません|なく|ない|なし|無し|生じておりません|確認されて)/,
    /(?:流出|漏えい|漏洩|漏出|消失|盗難|不正送金)[^。\n]{0,12}(?:ありません|ございません|なく|なかった|ない(?:こと)?|確認されておりません|確認されていません|認められません)/,
    /(?:資産|暗号資産|仮想通貨|情報|データ)[^。\n]{0,8}失われて(?:おりません|いません|いない)/,
  ],
  en: [
    /\b(?:assets?|funds?|balances?|holdings|coins?|wallets?|money|yen|data|information|accounts?)\b[^.\n]{0,40}\b(?:is|are|remains?|were|was|been|stay|kept)\b[^.\n]{0,20}\b(?:safe|secure|safeguarded|protected|intact|unaffected|unharmed|not (?:been )?(?:affected|lost|stolen|leaked|compromised|at risk))\b/i,
    /\b(?:no|none of (?:the|your|our))\b[^.\n]{0,30}\b(?:assets?|funds?|balances?|coins?|crypto|data|information)\b[^.\n]{0,30}\b(?:lost|stolen|leaked|affected|compromised|at risk|missing|taken|harmed)\b/i,
    /\b(?:no|without(?: any)?)\b[^.\n]{0,12}\b(?:loss(?:es)?|leaks?|theft|harm|damage|impact)\b[^.\n]{0,20}\b(?:assets?|funds?|balances?|coins?|data|information)\b/i,
    /\b(?:effect|impact|harm|damage|loss(?:es)?)\b[^.\n]{0,30}\b(?:assets?|funds?|balances?|data|information)\b: *(?:there (?:was|is|were|has been) (?:none|no)\b|none\b|nil\b|nothing\b|no (?:effect|impact|harm|damage|loss(?:es)?)\b)/i,
    /\b(?:assets?|funds?|balances?) (?:are )?safu\b/i,
    /\bsafety of (?:your |all |customers?['’]? )*(?:assets?|funds?|data)\b[^.\n]{0,20}\b(?:confirmed|ensured|guaranteed)\b/i,
    /\bconfirmed\b[^.\n]{0,30}\b(?:safe|safety)\b/i,
  ],
}

/** The claims in a text, as they stand there; of both languages, whichever the text is in. */
export function claimsIn(text: string): string[] {
  const plain = text.normalize('NFKC').replace(/[\u00ad\u200b-\u200d\u2060]/g, '')
  return Object.values(CLAIMS).flatMap((patterns) =>
    patterns.flatMap((pattern) => pattern.exec(plain)?.[0].trim() ?? []),
  )
}
