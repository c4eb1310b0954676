import type { Report } from '../../domain/report/report.ts'
import { whenOf } from '../../view/value.ts'
import { type Block, code, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'
import { personName } from '../names.ts'

export function corrections(report: Report, context: ReportContext): Block[] {
  const { labels } = context
  const rows = report.corrections.map((c) => [
    whenOf(c.recordedAt),
    code(c.target),
    [c.at === null ? '' : whenOf(c.at), c.text ?? ''].filter(Boolean).join(' '),
    c.reason,
    personName(c.by, context),
  ])
  return [table([labels.recorded, labels.what, labels.value, labels.reason, labels.by], rows, labels.nothing)]
}
