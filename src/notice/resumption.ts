import { courseOf } from '../domain/incident/lifecycle.ts'
import type { Report } from './finding.ts'
import type { CheckRequest, NoticeText } from './notice.ts'

const FULLY =
  /(?<!一部サービス)(?<!一部の)(?<!一部)取引再開のお知らせ|(?<!一部)(?<!一部の)サービス再開のお知らせ|全面(?:的に)?再開|(?:すべて|全て|全)の?(?:サービス|取引|お取引)(?:を|が)?(?:通常どおり)?再開|\b(?:fully|completely) resumed|\ball (?:of our |our |suspended )?(?:services|trading)\b[^.\n]{0,20}\bresumed|(?<!some )(?<!some of our )\bservices have resumed/i

/** A resumption in part is never announced as a full one, nor one that has not happened (manual 4.1). */
export function checkResumption(
  { incident }: CheckRequest,
  { stage, subject, text }: NoticeText,
  report: Report,
): void {
  const { liftedAt, fullyResumedAt, resumed } = courseOf(incident).current
  if (fullyResumedAt !== null) return
  const words = FULLY.exec(`${subject ?? ''}\n${text}`)?.[0]
  if (words !== undefined) report('resumption-contradicted', { why: 'still-restricted', words })
  else if (stage === 'resumption' && (liftedAt === null || resumed.size === 0))
    report('resumption-contradicted', { why: 'nothing-resumed', words: subject ?? text.split('\n', 1)[0] ?? '' })
}
