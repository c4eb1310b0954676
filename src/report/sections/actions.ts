import { isPastDue } from '../../domain/incident/actions.ts'
import type { Action } from '../../domain/incident/incident.ts'
import type { Report } from '../../domain/report/report.ts'
import { dueOf, whenOf } from '../../view/value.ts'
import { type Block, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'

export function actions(report: Report, context: ReportContext): Block[] {
  const { labels, text } = context
  const rows = report.actions.map((action) => [
    action.text,
    action.owner ?? text.words.noOwner,
    action.due === null ? text.words.noDue : dueOf(action.due),
    actionState(action, context),
  ])
  return [table([labels.what, labels.owner, labels.due, labels.state], rows, labels.nothing)]
}

/** Done and when, open, or open past its date. */
export function actionState(action: Action, { text, labels, now }: ReportContext): string {
  if (action.doneAt !== null) return `${labels.done} ${whenOf(action.doneAt)}`
  return isPastDue(action, now) ? text.words.pastDue : labels.open
}
