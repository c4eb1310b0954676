import type { Called } from '../../domain/report/called.ts'
import type { Report } from '../../domain/report/report.ts'
import { whenOf } from '../../view/value.ts'
import { type Block, code, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'
import { partyName, personName } from '../names.ts'
import type { ReportLabels } from '../words.en.ts'

/** Who was called and who answered, and which levels were raised (manual 6.1, 6.2). */
export function calls({ called }: Report, context: ReportContext): Block[] {
  const { labels } = context
  const rows = called.map((call) => [
    whenOf(call.at),
    partyName(call.who, context),
    callWords(call, labels),
    call.way === null ? '' : labels.ways[call.way],
    call.note ?? '',
    personName(call.by, context),
    code(call.event),
  ])
  const head = [labels.time, labels.whom, labels.what, labels.way, labels.note, labels.by, labels.event]
  return [table(head, rows, labels.nothing)]
}

/** What became of a call. */
export function callWords(call: Called, labels: ReportLabels): string {
  return call.kind === 'paged' ? labels.paged[call.outcome] : labels.called[call.kind]
}
