import type { Report } from '../../../domain/report/report.ts'
import { type Block, code, list, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'

/** What stood still and for how long, and how many were told. */
export function impact({ impact: i }: Report, { text, labels }: ReportContext): Block[] {
  const { seconds } = text.words
  const rows = i.operations.map(({ target, stoppedSeconds, restrictedSeconds, timeToResumeSeconds }) => [
    code(target),
    seconds(stoppedSeconds),
    seconds(restrictedSeconds),
    timeToResumeSeconds === null ? labels.unknown : seconds(timeToResumeSeconds),
  ])
  const head = [labels.operation, labels.stopped, labels.restricted, labels.toResumption]
  const mailed = i.recipientsAccepted + i.recipientsRefused > 0
  return [
    table(head, rows, labels.nothing),
    list([
      `${labels.noticesSent}: ${i.noticesSent}`,
      ...(mailed ? [`${labels.mailed}: ${labels.recipients(i.recipientsAccepted, i.recipientsRefused, 0)}`] : []),
    ]),
  ]
}
