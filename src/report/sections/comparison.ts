import type { Report } from '../../domain/report/report.ts'
import type { Compared } from '../../domain/stats/comparison.ts'
import { namedWriters } from '../../incident/new-writers.ts'
import { strangerLines } from '../../incident/strangers.ts'
import { type Block, code, joinInline, paragraph } from '../../view/blocks.ts'
import type { ReportContext } from '../context.ts'
import { capitalised, spanWords } from '../wording.ts'
import { noTimeToDetect, noTimeToNotify, notResumed } from './overview.ts'

type Wording = (figure: number) => string

/** The incident's times and promises beside those of earlier ones of its type; nothing if there are none. */
export function comparisonBlocks(report: Report, context: ReportContext): Block[] {
  const { comparison, metrics } = report
  if (comparison === null) return []
  const { labels } = context
  const { incidents, leftOut, passedOver, notRead, timeToDetect, timeToNotify, timeToResume, updatesKept } = comparison
  const { unknownWriters: recorded, declaredByUnknown: declared } = comparison
  const row = (label: string, { own, earlier }: Compared, unknown: string, words: Wording, ownWords = words) => [
    label,
    own === null ? unknown : ownWords(own),
    ...(earlier === null ? [labels.unknown, '', ''] : [earlier.median, earlier.least, earlier.most].map(words)),
    labels.kept(earlier?.count ?? 0, incidents.length),
  ]
  const time = (seconds: number) => spanWords(seconds, context)
  const share = (of: number) => labels.percent(Math.round(of * 100))
  const ownShare = (of: number) =>
    context.text.words.marked(labels.keptRounds(metrics.updatesKept, metrics.updatesDue), share(of))
  // Nobody has to detect a planned halt, nor earlier ones that were planned.
  const isDetected = report.planned === null || timeToDetect.earlier !== null
  const rows = [
    ...(isDetected ? [row(labels.timeToDetect, timeToDetect, noTimeToDetect(report, context), time)] : []),
    row(labels.timeToNotify, timeToNotify, noTimeToNotify(report, context), time),
    row(labels.timeToResume, timeToResume, notResumed(report, labels), time),
    row(labels.promisesInTime, updatesKept, labels.noneDue, share, ownShare),
  ]
  const head = [labels.measure, labels.thisIncident, labels.median, labels.least, labels.most, labels.knownFor]
  const named = (ids: readonly string[]) => joinInline(ids.map(code), ', ')
  return [
    { kind: 'table', head, rows },
    paragraph([`${labels.comparedWith}: `, named(incidents)]),
    ...(leftOut.length === 0 ? [] : [paragraph([`${labels.notCompared}: `, named(leftOut)])]),
    ...passedOverBlocks(passedOver, context),
    ...(notRead === 0 ? [] : [paragraph([labels.notLookedThrough(notRead)])]),
    ...strangerLines(context, { recorded, declared }).map((line) => paragraph([capitalised(line)])),
  ]
}

/** They may be any number, since whoever can write to the workspace can declare them. */
function passedOverBlocks(ids: readonly string[], { labels, text }: ReportContext): Block[] {
  if (ids.length === 0) return []
  const { named, more } = namedWriters(ids)
  const words = more === 0 ? [] : [text.said.andMore(more)]
  return [paragraph([`${labels.passedOver}: `, joinInline([...named.map(code), ...words], ', ')])]
}
