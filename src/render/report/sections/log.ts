import type { Report } from '../../../domain/report/report.ts'
import { type Block, code, paragraph } from '../blocks.ts'
import type { ReportContext } from '../context.ts'

export function log({ log }: Report, { labels }: ReportContext): Block[] {
  return [paragraph([labels.logState(log.events), code(log.head)])]
}
