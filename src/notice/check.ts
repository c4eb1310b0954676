import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { checkAgreement } from './agreement.ts'
import { type NoticeFinding, type Report, reportTo } from './finding.ts'
import type { CheckRequest, NoticeText } from './notice.ts'
import { isForCustomers } from './notice.ts'
import { checkFacts } from './required-facts.ts'
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

/** A text of a time that is over, or has not come: that trading is halted while it is not, or will be while it is. */
export function checkStage({ incident }: CheckRequest, { stage }: NoticeText, report: Report): void {
  const { startedAt, current } = lifecycleOf(incident)
  if (stage === 'scheduled' && startedAt !== null) report('stage-contradicted', { why: 'begun' })
  if (stage !== 'first' && stage !== 'update') return
  if (startedAt === null) report('stage-contradicted', { why: 'not-begun' })
  else if (current.fullyResumedAt !== null) report('stage-contradicted', { why: 'resumed' })
}

const FULLY =
  /(?<!一部サービス)(?<!一部の)(?<!一部)取引再開のお知らせ|(?<!一部)(?<!一部の)サービス再開のお知らせ|全面(?:的に)?再開|(?:すべて|全て|全)の?(?:サービス|取引|お取引)(?:を|が)?(?:通常どおり)?再開|\b(?:fully|completely) resumed|\ball (?:of our |our |suspended )?(?:services|trading)\b[^.\n]{0,20}\bresumed|(?<!some )(?<!some of our )\bservices have resumed/i

/** A resumption in part is never announced as a full one, nor one that has not happened (manual 4.1). */
export function checkResumption(
  { incident }: CheckRequest,
  { stage, subject, text }: NoticeText,
  report: Report,
): void {
  const { liftedAt, fullyResumedAt, resumed } = lifecycleOf(incident).current
  if (fullyResumedAt !== null) return
  const words = FULLY.exec(`${subject ?? ''}\n${text}`)?.[0]
  if (words !== undefined) report('resumption-contradicted', { why: 'still-restricted', words })
  else if (stage === 'resumption' && (liftedAt === null || resumed.size === 0))
    report('resumption-contradicted', { why: 'nothing-resumed', words: subject ?? text.split('\n', 1)[0] ?? '' })
}
