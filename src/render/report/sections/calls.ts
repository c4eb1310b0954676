import type { Called } from '../../../domain/report/called.ts'
import type { Report } from '../../../domain/report/report.ts'
import type { ReportLabels } from '../../../text/en/report.ts'
import { partyTitle } from '../../clock.ts'
import { whenOf } from '../../value.ts'
import { type Block, code, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'

/** Who was called and who answered, and which levels were raised (manual 6.1, 6.2). */
export function calls({ called }: Report, { runbook, roster, text, labels }: ReportContext): Block[] {
  const rows = called.map((call) => [
    whenOf(call.at),
    partyTitle(runbook, roster, call.who)?.[text.language] ?? call.who,
    callWords(call, labels),
    call.way === null ? '' : labels.ways[call.way],
    call.note ?? '',
    call.by,
    code(call.event),
  ])
  const head = [labels.time, labels.whom, labels.what, labels.way, labels.note, labels.by, labels.event]
  return [table(head, rows, labels.nothing)]
}

/** What became of a call. */
export function callWords(call: Called, labels: ReportLabels): string {
  return call.kind === 'paged' ? labels.paged[call.outcome] : labels.called[call.kind]
}
