import { currentWrite } from '../domain/incident/current-values.ts'
import { lastLift } from '../domain/incident/lifecycle.ts'
import { happenedBefore } from '../domain/incident/order-of-events.ts'
import { sentencesOf } from '../domain/notice/claims.ts'
import { factWithRole } from '../domain/runbook/fact-roles.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { publicWords } from '../i18n/customer-words.ts'
import { type CheckRequest, fullText, type NoticeText } from './notice.ts'
import type { AddFinding } from './notice-finding.ts'
import { leavesOpen } from './open-results.ts'
import { missingFact } from './required-facts.ts'

/** Checks what only a final notice may not do: speak of the impact as if it lasted, or leave a result open. */
export function checkFinal(request: CheckRequest, notice: NoticeText, add: AddFinding): void {
  if (notice.stage !== 'final') return
  checkImpactIsOver(request, notice, add)
  checkResults(notice, add)
}

/** Reports words on the impact that were stated before services resumed, unless they are of the past. */
function checkImpactIsOver(request: CheckRequest, { text, language }: NoticeText, add: AddFinding): void {
  const { incident } = request
  const fact = factWithRole(incident.runbook, 'impact')
  const lift = lastLift(incident)
  if (fact === null || lift === undefined) return
  const said = publicWords(incident, fact, language)
  const stated = currentWrite(incident, `words:${fact}.${language}`)
  if (said === null || stated === undefined || !text.includes(said)) return
  const isOfPresent = sentencesOf(said).some((sentence) => PRESENT[language].test(sentence))
  if (isOfPresent && happenedBefore(stated, lift)) add('impact-lasting', missingFact(request, fact, language))
}

/** A sentence about the present. Japanese says so at its end, and a parenthesis may follow. */
const PRESENT: Readonly<Record<Language, RegExp>> = {
  ja: /(?:ません|ます|です|ない|ください|[るむうくすつ]|中)[。)」]*(?:\([^)]*\))?。?$/,
  en: /\b(?:is|are|isn't|aren't|can|cannot|can't|does|doesn't|don't|has|have|remains?)\b/i,
}

/** Reports lines that give no result yet, in a notice that does not say either when it will be given. */
function checkResults(notice: NoticeText, add: AddFinding): void {
  if (notice.next !== null) return
  const rows = fullText(notice)
    .split('\n')
    .filter(leavesOpen)
    .map((line) => line.replace(/^[\s・*-]+/, '').trim())
  if (rows.length > 0) add('result-open', { rows, language: notice.language })
}
