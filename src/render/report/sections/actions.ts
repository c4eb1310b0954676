import { isPastDue } from '../../../domain/incident/actions.ts'
import type { Action } from '../../../domain/incident/incident.ts'
import type { Report } from '../../../domain/report/report.ts'
import { whenOf } from '../../value.ts'
import { type Block, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'

export function actions(report: Report, { labels, now }: ReportContext): Block[] {
  const rows = report.actions.map((a) => [
    a.text,
    a.owner ?? '-',
    a.due === null ? '-' : a.due.slice(0, 16).replace('T', ' '),
    a.doneAt === null ? openState(a) : `${labels.done} ${whenOf(a.doneAt)}`,
  ])
  return [table([labels.what, labels.owner, labels.due, labels.state], rows, labels.nothing)]

  function openState(action: Action): string {
    return isPastDue(action, now) ? labels.overdue : labels.open
  }
}
