import { wentOut } from '../../../domain/incident/sending.ts'
import type { Report } from '../../../domain/report/report.ts'
import { customerChannels } from '../../../domain/runbook/runbook.ts'
import { whenOf } from '../../value.ts'
import { type Block, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'

/** What customers were told, when and where: what an authority asks of publication, and nothing of how it was sent. */
export function published({ notices }: Report, { runbook, text, labels }: ReportContext): Block[] {
  const channels = customerChannels(runbook)
  const rows = notices
    .filter((notice) => wentOut(notice) && channels.includes(notice.channel))
    .map(({ at, channel, stage, number, link }) => [
      whenOf(at),
      runbook.channels[channel]?.[text.language] ?? channel,
      text.words.stage[stage],
      number === null ? '' : text.words.number(number),
      link ?? '',
    ])
  return [table([labels.time, labels.channel, labels.stage, labels.number, labels.link], rows, labels.nothing)]
}
