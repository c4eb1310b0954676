import type { FilingView } from '../../domain/incident/filings.ts'
import type { Report } from '../../domain/report/report.ts'
import { secondsBetween } from '../../domain/time.ts'
import { filingName } from '../../incident/labels.ts'
import { type Block, type Inline, tableIfAny } from '../../view/blocks.ts'
import { dueText, timeText } from '../../view/time-format.ts'
import type { ReportContext } from '../context.ts'
import { eventReference, markedFurther, spanWords } from '../wording.ts'

/** Reports to authorities: from when each counts, when it was due, and when it was made. */
export function filingBlocks(report: Report, context: ReportContext): Block[] {
  const { labels, text } = context
  const rows = report.filings.flatMap((view): Inline[][] => {
    const name = filingName(view.authority, view.filing, text)
    const [first, ...more] = view.submissions
    const made = first === undefined ? ['-', ''] : [timeText(first.at), first.ref ?? '']
    const event = first === undefined ? '' : eventReference(first.event, report, context)
    const [origin, due] = [originWords(view, context), filingDueWords(view, context)]
    const row = [name, origin, due, ...made, filingState(view, context), event]
    const again = more.map(({ at, ref, event }): Inline[] => {
      return [name, '', '', timeText(at), ref ?? '', '', eventReference(event, report, context)]
    })
    return [row, ...again]
  })
  const head = [labels.report, labels.countsFrom, labels.due, labels.reported, labels.ref, labels.state, labels.number]
  return tableIfAny(head, rows)
}

function originWords({ authority, start }: FilingView, { text, labels }: ReportContext): string {
  if (start === null) return ''
  const other = authority.filings.find(({ id }) => id === start.of)
  const name =
    authority.events[start.of]?.[text.language] ??
    (other === undefined ? start.of : labels.made(other.title[text.language]))
  return `${name} ${timeText(start.at)}`
}

function filingDueWords(
  { rule, dueAt, latestAt, otherZoneAt, start }: FilingView,
  { text, labels, stamp }: ReportContext,
): string {
  if (rule?.before != null) return rule.before[text.language]
  if (rule === null || dueAt === null) return labels.noDeadline
  if (start?.doubt != null) return ''
  if (rule.within === null) return labels.atOnce
  const time = timeText(stamp(dueAt))
  const whole = latestAt === null ? time : labels.range(time, timeText(stamp(latestAt)))
  return otherZoneAt === null ? whole : labels.earliestZone(whole, timeText(stamp(otherZoneAt)))
}

/**
 * Whether a report was made in time. One that is due at once has no span that can run out, so it is never overdue; how long it
 * took is said instead.
 */
function filingState(view: FilingView, context: ReportContext): string {
  const { state, kept, dueAt, otherZoneAt, rule, submissions, start } = view
  const { labels, now } = context
  const [first] = submissions
  if (first?.isMisdated) return labels.misdated
  if (start?.doubt != null) return labels.doubtfulStart[start.doubt.before]
  if (kept !== null) return kept ? labels.inTime : labels.late
  const isAtOnce = isDueAtOnce(view)
  const took = (until: number) => spanWords(secondsBetween(Date.parse(start?.at ?? ''), until), context)
  if (first !== undefined && isAtOnce) return labels.madeAfter(took(Date.parse(first.at)))
  if (state === 'reported') return labels.done
  if (isAtOnce) return labels.notMadeAfter(took(now))
  return dueAt !== null && rule?.within !== null && (otherZoneAt ?? dueAt) < now ? labels.overdue : labels.notReported
}

/** The reports to authorities that are still to be made, each with when it is due or that it is late; the most urgent first. */
export function outstandingFilings({ filings }: Report, context: ReportContext): string[] {
  const { text, labels } = context
  const running = filings.filter(({ state }) => state === 'running')
  const urgency = ({ dueAt, start }: FilingView) => (start?.doubt != null || dueAt === null ? Infinity : dueAt)
  return running
    .sort((a, b) => urgency(a) - urgency(b))
    .map((view) =>
      markedFurther(
        filingName(view.authority, view.filing, text),
        labels.joined(outstandingStands(view, context)),
        context,
      ),
    )
}

/** When a report that is still to be made is due, and that it is late if it is. */
function outstandingStands(view: FilingView, context: ReportContext): string[] {
  const [due, state] = [timedDueWords(view, context), filingState(view, context)]
  if (due === null) return [state]
  return state === context.labels.notReported ? [due] : [due, state]
}

/** The same with that it is still to be made, which how long one that is due at once has waited says by itself. */
export function outstandingWords(view: FilingView, context: ReportContext): string {
  const { joined, notReported } = context.labels
  const stands = outstandingStands(view, context)
  const saysSo = isDueAtOnce(view) && view.start?.doubt == null
  return joined([...new Set([...(saysSo ? [] : [notReported]), ...stands])])
}

function isDueAtOnce({ rule, start }: FilingView): boolean {
  return rule !== null && rule.within === null && rule.before == null && start !== null
}

/** When a report is due if a time or words say that; null where it is due at once, or where that is in doubt. */
function timedDueWords(view: FilingView, context: ReportContext): string | null {
  const { rule, dueAt, otherZoneAt, start } = view
  if (rule?.before != null) return rule.before[context.text.language]
  if (start?.doubt != null || rule?.within == null || dueAt === null) return null
  const due = dueText(context.stamp(dueAt))
  return otherZoneAt === null ? context.labels.dueBy(due) : context.labels.dueAtTheEarliest(due)
}
