import type { Report } from '../../domain/report/report.ts'
import { whenOf } from '../../view/value.ts'
import { type Block, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'
import { channelName } from '../names.ts'

/** Next reports that were promised, or due by the cadence: kept or missed (manual 3.2). */
export function promises(report: Report, context: ReportContext): Block[] {
  const { labels, stamp } = context
  const inTime = [...report.promises].sort((a, b) => a.dueAt - b.dueAt)
  const rows = inTime.map(({ channel, dueAt, kept }) => [
    whenOf(stamp(dueAt)),
    channelName(channel, context),
    kept ? labels.promiseKept : labels.promiseMissed,
  ])
  return [table([labels.due, labels.channel, labels.state], rows, labels.nothing)]
}
