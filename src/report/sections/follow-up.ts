import { byUrgency } from '../../domain/incident/follow-up-state.ts'
import { type Action, isFollowUpOverdue } from '../../domain/incident/incident.ts'
import { isOutsideAudience } from '../../domain/report/audience.ts'
import type { Report } from '../../domain/report/report.ts'
import type { Text } from '../../i18n/text.ts'
import { type Block, type Item, link, list, tableIfAny } from '../../view/blocks.ts'
import { dueText, timeText } from '../../view/time-format.ts'
import type { ReportContext } from '../context.ts'
import {
  customerWordsItems,
  factName,
  factsToShow,
  factWords,
  markedFurther,
  ownWords,
  personName,
} from '../wording.ts'

export function followUpBlocks(report: Report, context: ReportContext): Block[] {
  const { labels, text } = context
  const rows = byUrgency(report.actions).map((action) => [
    ownWords(action, context),
    action.serves === null ? '' : factName(action.serves, context),
    ownerName(action, context),
    actionDueWords(action, text),
    actionState(action, context),
    link(action.ref),
  ])
  return tableIfAny([labels.what, labels.serves, labels.owner, labels.due, labels.state, labels.tracker], rows)
}

/** Who carries a follow-up out, or that nobody does yet. */
export function ownerName({ owner }: Action, context: ReportContext): string {
  return owner === null ? context.text.words.noOwner : personName(owner, context)
}

export function actionDueWords({ due }: Action, { words }: Text): string {
  return due === null ? words.noDue : dueText(due)
}

/** The same in a sentence. */
export function dueWords(action: Action, { text, labels }: ReportContext): string {
  const due = actionDueWords(action, text)
  return action.due === null ? due : labels.dueBy(due)
}

export function actionState(action: Action, { text, labels, now }: ReportContext): string {
  const stands = () => (isFollowUpOverdue(action, now) ? text.words.pastDue : labels.open)
  const state = action.doneAt === null ? stands() : `${labels.done} ${timeText(action.doneAt)}`
  return action.unknown ? text.words.marked(state, text.words.ofUnknown) : state
}

/**
 * Preventive measures: when each was drawn up, and how many of its follow-ups are done (manual 4.4, 5.1). Readers without the
 * list of follow-ups see them here.
 */
export function preventionBlocks(report: Report, context: ReportContext): Block[] {
  const { labels, audience } = context
  // Customers see no follow-ups, so the progress is omitted for them.
  const isForCustomers = audience === 'customer'
  const items = factsToShow(report.parts.prevention, context).flatMap(({ fact, view }): Item[] => {
    const isStated = view.value !== null || view.ja !== null || view.en !== null
    const followUps = report.actions.filter(({ serves }) => serves === fact)
    if (view.at === null && followUps.length === 0) return []
    const done = followUps.filter(({ doneAt }) => doneAt !== null).length
    const carriedOut = followUps.length === 0 ? labels.notCarriedOut : labels.carriedOut(done, followUps.length)
    const marks = [
      ...(isStated && view.at !== null ? [labels.drawnUp(timeText(view.at))] : []),
      ...(isStated || followUps.length > 0 ? [carriedOut] : []),
    ]
    const words = isStated ? factWords(fact, view, context) : labels.notDrawnUp
    const isBare = isForCustomers || marks.length === 0
    const item = {
      text: `${factName(fact, context)}: ${isBare ? words : markedFurther(words, labels.joined(marks), context)}`,
      items: [
        ...customerWordsItems(fact, view, words, context),
        ...(isOutsideAudience(audience) ? followUps : []).map((action) => ({
          text: `${ownWords(action, context)}: ${labels.joined([dueWords(action, context), actionState(action, context)])}`,
        })),
      ],
    }
    return [item]
  })
  return items.length === 0 ? [] : [list(items)]
}
