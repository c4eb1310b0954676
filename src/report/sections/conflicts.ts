import type { Report } from '../../domain/report/report.ts'
import { type Block, code, joined, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'

export function conflicts(report: Report, { labels }: ReportContext): Block[] {
  const rows = report.conflicts.map((c) => [code(c.target), joined(c.events.map(code), ' ')])
  return [table([labels.what, labels.timeline], rows, labels.nothing)]
}
