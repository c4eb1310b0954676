import type { Notice } from '../../domain/incident/incident.ts'
import type { Report } from '../../domain/report/report.ts'
import { whenOf } from '../../view/value.ts'
import { type Block, list, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'
import { channelName } from '../names.ts'
import type { ReportLabels } from '../words.en.ts'

/** What customers and departments were told, how each notice went, and who stood for a claim in it. */
export function notices(report: Report, context: ReportContext): Block[] {
  const { text, labels } = context
  const rows = report.notices.map((n) => [
    whenOf(n.at),
    channelName(n.channel, context),
    text.words.notice(n.stage, n.number),
    stateWords(n, labels),
    n.link ?? '',
  ])
  const head = [labels.time, labels.channel, labels.stage, labels.state, labels.link]
  const claims = report.notices.flatMap(({ channel, claim, event }) =>
    claim === null ? [] : [labels.claim(channelName(channel, context), event, claim.evidence, claim.approvedBy)],
  )
  return [table(head, rows, labels.nothing), ...(claims.length === 0 ? [] : [list(claims)])]
}

/** How a notice went, why not, and to how many. */
function stateWords({ state, sending }: Notice, labels: ReportLabels): string {
  const { why = null, accepted = null, refused = null, unknown = null } = sending ?? {}
  const counts = accepted === null ? [] : [labels.recipients(accepted, refused ?? 0, unknown ?? 0)]
  const notes = [...(why === null || why === 'drill' ? [] : [why]), ...counts]
  return `${labels.noticeState[state]}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`
}
