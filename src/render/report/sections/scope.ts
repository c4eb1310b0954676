import { targetOf } from '../../../domain/incident/scope.ts'
import type { Report } from '../../../domain/report/report.ts'
import { whenOf } from '../../value.ts'
import { type Block, code, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'

export function scope(report: Report, { text, labels }: ReportContext): Block[] {
  const rows = report.scope.map((e) => {
    const words = e.words === null ? '' : ` (${e.words})`
    return [code(targetOf(e)), `${text.words.scopeState[e.state]}${words}`, whenOf(e.since)]
  })
  return [table([labels.operation, labels.state, labels.since], rows, labels.nothing)]
}
