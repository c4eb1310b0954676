import { checkAgreement } from './agreement.ts'
import { isForCustomers } from './audience.ts'
import type { NoticeFinding } from './finding.ts'
import { reportTo } from './finding.ts'
import type { CheckRequest, NoticeText } from './notice.ts'
import { checkFacts } from './required-facts.ts'
import { checkResumption } from './resumption.ts'
import { checkStage } from './stage.ts'
import { checkHistory } from './stale-text.ts'
import { checkText } from './text.ts'

/**
 * What is wrong with texts about to go, all at once: of each text, then of the channels together. Works on composed
 * texts and on texts edited by hand alike.
 */
export function checkNotices(request: CheckRequest, texts: readonly NoticeText[]): NoticeFinding[] {
  const findings: NoticeFinding[] = []
  for (const notice of texts) {
    const report = reportTo(findings, notice.channel, notice.language, request.incident.exercise !== null)
    checkFacts(request, notice, report)
    checkText(request, notice, report)
    if (!isForCustomers(request, notice)) continue
    checkStage(request, notice, report)
    checkResumption(request, notice, report)
    checkHistory(request, notice, report)
  }
  checkAgreement(
    request,
    texts.filter((notice) => isForCustomers(request, notice)),
    findings,
  )
  return findings
}
