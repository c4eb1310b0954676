import { factOf } from '../domain/incident/facts.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { approvedSentences } from '../domain/notice/approved-sentences.ts'
import { claimRules, claimsIn } from '../domain/notice/claims.ts'
import { mendsAnother } from '../domain/runbook/runbook.ts'
import { customerWordsFor } from '../i18n/customer-words.ts'
import { quantityWords } from '../i18n/fact-value.ts'
import { type CheckRequest, type NoticeText, pasteText } from './notice.ts'
import type { AddFinding } from './notice-finding.ts'
import { whatChanged } from './what-changed.ts'

/**
 * Reports claims without evidence and approval, except in sentences that went out with them earlier. An exchange once said
 * that its customers' assets were safe, and they were not.
 */
export function checkClaims(request: CheckRequest, notice: NoticeText, add: AddFinding): void {
  const { incident, claims, claim } = request
  if (claim !== null) return
  const approved = approvedSentences(incident)
  const rules = [...claims, ...claimRules(incident.runbook)]
  const text = withoutFormerWords(request, notice)
  for (const { kind, level, words, sentence, mend } of claimsIn(text, rules, mendsAnother(notice.stage))) {
    if (approved.has(sentence) || (kind === 'number' && isOnRecord(incident, notice, sentence))) continue
    add(level === 'error' ? 'unbacked-claim' : 'risky-claim', { kind, words, mend })
  }
}

/** The text of a notice without what it quotes as stated before and no longer: quoting that claims nothing. */
function withoutFormerWords(request: CheckRequest, notice: NoticeText): string {
  const { changes = [] } = whatChanged({ ...request, ...notice }) ?? {}
  return changes.reduce((text, { before, after }) => {
    if (before === null) return text
    return text.replaceAll(customerWordsFor(notice.language).former(before.value, after?.value ?? null), '')
  }, pasteText(notice))
}

/** Whether a sentence states a count or an amount that somebody has stated as a fact. */
function isOnRecord(incident: Incident, { language }: NoticeText, sentence: string): boolean {
  return Object.entries(incident.runbook.facts).some(([name, definition]) => {
    const { value } = factOf(incident, name)
    const words = value === null ? null : quantityWords(value, definition, language)
    return words !== null && sentence.includes(words.normalize('NFKC'))
  })
}
