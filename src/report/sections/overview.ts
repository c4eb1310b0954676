import type { EventData } from '../../domain/log/event.ts'
import { durationInSeconds } from '../../domain/report/milestones.ts'
import type { Report } from '../../domain/report/report.ts'
import type { Language, ReportPart, Runbook } from '../../domain/runbook/runbook.ts'
import { type Block, code, type Inline, type Item, joinInline, list, paragraph, table } from '../../view/blocks.ts'
import { elapsedText, timeText } from '../../view/time-format.ts'
import type { ReportContext } from '../context.ts'
import { channelName, factName, factWords, personName, spanWords, targetNameIn, typeName } from '../wording.ts'
import type { ReportLabels } from '../words.en.ts'

/** What kind of halt it was, how severe, and how long it lasted. Customers see no severity, and of the phases only the current one. */
export function summaryBlocks(report: Report, context: ReportContext): Block[] {
  const { text, labels, audience, stamp } = context
  const { words } = text
  const types = report.types.map(
    ({ type, at }, i): Inline =>
      i === 0 ? typeName(type, context) : [`${labels.typeBecame} ${timeText(at)}: `, typeName(type, context)],
  )
  const span = durationInSeconds(report.startedAt, report.fullyResumedAt ?? report.closedAt)
  const { planned, people } = report
  const plannedSpan = planned === null ? null : durationInSeconds(planned.from, planned.to)
  const severities = report.severities.map(
    ({ severity, at }, i) =>
      `${i === 0 ? '' : `${labels.severityBecame} ${timeText(at)}: `}${words.severity(severity)}`,
  )
  const phases = report.phases.map(({ phase, from, to }): Item => {
    const name = phase === null ? labels.undeclared : words.phase[phase]
    const [begun, ended] = [timeText(stamp(from)), timeText(stamp(to))]
    return { text: `${name}: ${words.marked(spanWords((to - from) / 1000, context), labels.fromTo(begun, ended))}` }
  })
  const rows: [string | null, Inline | null, Item[]?][] = [
    [labels.incident, code(report.incident)],
    [labels.type, joinInline(types, '; ')],
    [null, audience === 'customer' ? null : labels.severity(severities.join('; ') || words.severity(null))],
    [labels.phase, words.phase[report.phase as keyof typeof words.phase], audience === 'customer' ? [] : phases],
    [labels.closedAs, report.closedAs === null ? null : words.closing[report.closedAs as keyof typeof words.closing]],
    ...undoneClosings(report, context).map((closing): [string, Inline] => [labels.closingUndone, closing]),
    [labels.planned, planned === null ? null : plannedWords(report, planned, context)],
    [labels.plannedDuration, plannedSpan === null ? null : spanWords(plannedSpan, context)],
    [labels.duration, span === null ? labels.unknown : spanWords(span, context)],
    [labels.declaredBy, report.declaredBy === '' ? null : personName(report.declaredBy, context)],
    [labels.people, people.length === 0 ? null : labels.listed(people.map((id) => personName(id, context)))],
    [labels.zone, `UTC${report.declaredAt.slice(23)}`],
  ]
  return [
    list(
      rows.flatMap(([label, value, items = []]) =>
        value === null ? [] : [{ text: label === null ? value : [`${label}: `, value], items }],
      ),
    ),
  ]
}

/** When it was planned, and how much earlier or later it began. */
function plannedWords(
  { startedAt }: Report,
  { from, to }: NonNullable<Report['planned']>,
  { text, labels }: ReportContext,
): string {
  const span = labels.fromTo(timeText(from), timeText(to))
  const lateSeconds = startedAt === null ? 0 : (Date.parse(startedAt) - Date.parse(from)) / 1000
  if (Math.abs(lateSeconds) < ON_TIME_SECONDS) return span
  const off = text.words.roughly(Math.abs(lateSeconds))
  return text.words.marked(span, lateSeconds < 0 ? labels.begunEarly(off) : labels.begunLate(off))
}

/** A planned halt that begins within so many seconds of its planned start begins on time. */
const ON_TIME_SECONDS = 300

/** Each closing that was taken back: when and as what the halt was closed, and when and why that was undone. */
function undoneClosings({ undone }: Report, { text, labels }: ReportContext): string[] {
  return undone.flatMap(({ target, recordedAt, reason }) => {
    if (target.type !== 'incident.closed') return []
    const { as } = target.data as EventData['incident.closed']
    return [labels.takenBack(timeText(target.at), text.words.closing[as], timeText(recordedAt), reason)]
  })
}

export function milestoneBlocks(report: Report, { runbook, text, labels }: ReportContext): Block[] {
  const { enteredLate, marked, roughly } = text.words
  const rows = report.milestones.map(({ id, at, offsetSeconds, interruption, enteredLateSeconds: late }) => {
    const elapsed = offsetSeconds === null ? '' : elapsedText(offsetSeconds * 1000)
    const name = milestoneWords(id, runbook, text.language, labels)
    const what = late === null ? name : marked(name, enteredLate(roughly(late)))
    return [timeText(at), elapsed, what, report.interruptions === 1 ? '' : String(interruption)]
  })
  return [table([labels.time, labels.offset, labels.what, labels.interruption], rows, labels.nothing)]
}

