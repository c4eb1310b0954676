import type { Notice } from '../../domain/incident/incident.ts'
import type { Report } from '../../domain/report/report.ts'
import type { ReportLabels } from '../../text/en/report.ts'
import type { ReportContext } from './context.ts'
import { md, table, when } from './markup.ts'

/** What customers and departments were told, how each notice went, and who stood for a claim in it. */
export function noticesTable(report: Report, { runbook, text, labels }: ReportContext): string[] {
  const rows = report.notices.map((n) => [
    when(n.at, ''),
    md(runbook.channels[n.channel]?.[text.language] ?? n.channel),
    text.words.stage[n.stage],
    n.number === null ? '' : text.words.number(n.number),
    stateWords(n, labels),
    n.link === null ? '' : md(n.link),
    n.digest === null ? '' : `\`${n.digest.slice(0, 20)}\``,
  ])
  const head = [labels.time, labels.channel, labels.stage, labels.number, labels.state, labels.link, labels.textKept]
  const claims = report.notices.flatMap(({ channel, claim, event }) => {
    if (claim === null) return []
    const name = md(runbook.channels[channel]?.[text.language] ?? channel)
    return [`- ${labels.claim(name, `\`${event}\``, md(claim.evidence), md(claim.approvedBy))}`]
  })
  return [...table(head, rows, labels.nothing), ...(claims.length === 0 ? [] : ['', ...claims])]
}

/** How a notice went, why not, and to how many. */
function stateWords({ state, sending }: Notice, labels: ReportLabels): string {
  const { why = null, accepted = null, refused = null, unknown = null } = sending ?? {}
  const counts = accepted === null ? [] : [labels.recipients(accepted, refused ?? 0, unknown ?? 0)]
  const notes = [...(why === null ? [] : [md(why)]), ...counts]
  return `${labels.noticeState[state]}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`
}
