import type { Told } from '../../../domain/report/measured.ts'
import type { Report } from '../../../domain/report/report.ts'
import { type Block, type Item, list } from '../blocks.ts'
import type { ReportContext } from '../context.ts'

/** How soon, how well customers were told, and for how long trading stood still. */
export function numbers(
  { metrics: m, measured, milestones, declaredAt }: Report,
  { runbook, text, labels }: ReportContext,
): Block[] {
  const { facts, channels } = measured
  const open = [...facts.notYetKnown, ...facts.notStated].map((name) => runbook.facts[name]?.[text.language] ?? name)
  const span = (seconds: number | null) => (seconds === null ? labels.unknown : text.words.seconds(seconds))
  const nameOf = (id: string) => runbook.channels[id]?.[text.language] ?? id
  const told = (of: (told: Told) => number | null): Item[] =>
    Object.entries(channels).map(([id, times]) => ({
      text: `${nameOf(id)}: ${span(of(times))}`,
    }))
  const isBefore = (id: string) =>
    milestones.some((m) => m.id === `first-notice:${id}` && Date.parse(m.at) < Date.parse(declaredAt))
  const fromDeclaring = Object.entries(channels).map(([id, { fromDeclaringSeconds }]) => ({
    text: `${nameOf(id)}: ${isBefore(id) ? labels.beforeDeclaring : span(fromDeclaringSeconds)}`,
  }))
  const known = labels.kept(facts.known, facts.asked)
  return [
    list([
      `${labels.timeToDetect}: ${span(m.timeToDetectSeconds)}`,
      {
        text: `${labels.timeToNotify}: ${span(m.timeToNotifySeconds)}`,
        items: told(({ fromStartSeconds }) => fromStartSeconds),
      },
      { text: `${labels.timeFromDeclaring}:`, items: fromDeclaring },
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
