import type { Report } from '../../../domain/report/report.ts'
import { whenOf } from '../../value.ts'
import { type Block, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'

/** Next reports that were promised, or due by the cadence: kept or missed (manual 3.2). */
export function promises(report: Report, { runbook, text, labels, stamp }: ReportContext): Block[] {
  const inTime = [...report.promises].sort((a, b) => a.dueAt - b.dueAt)
  const rows = inTime.map(({ channel, dueAt, kept }) => [
    whenOf(stamp(dueAt)),
    runbook.channels[channel]?.[text.language] ?? channel,
    kept ? labels.promiseKept : labels.promiseMissed,
  ])
  return [table([labels.due, labels.channel, labels.state], rows, labels.nothing)]
}
