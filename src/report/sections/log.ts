import type { Report } from '../../domain/report/report.ts'
import { type Block, code, list, paragraph } from '../blocks.ts'
import type { ReportContext } from '../context.ts'

export function log({ log, chain }: Report, { labels, damage }: ReportContext): Block[] {
  return [
    paragraph([labels.logState(log.events), code(log.head)]),
    list([...(damage.length === 0 ? [labels.chainWhole] : []), ...labels.chain(chain)]),
  ]
}
