import { factOf } from '../domain/incident/facts.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { approvedSentences } from '../domain/notice/approved-sentences.ts'
import { claimRules, claimsIn } from '../domain/notice/claims.ts'
import { quantityWords } from '../i18n/fact-value.ts'
import { type CheckRequest, type NoticeText, pasteText } from './notice.ts'
import type { AddFinding } from './notice-finding.ts'

/**
 * Reports claims without evidence and approval, except in sentences that went out with them earlier. An exchange once said
 * that its customers' assets were safe, and they were not.
 */
export function checkClaims({ incident, claims, claim }: CheckRequest, notice: NoticeText, add: AddFinding): void {
  if (claim !== null) return
  const approved = approvedSentences(incident)
  for (const { kind, level, words, sentence, mend } of claimsIn(pasteText(notice), [
    ...claims,
    ...claimRules(incident.runbook),
  ])) {
    if (approved.has(sentence) || (kind === 'number' && isOnRecord(incident, notice, sentence))) continue
    add(level === 'error' ? 'unbacked-claim' : 'risky-claim', { kind, words, mend })
  }
}

/** Whether a sentence states a count or an amount that somebody has stated as a fact. */
function isOnRecord(incident: Incident, { language }: NoticeText, sentence: string): boolean {
  return Object.entries(incident.runbook.facts).some(([name, definition]) => {
    const { value } = factOf(incident, name)
    const words = value === null ? null : quantityWords(value, definition, language)
    return words !== null && sentence.includes(words.normalize('NFKC'))
  })
}
