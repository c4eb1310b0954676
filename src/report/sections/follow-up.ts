import { type Action, isFollowUpOverdue } from '../../domain/incident/incident.ts'
import { isOutsideAudience } from '../../domain/report/audience.ts'
import type { Report } from '../../domain/report/report.ts'
import type { Text } from '../../i18n/text.ts'
import { type Block, type Item, list, paragraph, table } from '../../view/blocks.ts'
import { dueText, timeText } from '../../view/time-format.ts'
import type { ReportContext } from '../context.ts'
import { factName, factsToShow, factWords } from '../wording.ts'

export function followUpBlocks(report: Report, context: ReportContext): Block[] {
  const { labels, text } = context
  const rows = report.actions.map((action) => [
    action.text,
    action.owner ?? text.words.noOwner,
    actionDueWords(action, text),
    actionState(action, context),
    action.ref ?? '',
  ])
  return [table([labels.what, labels.owner, labels.due, labels.state, labels.tracker], rows, labels.nothing)]
}

export function actionDueWords({ due }: Action, { words }: Text): string {
  return due === null ? words.noDue : dueText(due)
}

function actionState(action: Action, { text, labels, now }: ReportContext): string {
  if (action.doneAt !== null) return `${labels.done} ${timeText(action.doneAt)}`
  return isFollowUpOverdue(action, now) ? text.words.pastDue : labels.open
}

/** Preventive measures: when each was drawn up, and how many of its follow-ups are done (manual 4.4, 5.1). */
export function preventionBlocks(report: Report, context: ReportContext): Block[] {
  const { text, labels, audience } = context
  // Customers see no follow-ups, so the progress is omitted for them.
  const isForCustomers = audience === 'customer'
  const noOwner = isOutsideAudience(audience) ? null : text.words.noOwner
  const items = factsToShow(report.parts.prevention, context).map(({ fact, view }): Item => {
    const isStated = view.value !== null || view.ja !== null || view.en !== null
    const followUps = report.actions.filter(({ serves }) => serves === fact)
    const done = followUps.filter(({ doneAt }) => doneAt !== null).length
    const drawnUp = !isStated || view.at === null ? labels.notDrawnUp : labels.drawnUp(timeText(view.at))
    const carriedOut = followUps.length === 0 ? labels.notCarriedOut : labels.carriedOut(done, followUps.length)
    return {
      text: `${factName(fact, context)}: ${text.words.marked(factWords(fact, view, context), labels.joined(isForCustomers ? [drawnUp] : [drawnUp, carriedOut]))}`,
      items: followUps.map((action) => {
        const parts = [action.owner ?? noOwner, actionDueWords(action, text), actionState(action, context)]
        return { text: `${action.text}: ${labels.joined(parts.filter((part) => part !== null))}` }
      }),
    }
  })
  if (items.length > 0) return [list(items)]
  return isForCustomers ? [] : [paragraph(labels.unknown)]
}
