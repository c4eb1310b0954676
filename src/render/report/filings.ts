import type { FilingView } from '../../domain/incident/filings.ts'
import type { Report } from '../../domain/report/report.ts'
import { filingName } from '../clock.ts'
import type { ReportContext } from './context.ts'
import { md, table, when } from './markup.ts'

/** What was to be reported to authorities by when, when it was, and whether in time. */
export function filingsTable({ filings }: Report, context: ReportContext): string[] {
  const { labels, text } = context
  const rows = filings.flatMap((view) => {
    const name = md(filingName(view.authority, view.filing, text))
    const [first, ...more] = view.submissions
    const row = [name, fromWords(view, context), dueWords(view, context), when(first?.at ?? null, '-')]
    const rest = more.map(({ at, ref, event }) => [
      name,
      '',
      '',
      when(at, ''),
      ref === null ? '' : md(ref),
      '',
      code(event),
    ])
    const ref = first?.ref ?? null
    return [[...row, ref === null ? '' : md(ref), stateWords(view, context), code(first?.event ?? null)], ...rest]
  })
  const head = [labels.report, labels.countsFrom, labels.due, labels.reported, labels.ref, labels.state, '']
  return table(head, rows, labels.nothing)
}

function code(event: string | null): string {
  return event === null ? '' : `\`${event}\``
}

function fromWords({ authority, start }: FilingView, { text, labels }: ReportContext): string {
  if (start === null) return ''
  const other = authority.filings.find(({ id }) => id === start.of)
  const name =
    authority.events[start.of]?.[text.language] ??
    (other === undefined ? start.of : labels.made(other.title[text.language]))
  return `${md(name)} ${when(start.at, '')}`
}

function dueWords({ rule, dueAt, latestAt }: FilingView, { text, labels, stamp }: ReportContext): string {
  if (rule?.before != null) return md(rule.before[text.language])
  if (rule === null || dueAt === null) return labels.noDeadline
  if (rule.within === null) return labels.atOnce
  const time = when(stamp(dueAt), '')
  return latestAt === null ? time : labels.range(time, when(stamp(latestAt), ''))
}

function stateWords({ state, kept, dueAt, rule }: FilingView, { labels, now }: ReportContext): string {
  if (kept !== null) return kept ? labels.inTime : labels.late
  if (state === 'reported') return labels.done
  return dueAt !== null && rule?.within !== null && dueAt < now ? labels.overdue : labels.open
}
