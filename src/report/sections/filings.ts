import type { FilingView } from '../../domain/incident/filings.ts'
import type { Report } from '../../domain/report/report.ts'
import { secondsBetween } from '../../domain/time.ts'
import { filingName } from '../../incident/labels.ts'
import { type Block, type Inline, tableIfAny } from '../../view/blocks.ts'
import { dueText, timeText } from '../../view/time-format.ts'
import type { ReportContext } from '../context.ts'
import { eventReference, spanWords } from '../wording.ts'

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

function filingDueWords({ rule, dueAt, latestAt, start }: FilingView, { text, labels, stamp }: ReportContext): string {
  if (rule?.before != null) return rule.before[text.language]
  if (rule === null || dueAt === null) return labels.noDeadline
  if (start?.doubt != null) return ''
  if (rule.within === null) return labels.atOnce
  const time = timeText(stamp(dueAt))
  return latestAt === null ? time : labels.range(time, timeText(stamp(latestAt)))
}

/**
 * Whether a report was made in time. One that is due at once has no span that can run out, so it is never overdue; how long it
 * took is said instead.
 */
function filingState(view: FilingView, context: ReportContext): string {
  const { state, kept, dueAt, rule, submissions, start } = view
  const { labels, now } = context
  const [first] = submissions
  if (first?.isMisdated) return labels.misdated
  if (start?.doubt != null) return labels.doubtfulStart[start.doubt.before]
  if (kept !== null) return kept ? labels.inTime : labels.late
  const isAtOnce = rule !== null && rule.within === null && rule.before == null && start !== null
  const took = (until: number) => spanWords(secondsBetween(Date.parse(start?.at ?? ''), until), context)
  if (first !== undefined && isAtOnce) return labels.madeAfter(took(Date.parse(first.at)))
  if (state === 'reported') return labels.done
  if (isAtOnce) return labels.notMadeAfter(took(now))
  return dueAt !== null && rule?.within !== null && dueAt < now ? labels.overdue : labels.notReported
}

/** The reports to authorities that are still to be made, each with when it is due or that it is late; the most urgent first. */
export function outstandingFilings({ filings }: Report, context: ReportContext): string[] {
  const { text, labels } = context
  const running = filings.filter(({ state }) => state === 'running')
  const urgency = ({ dueAt, start }: FilingView) => (start?.doubt != null || dueAt === null ? Infinity : dueAt)
  return running
    .sort((a, b) => urgency(a) - urgency(b))
    .map((view) => {
      const due = timedDueWords(view, context)
      const state = filingState(view, context)
      const stands = due === null ? [state] : [due, ...(state === labels.notReported ? [] : [state])]
      return text.words.marked(filingName(view.authority, view.filing, text), labels.joined(stands))
    })
}

/** When a report is due if a time or words say that; null where it is due at once, or where that is in doubt. */
function timedDueWords(view: FilingView, context: ReportContext): string | null {
  const { rule, dueAt, start } = view
  if (rule?.before != null) return rule.before[context.text.language]
  if (start?.doubt != null || rule?.within == null || dueAt === null) return null
  return context.labels.dueBy(dueText(context.stamp(dueAt)))
}
