import type { Report } from '../../../domain/report/report.ts'
import { whenOf } from '../../value.ts'
import { type Block, paragraph } from '../blocks.ts'
import type { ReportContext } from '../context.ts'

/** The notices in full, as they went out. */
export function texts(report: Report, { runbook, text, labels }: ReportContext): Block[] {
  const blocks = report.notices.flatMap(({ at, channel, stage, number, texts: sent, text: posted, event }): Block[] => {
    const name = runbook.channels[channel]?.[text.language] ?? channel
    const heading = `${whenOf(at)} ${name} ${text.words.notice(stage, number)} (${event})`
    const wordings = posted === null ? sent : [{ subject: null, text: posted }]
    return wordings.length === 0
      ? [{ kind: 'quoted', heading, text: labels.textNotKept }]
      : wordings.map(({ subject, text: wording }) => ({
          kind: 'quoted',
          heading,
          text: subject === null ? wording : `${subject}\n\n${wording}`,
        }))
  })
  return blocks.length === 0 ? [paragraph(labels.nothing)] : blocks
}
