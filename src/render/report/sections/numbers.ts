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
  const told = (label: string, of: (told: Told) => number | null): Item => {
    const items = Object.entries(channels).map(([id, times]) => ({
      text: `${channelName(id, context)}: ${span(of(times))}`,
    }))
    const isKnown = Object.values(channels).some((times) => of(times) !== null)
    return isKnown ? { text: `${label}:`, items } : { text: `${label}: ${labels.unknown}` }
  }
  const known = labels.kept(facts.known, facts.asked)
  return [
    list([
      `${labels.timeToDetect}: ${span(m.timeToDetectSeconds)}`,
      {
        ...told(labels.timeToNotify, ({ fromStartSeconds }) => fromStartSeconds),
        text: `${labels.timeToNotify}: ${span(m.timeToNotifySeconds)}`,
      },
      told(labels.timeFromDeclaring, ({ fromDeclaringSeconds }) => fromDeclaringSeconds),
      `${labels.timeToResume}: ${span(m.timeToResumeSeconds)}`,
      told(labels.timeToResumptionNotice, ({ resumptionFromLiftSeconds }) => resumptionFromLiftSeconds),
      `${labels.promisesInTime}: ${labels.kept(m.updatesKept, m.updatesDue)}`,
      `${labels.factsKnown}: ${known}${open.length === 0 ? '' : ` (${open.join(', ')})`}`,
    ]),
  ]
}
