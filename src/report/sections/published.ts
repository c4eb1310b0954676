import { wentOut } from '../../domain/incident/sending.ts'
import type { Report } from '../../domain/report/report.ts'
import { customerChannels } from '../../domain/runbook/runbook.ts'
import { whenOf } from '../../view/value.ts'
import { type Block, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'
import { channelName } from '../names.ts'

/** What customers were told, when and where: what an authority asks of publication, and nothing of how it was sent. */
export function published({ notices }: Report, context: ReportContext): Block[] {
  const { runbook, text, labels } = context
  const channels = customerChannels(runbook)
  const rows = notices
    .filter((notice) => wentOut(notice) && channels.includes(notice.channel))
    .map(({ at, channel, stage, number, link }) => [
      whenOf(at),
      channelName(channel, context),
      text.words.notice(stage, number),
      link ?? '',
    ])
  return [table([labels.time, labels.channel, labels.stage, labels.link], rows, labels.nothing)]
}
