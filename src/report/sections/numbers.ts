import type { Told } from '../../domain/report/measured.ts'
import type { Report } from '../../domain/report/report.ts'
import { type Block, type Item, list } from '../blocks.ts'
import type { ReportContext } from '../context.ts'
import { channelName, factName, spanWords } from '../names.ts'

/** How soon, how well customers were told, and for how long trading stood still. */
export function numbers({ metrics: m, measured, milestones, declaredAt }: Report, context: ReportContext): Block[] {
  const { labels } = context
  const { facts, channels } = measured
  const open = [...facts.notYetKnown, ...facts.notStated].map((name) => factName(name, context))
  const known = (seconds: number | null) => (seconds === null ? null : spanWords(seconds, context))
  const span = (seconds: number | null) => known(seconds) ?? labels.unknown
  const told = (label: string, said: (told: Told, id: string) => string | null): Item => {
    const all = Object.entries(channels).map(([id, times]) => ({ id, words: said(times, id) }))
    const items = all.map(({ id, words }) => ({ text: `${channelName(id, context)}: ${words ?? labels.unknown}` }))
    const isKnown = all.some(({ words }) => words !== null)
    return isKnown ? { text: `${label}:`, items } : { text: `${label}: ${labels.unknown}` }
  }
  const isEarly = (id: string) =>
    milestones.some((m) => m.id === `first-notice:${id}` && Date.parse(m.at) < Date.parse(declaredAt))
  const factsKnown = labels.kept(facts.known, facts.asked)
  return [
    list([
      `${labels.timeToDetect}: ${span(m.timeToDetectSeconds)}`,
      {
        ...told(labels.timeToNotify, ({ fromStartSeconds }) => known(fromStartSeconds)),
        text: `${labels.timeToNotify}: ${span(m.timeToNotifySeconds)}`,
      },
      told(labels.timeFromDeclaring, ({ fromDeclaringSeconds }, id) =>
        isEarly(id) ? labels.beforeDeclaring : known(fromDeclaringSeconds),
      ),
      `${labels.timeToResume}: ${span(m.timeToResumeSeconds)}`,
      told(labels.timeToResumptionNotice, ({ resumptionFromLiftSeconds }) => known(resumptionFromLiftSeconds)),
      `${labels.promisesInTime}: ${labels.kept(m.updatesKept, m.updatesDue)}`,
      `${labels.factsKnown}: ${factsKnown}${open.length === 0 ? '' : ` (${labels.unknown}: ${open.join(', ')})`}`,
    ]),
  ]
}
