import type { Told } from '../../../domain/report/measured.ts'
import type { Report } from '../../../domain/report/report.ts'
import { type Block, type Item, list } from '../blocks.ts'
import type { ReportContext } from '../context.ts'
import { channelName, factName, spanWords } from '../naming.ts'

/** How soon, how well customers were told, and for how long trading stood still. */
export function numbers({ metrics: m, measured }: Report, context: ReportContext): Block[] {
  const { labels } = context
  const { facts, channels } = measured
  const open = [...facts.notYetKnown, ...facts.notStated].map((name) => factName(name, context))
  const span = (seconds: number | null) => (seconds === null ? labels.unknown : spanWords(seconds, context))
  const told = (of: (told: Told) => number | null): Item[] =>
    Object.entries(channels).map(([id, times]) => ({
      text: `${channelName(id, context)}: ${span(of(times))}`,
    }))
  const known = labels.kept(facts.known, facts.asked)
  return [
    list([
      `${labels.timeToDetect}: ${span(m.timeToDetectSeconds)}`,
      {
        text: `${labels.timeToNotify}: ${span(m.timeToNotifySeconds)}`,
        items: told(({ fromStartSeconds }) => fromStartSeconds),
      },
      { text: `${labels.timeFromDeclaring}:`, items: told(({ fromDeclaringSeconds }) => fromDeclaringSeconds) },
      `${labels.timeToResume}: ${span(m.timeToResumeSeconds)}`,
      {
        text: `${labels.timeToResumptionNotice}:`,
        items: told(({ resumptionFromLiftSeconds }) => resumptionFromLiftSeconds),
      },
      `${labels.promisesInTime}: ${labels.kept(m.updatesKept, m.updatesDue)}`,
      `${labels.factsKnown}: ${known}${open.length === 0 ? '' : ` (${open.join(', ')})`}`,
    ]),
  ]
}
