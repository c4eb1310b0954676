import type { Told } from '../../../domain/report/measured.ts'
import type { Report } from '../../../domain/report/report.ts'
import { type Block, type Item, list } from '../blocks.ts'
import type { ReportContext } from '../context.ts'

/** How soon, how well customers were told, and for how long trading stood still. */
export function numbers({ metrics: m, measured }: Report, { runbook, text, labels }: ReportContext): Block[] {
  const { facts, channels } = measured
  const open = [...facts.notYetKnown, ...facts.notStated].map((name) => runbook.facts[name]?.[text.language] ?? name)
  const span = (seconds: number | null) => (seconds === null ? labels.unknown : text.words.seconds(seconds))
  const told = (of: (told: Told) => number | null): Item[] =>
    Object.entries(channels).map(([id, times]) => ({
      text: `${runbook.channels[id]?.[text.language] ?? id}: ${span(of(times))}`,
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
