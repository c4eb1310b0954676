import type { Report } from '../../../domain/report/report.ts'
import { targetName } from '../../names.ts'
import { type Block, list, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'

/** What stood still and for how long, and how many were told. */
export function impact({ impact: i }: Report, { runbook, text, labels, audience }: ReportContext): Block[] {
  const { seconds } = text.words
  const rows = i.operations.map(({ target, stoppedSeconds, restrictedSeconds, timeToResumeSeconds }) => [
    targetName(target, runbook, text.language),
    seconds(stoppedSeconds),
    seconds(restrictedSeconds),
    timeToResumeSeconds === null ? labels.unknown : seconds(timeToResumeSeconds),
  ])
  const head = [labels.operation, labels.stopped, labels.restricted, labels.toResumption]
  const mailed = i.recipientsAccepted + i.recipientsRefused > 0
  // Customers are shown the notices to them, which are fewer than these.
  if (audience === 'customer') return [table(head, rows, labels.nothing)]
  return [
    table(head, rows, labels.nothing),
    list([
      labels.noticesSent(i.noticesSent),
      ...(mailed ? [`${labels.mailed}: ${labels.recipients(i.recipientsAccepted, i.recipientsRefused, 0)}`] : []),
    ]),
  ]
}
