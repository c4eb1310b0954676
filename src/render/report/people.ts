import type { Report } from '../../domain/report/report.ts'
import type { ReportContext } from './context.ts'
import { md, table, when } from './markup.ts'

/** Who led when, and an offer of the lead that nobody has accepted. */
export function leadsTable({ leads, offer }: Report, { labels }: ReportContext): string[] {
  const rows = leads.map(({ name, from, until, reason, event }) => [
    md(name),
    when(from, ''),
    when(until, ''),
    reason === null ? '' : md(reason),
    `\`${event}\``,
  ])
  const lines = table([labels.lead, labels.from, labels.until, labels.reason, ''], rows, labels.nothing)
  if (offer === null) return lines
  return [...lines, '', `- ${labels.offered(md(offer.to), md(offer.by), when(offer.at, ''))}`]
}

/** What was thought to be the cause: what is open, and what was ruled out and why. */
export function hypothesesTable({ hypotheses }: Report, { labels }: ReportContext): string[] {
  const rows = hypotheses.map(({ text, at, by, discarded, event }) => [
    when(at, ''),
    md(text),
    md(by),
    discarded === null ? labels.open : `${labels.discarded} ${when(discarded.at, '')} (${md(discarded.by)})`,
    discarded === null ? '' : md(discarded.reason),
    `\`${event}\``,
  ])
  return table([labels.time, labels.what, labels.by, labels.state, labels.reason, ''], rows, labels.nothing)
}