/** The name of a milestone, from an id such as `first-notice:website`. */
export function milestoneWords(id: string, runbook: Runbook, language: Language, labels: ReportLabels): string {
  const [kind = '', subject = '', asset] = id.split(':')
  const name = runbook.channels[subject]?.[language] ?? runbook.operations[subject]?.[language] ?? subject
  return labels.milestone(kind, asset === undefined ? name : `${name} ${asset}`)
}

export function metricsBlocks(report: Report, context: ReportContext): Block[] {
  const { metrics: m, milestones, declaredAt, planned } = report
  const { labels, text } = context
  const { noticeFacts: facts } = m
  const unknownFacts = [...facts.notYetKnown, ...facts.notStated].map((name) => factName(name, context))
  const known = (seconds: number | null) => (seconds === null ? null : spanWords(seconds, context))
  const span = (seconds: number | null) => known(seconds) ?? labels.unknown
  const byChannel = (
    label: string,
    times: Readonly<Record<string, number | null>>,
    toWords: (seconds: number | null, channel: string) => string | null = known,
  ): Item => {
    const all = Object.entries(times).map(([id, seconds]) => ({ id, words: toWords(seconds, id) }))
    const items = all.map(({ id, words }) => ({ text: `${channelName(id, context)}: ${words ?? labels.unknown}` }))
    const isKnown = all.some(({ words }) => words !== null)
    return isKnown ? { text: `${label}:`, items } : { text: `${label}: ${labels.unknown}` }
  }
  const isBeforeDeclaration = (id: string) =>
    milestones.some((m) => m.id === `first-notice:${id}` && Date.parse(m.at) < Date.parse(declaredAt))
  const factsKnown = labels.kept(facts.known, facts.asked)
  const unknownWords = labels.notKnown(labels.listed(unknownFacts))
  const fromDeclaring = byChannel(labels.timeFromDeclaring, m.timeFromDeclaringSecondsByChannel, (seconds, id) =>
    isBeforeDeclaration(id) ? labels.beforeDeclaring : known(seconds),
  )
  return [
    list([
      `${labels.timeToDetect}: ${known(m.timeToDetectSeconds) ?? noTimeToDetect(report, labels)}`,
      {
        ...byChannel(labels.timeToNotify, m.timeToNotifySecondsByChannel),
        text: `${labels.timeToNotify}: ${span(m.timeToNotifySeconds)}`,
      },
      planned === null ? fromDeclaring : `${labels.timeFromDeclaring}: ${labels.notForPlanned}`,
      `${labels.timeToResume}: ${span(m.timeToResumeSeconds)}`,
      byChannel(labels.timeToResumptionNotice, m.timeToResumptionNoticeSecondsByChannel),
      ...(m.updatesDue === 0 ? [] : [`${labels.promisesInTime}: ${labels.kept(m.updatesKept, m.updatesDue)}`]),
      `${labels.factsKnown}: ${unknownFacts.length === 0 ? factsKnown : text.words.marked(factsKnown, unknownWords)}`,
    ]),
  ]
}

/** Why there is no time to detect. */
function noTimeToDetect({ milestones, planned, startedAt }: Report, labels: ReportLabels): string {
  if (planned !== null) return labels.notForPlanned
  const detectedAt = milestones.find(({ id }) => id === 'detected')?.at
  const isBeforeStart = detectedAt !== undefined && startedAt !== null && Date.parse(detectedAt) < Date.parse(startedAt)
  return isBeforeStart ? labels.detectedBefore : labels.unknown
}

export function impactBlocks({ impact: figures }: Report, context: ReportContext): Block[] {
  const { labels, audience } = context
  const span = (seconds: number) => (seconds === 0 ? '-' : spanWords(seconds, context))
  const rows = figures.operations.map(({ target, stoppedSeconds, restrictedSeconds, timeToResumeSeconds }) => [
    targetNameIn(target, context),
    span(stoppedSeconds),
    span(restrictedSeconds),
    timeToResumeSeconds === null ? labels.unknown : spanWords(timeToResumeSeconds, context),
  ])
  const head = [labels.operation, labels.stopped, labels.restricted, labels.toResumption]
  const hasMail = figures.recipientsAccepted + figures.recipientsRefused > 0
  // The counts include internal notices, which customers do not see.
  if (audience === 'customer') return [table(head, rows, labels.noScope)]
  return [
    table(head, rows, labels.noScope),
    list([
      labels.noticesSent(figures.noticesSent),
      ...(hasMail
        ? [`${labels.mailed}: ${labels.recipients(figures.recipientsAccepted, figures.recipientsRefused, null)}`]
        : []),
    ]),
  ]
}

/** Returns the function that writes one part of the report, fact by fact; unstated facts are listed as not known. */
export function reportPartBlocks(id: ReportPart) {
  return (report: Report, context: ReportContext): Block[] => {
    const items = report.parts[id].map(
      ({ fact, view }) => `${factName(fact, context)}: ${factWords(fact, view, context)}`,
    )
    if (items.length > 0) return [list(items)]
    return context.audience === 'customer' ? [] : [paragraph(context.labels.unknown)]
  }
}
