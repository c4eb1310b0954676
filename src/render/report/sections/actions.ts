import type { Report } from '../../../domain/report/report.ts'
import { whenOf } from '../../value.ts'
import { type Block, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'

export function actions(report: Report, { labels }: ReportContext): Block[] {
  const rows = report.actions.map((a) => [
    a.text,
    a.owner ?? '-',
    a.due === null ? '-' : a.due.slice(0, 16).replace('T', ' '),
    a.doneAt === null ? labels.open : `${labels.done} ${whenOf(a.doneAt)}`,
  ])
  return [table([labels.what, labels.owner, labels.due, labels.state], rows, labels.nothing)]
}
