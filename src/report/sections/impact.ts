import type { Report } from '../../domain/report/report.ts'
import { type Block, list, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'
import { operationName, spanWords } from '../names.ts'

/** What stood still and for how long, and how many were told. */
export function impact({ impact: i }: Report, context: ReportContext): Block[] {
  const { labels, audience } = context
  const span = (seconds: number) => (seconds === 0 ? '-' : spanWords(seconds, context))
  const rows = i.operations.map(({ target, stoppedSeconds, restrictedSeconds, timeToResumeSeconds }) => [
    operationName(target, context),
    span(stoppedSeconds),
    span(restrictedSeconds),
    timeToResumeSeconds === null ? labels.unknown : spanWords(timeToResumeSeconds, context),
  ])
  const head = [labels.operation, labels.stopped, labels.restricted, labels.toResumption]
  const mailed = i.recipientsAccepted + i.recipientsRefused > 0
  // Customers are shown the notices to them, which are fewer than these.
  if (audience === 'customer') return [table(head, rows, labels.noScope)]
  return [
    table(head, rows, labels.noScope),
    list([
      labels.noticesSent(i.noticesSent),
      ...(mailed ? [`${labels.mailed}: ${labels.recipients(i.recipientsAccepted, i.recipientsRefused, null)}`] : []),
    ]),
  ]
}
