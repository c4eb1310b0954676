import { wentOut } from '../../domain/incident/notices.ts'
import type { TimelineEntry } from '../../domain/incident/timeline.ts'
import type { Report } from '../../domain/report/report.ts'
import { type Block, type Inline, list, paragraph } from '../../view/blocks.ts'
import { LONGEST_LINE, shortLine } from '../../view/inert.ts'
import { timeText } from '../../view/time-format.ts'
import type { ReportContext } from '../context.ts'
import { channelName, noticeStage, personName } from '../wording.ts'
import { saidIn } from './record.ts'

/** The key moments in order, as a story; if nobody marked any, it says that the program picked them. */
export function storyBlocks(report: Report, context: ReportContext): Block[] {
  const { labels } = context
  const { isMarked, entries } = report.story
  if (entries.length === 0) return []
  const items = entries.map((entry): Inline => {
    const said = shortLine(momentWords(entry, report, context), LONGEST_LINE)
    return `${timeText(entry.at).slice(0, 'YYYY-MM-DD HH:MM'.length)}  ${said}${labels.saidBy(personName(entry.by, context))}`
  })
  return [...(isMarked ? [] : [paragraph(labels.storyPicked)]), list(items)]
}

/** What a note says, without that it is a note; a notice that went out by its name; any other event as in the timeline. */
function momentWords(entry: TimelineEntry, report: Report, context: ReportContext): string {
  const { text } = entry.data as { readonly text?: unknown }
  const notice = report.notices.find(({ event }) => event === entry.event)
  if (notice !== undefined && wentOut(notice))
    return context.labels.noticeOut(channelName(notice.channel, context), noticeStage(notice, context))
  return entry.type === 'note.added' && typeof text === 'string' ? text : saidIn(entry, report, context)
}
