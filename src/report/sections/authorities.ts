import type { FilingView } from '../../domain/incident/filings.ts'
import type { Report } from '../../domain/report/report.ts'
import { filingName } from '../../incident/clock-name.ts'
import { whenOf } from '../../view/value.ts'
import { type Block, code, type Inline, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'

/** What was to be reported to authorities by when, when it was, and whether in time. */
export function authorities({ filings }: Report, context: ReportContext): Block[] {
  const { labels, text } = context
  const rows = filings.flatMap((view): Inline[][] => {
    const name = filingName(view.authority, view.filing, text)
    const [first, ...more] = view.submissions
    const made = first === undefined ? ['-', ''] : [whenOf(first.at), first.ref ?? '']
    const event = first === undefined ? '' : code(first.event)
    const row = [name, fromWords(view, context), dueWords(view, context), ...made, stateWords(view, context), event]
    return [row, ...more.map((again) => [name, '', '', whenOf(again.at), again.ref ?? '', '', code(again.event)])]
  })
  const head = [labels.report, labels.countsFrom, labels.due, labels.reported, labels.ref, labels.state, labels.event]
  return [table(head, rows, labels.nothing)]
}

function fromWords({ authority, start }: FilingView, { text, labels }: ReportContext): string {
  if (start === null) return ''
  const other = authority.filings.find(({ id }) => id === start.of)
  const name =
    authority.events[start.of]?.[text.language] ??
    (other === undefined ? start.of : labels.made(other.title[text.language]))
  return `${name} ${whenOf(start.at)}`
}

function dueWords({ rule, dueAt, latestAt }: FilingView, { text, labels, stamp }: ReportContext): string {
  if (rule?.before != null) return rule.before[text.language]
  if (rule === null || dueAt === null) return labels.noDeadline
  if (rule.within === null) return labels.atOnce
  const time = whenOf(stamp(dueAt))
  return latestAt === null ? time : labels.range(time, whenOf(stamp(latestAt)))
}

function stateWords({ state, kept, dueAt, rule }: FilingView, { labels, now }: ReportContext): string {
  if (kept !== null) return kept ? labels.inTime : labels.late
  if (state === 'reported') return labels.done
  return dueAt !== null && rule?.within !== null && dueAt < now ? labels.overdue : labels.notReported
}
