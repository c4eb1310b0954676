import type { Report } from '../../domain/report/report.ts'
import { whenOf } from '../../view/value.ts'
import { type Block, paragraph } from '../blocks.ts'
import type { ReportContext } from '../context.ts'
import { channelName } from '../names.ts'

/** The notices in full, as they went out. */
export function texts(report: Report, context: ReportContext): Block[] {
  const { text, labels, audience } = context
  const blocks = report.notices.flatMap((notice): Block[] => {
    const { at, channel, stage, number, texts: sent, text: posted, digest, event } = notice
    const heading = `${whenOf(at)} ${channelName(channel, context)} ${text.words.notice(stage, number)}`
    const wordings = posted === null ? sent : [{ subject: null, text: posted, digest }]
    if (wordings.length === 0) return [{ kind: 'quoted', heading, text: labels.textNotKept }]
    return wordings.map(({ subject, text: wording, digest }): Block => {
      const kept = digest === null ? event : `${event}, SHA-256 ${digest.slice(0, 20)}`
      return {
        kind: 'quoted',
        heading: audience === 'customer' ? heading : text.words.marked(heading, kept),
        text: subject === null ? wording : `${subject}\n\n${wording}`,
      }
    })
  })
  return blocks.length === 0 ? [paragraph(labels.nothing)] : blocks
}
