import { courseOf } from '../domain/incident/lifecycle.ts'
import type { Report } from './finding.ts'
import type { CheckRequest, NoticeText } from './notice.ts'

/** A text of a time that is over, or has not come: that trading is halted while it is not, or will be while it is. */
export function checkStage({ incident }: CheckRequest, { stage }: NoticeText, report: Report): void {
  const { startedAt, current } = courseOf(incident)
  if (stage === 'scheduled' && startedAt !== null) report('stage-contradicted', { why: 'begun' })
  if (stage !== 'first' && stage !== 'update') return
  if (startedAt === null) report('stage-contradicted', { why: 'not-begun' })
  else if (current.fullyResumedAt !== null) report('stage-contradicted', { why: 'resumed' })
}
