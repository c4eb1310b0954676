import { grouped } from '../../domain/grouped.ts'
import type { FactView } from '../../domain/incident/facts.ts'
import type { Hypothesis } from '../../domain/incident/hypotheses.ts'
import { wentOut } from '../../domain/incident/notice-reach.ts'
import { recordOf } from '../../domain/incident/notices.ts'
import { happenedBefore, type Recorded } from '../../domain/incident/order-of-events.ts'
import { wordsIn } from '../../domain/incident/own-texts.ts'
import { restrictedSpans } from '../../domain/incident/restrictions.ts'
import { formatTarget, isPartlyResumed } from '../../domain/incident/scope.ts'
import type { EventData } from '../../domain/log/event.ts'
import { isOutsideAudience } from '../../domain/report/audience.ts'
import { noticeOutcomes } from '../../domain/report/impact.ts'
import { durationInSeconds, type Milestone } from '../../domain/report/milestones.ts'
import { phaseParts } from '../../domain/report/phase-parts.ts'
import type { FactInPart, Report } from '../../domain/report/report.ts'
import { confirmedFor } from '../../domain/report/root-cause.ts'
import { lateUpdateRounds } from '../../domain/report/update-promises.ts'
import { factWithRole } from '../../domain/runbook/fact-roles.ts'
import { customerChannels, type Phase, type ReportPart } from '../../domain/runbook/runbook.ts'
import { secondsBetween } from '../../domain/time.ts'
import { phaseWords } from '../../incident/labels.ts'
import { type Block, code, type Inline, type Item, joinInline, list, table, tableIfAny } from '../../view/blocks.ts'
import { elapsedText, timeText } from '../../view/time-format.ts'
import type { ReportContext } from '../context.ts'
import {
  channelName,
  customerWordsItems,
  eventReference,
  factName,
  factsToShow,
  factWords,
  inOwnLanguage,
  languageMarks,
  personalWords,
  personName,
  spanWords,
  targetNameIn,
  typeName,
  typeNames,
} from '../wording.ts'
import type { ReportLabels } from '../words.en.ts'
import { assetsStillRestricted } from './partly-restricted.ts'

/** What kind of halt it was, how severe, and its phases. Customers see neither severity nor phases, but how it stands. */
export function detailBlocks(report: Report, context: ReportContext): Block[] {
  const { text, labels, audience, stamp } = context
  const { words } = text
  const { planned, people } = report
  const changes = report.types.map(
    ({ type, at }, i): Inline =>
      i === 0 ? typeName(type, context) : [`${labels.typeBecame} ${timeText(at)}: `, typeName(type, context)],
  )
  const types = audience === 'customer' ? typeNames(report.types, context) : joinInline(changes, '; ')
  const plannedSpan = planned === null ? null : durationInSeconds(planned.from, planned.to)
  const severities = report.severities.map(
    ({ severity, at }, i) =>
      `${i === 0 ? '' : `${labels.severityBecame} ${timeText(at)}: `}${words.severity(severity)}`,
  )
  const phases = phaseParts(report.phases, report.scopeHistory).map(({ phase, from, to, restricted }): Item => {
    const own = phase === null ? labels.undeclared : words.phase[phase]
    const name = phaseWords(own, restricted, words)
    const [begun, ended] = [timeText(stamp(from)), timeText(stamp(to))]
    return {
      text: `${name}: ${words.marked(spanWords(secondsBetween(from, to), context), labels.fromTo(begun, ended))}`,
    }
  })
  const rows: [string | null, Inline | null, Item[]?][] = [
    [labels.incident, code(report.incident)],
    [labels.type, audience === 'customer' && report.closedAs === 'false-alarm' ? null : types],
    [null, audience === 'customer' ? null : labels.severity(severities.join('; ') || words.severity(null))],
    audience === 'customer'
      ? [labels.state, customerState(report, labels)]
      : [labels.phase, phaseWords(words.phase[report.phase as Phase], isPartlyResumed(report), words), phases],
    [labels.closedAs, report.closedAs === null ? null : words.closing[report.closedAs as keyof typeof words.closing]],
    ...undoneClosings(report, context).map((closing): [string, Inline] => [labels.closingUndone, closing]),
    [labels.planned, planned === null ? null : plannedWords(report, planned, context)],
    [labels.plannedDuration, plannedSpan === null ? null : spanWords(plannedSpan, context)],
    [labels.declaredBy, report.declaredBy === '' ? null : personName(report.declaredBy, context)],
    [labels.people, people.length === 0 ? null : labels.listed(people.map((id) => personName(id, context)))],
    [labels.zone, zoneOf(report)],
  ]
  return [
    list(
      rows.flatMap(([label, value, items = []]) =>
        value === null ? [] : [{ text: label === null ? value : [`${label}: `, value], items }],
      ),
    ),
  ]
}

/** The offset of the times in a report, such as `UTC+09:00`. */
export function zoneOf({ declaredAt }: Report): string {
  return `UTC${declaredAt.slice(23)}`
}

/** How the halt stands, without the words for phases that only those who work on it know. */
function customerState({ startedAt, fullyResumedAt, liftedAt, closedAt }: Report, labels: ReportLabels): string {
  if (fullyResumedAt !== null) return labels.customerState.resumed
  if (closedAt !== null) return labels.customerState.over
  if (startedAt === null) return labels.customerState.planned
  return liftedAt === null ? labels.customerState.stopped : labels.customerState.partly
}

/** Why there is no time to full resumption. */
export function notResumed(report: Report, labels: ReportLabels): string {
  const { startedAt, fullyResumedAt, closedAt } = report
  if (wasNoHalt(report)) return labels.noHalt
  if (fullyResumedAt !== null) return labels.unknown
  if (startedAt === null) return closedAt === null ? labels.notBegun : labels.neverBegun
  return closedAt === null ? labels.notResumed : labels.neverResumed
}

/** Whether there was no halt: it was closed as a false alarm, and nothing is on record as restricted or lifted. */
export function wasNoHalt({ closedAs, startedAt, liftedAt, interruptions, scopeHistory }: Report): boolean {
  if (closedAs !== 'false-alarm' || startedAt === null || liftedAt !== null || interruptions !== 1) return false
  return restrictedSpans(scopeHistory).length === 0
}

/** The milestones, without the beginning of what was no halt. */
export function milestonesShown(report: Report): readonly Milestone[] {
  return wasNoHalt(report) ? report.milestones.filter(({ id }) => id !== 'started') : report.milestones
}

/** What stands for a table of what was restricted while it is empty. */
export function nothingRestricted(report: Report, labels: ReportLabels): string {
  if (wasNoHalt(report)) return labels.nothingRestricted
  if (report.startedAt !== null || report.planned === null)
    return report.scope.length === 0 ? labels.noScope : labels.noTimes
  return report.closedAt === null ? labels.planNotBegun : labels.planNeverBegun
}

/** When it was planned, and how much earlier or later it began. */
export function plannedWords(
  { startedAt }: Report,
  { from, to }: NonNullable<Report['planned']>,
  context: ReportContext,
): string {
  const { text, labels } = context
  const timeOrUnknown = (at: string | null) => (at === null ? labels.unknown : timeText(at))
  const span = labels.fromTo(timeOrUnknown(from), timeOrUnknown(to))
  const lateSeconds = startedAt === null || from === null ? 0 : (Date.parse(startedAt) - Date.parse(from)) / 1000
  if (Math.abs(lateSeconds) < ON_TIME_SECONDS) return span
  const off = spanWords(Math.abs(lateSeconds), context)
  return text.words.marked(span, lateSeconds < 0 ? labels.begunEarly(off) : labels.begunLate(off))
}

/** A planned halt that begins within so many seconds of its planned start begins on time. */
const ON_TIME_SECONDS = 300

/** Each closing that was taken back: when and as what the halt was closed, and when and why that was undone. */
function undoneClosings({ undone }: Report, context: ReportContext): string[] {
  const { text, labels } = context
  return undone.flatMap(({ target, recordedAt, reason }) => {
    if (target.type !== 'incident.closed') return []
    const { as } = target.data as EventData['incident.closed']
    const why = inOwnLanguage(reason, context)
    return [labels.takenBack(timeText(target.at), text.words.closing[as], timeText(recordedAt), why)]
  })
}

/** The milestones; what resumed in one second stands in one row. */
export function milestoneBlocks(report: Report, context: ReportContext): Block[] {
  const { labels } = context
  const moments = grouped(milestonesShown(report), ({ id, at, interruption }) => {
    return [timeText(at), interruption, /^(lifted|resumed:.*|fully-resumed)$/.test(id) ? 'resumed' : id]
  })
  const rows = moments.map((together) => {
    const [{ at, offsetSeconds, interruption }] = together
    return [
      timeText(at),
      offsetSeconds === null || wasNoHalt(report) ? '' : elapsedText(offsetSeconds * 1000),
      labels.atOneMoment(momentsWords(together, report, context)),
      report.interruptions === 1 ? '' : String(interruption),
    ]
  })
  return tableIfAny([labels.time, labels.offset, labels.what, labels.interruption], rows)
}

/** The names of milestones of one moment, each kind once, without a lift that says no more than what resumed. */
function momentsWords(together: readonly Milestone[], report: Report, context: ReportContext): string[] {
  const isResumed = together.some(({ id }) => id.startsWith('resumed:'))
  const telling = together.filter(({ id, partial }) => id !== 'lifted' || partial || !isResumed)
  const kinds = grouped(telling, ({ id, number, enteredLateSeconds }) => [id.split(':')[0], number, enteredLateSeconds])
  const wordsOf = (same: readonly [Milestone, ...Milestone[]]) =>
    milestoneWords(
      same[0],
      context,
      same.map((one) => subjectsWords(one, report, context)),
    )
  // What was entered equally late says so once.
  return grouped(kinds, ([{ enteredLateSeconds }]) => enteredLateSeconds).map((equal) =>
    withDelay(equal[0][0], context.labels.atOneMoment(equal.map(wordsOf)), context),
  )
}

/** What a milestone is about, and which assets of it were not open yet. The names for customers say that themselves. */
function subjectsWords({ id, at }: Milestone, { scopeHistory }: Report, context: ReportContext): string {
  const name = subjectName(id, context)
  if (!id.startsWith('resumed:') || context.audience === 'customer') return name
  const except = assetsStillRestricted(id.slice('resumed:'.length), Date.parse(at), scopeHistory)
  return except.length === 0 ? name : context.text.words.marked(name, context.labels.exceptAssets(except))
}

/** The name of a milestone, and how much later it was entered. */
export function milestoneText(milestone: Milestone, context: ReportContext): string {
  return withDelay(milestone, milestoneWords(milestone, context), context)
}

/** Adds how much later a milestone was entered. Customers need not know of it. */
function withDelay({ enteredLateSeconds: late }: Milestone, name: string, context: ReportContext): string {
  const { enteredLate, marked } = context.text.words
  return late === null || context.audience === 'customer' ? name : marked(name, enteredLate(spanWords(late, context)))
}

/** The name of a milestone, from an id such as `first-notice:website`; `names` are of all that it is about. */
export function milestoneWords(
  { id, number, partial, interruption }: Pick<Milestone, 'id' | 'number' | 'partial' | 'interruption'>,
  context: ReportContext,
  names: readonly string[] = [subjectName(id, context)],
): string {
  const { labels } = context
  const [kind = ''] = id.split(':')
  const isStart = kind === 'started'
  const isRestriction = isStart && context.restrictions.includes(interruption)
  const own = isRestriction ? labels.restrictionBegan : labels.milestone(kind, number)
  const begun = isStart && interruption > 1 ? labels.named(labels.interruptionNumber(interruption), own) : own
  const isUnstated = isStart && interruption === 1 && !context.isBeginningKnown
  const what = partial ? labels.partlyResumed : isUnstated ? labels.countedFrom : begun
  return labels.named(what, labels.listed(names))
}

/** The channel or operation that a milestone is about; empty if none. */
export function subjectName(id: string, context: ReportContext): string {
  const [kind, subject = ''] = id.split(/:(.*)/)
  return kind === 'resumed' ? targetNameIn(subject, context) : channelName(subject, context)
}

export function metricsBlocks(report: Report, context: ReportContext): Block[] {
  const { metrics: m, milestones, declaredAt, planned, closedAt, liftedAt } = report
  const { labels, text } = context
  const { noticeFacts: facts } = m
  const factNames = (ids: readonly string[]) => labels.listed(ids.map((id) => factName(id, context)))
  const known = (seconds: number | null) => (seconds === null ? null : spanWords(seconds, context))
  const notSent = closedAt === null ? labels.notSentYet : labels.neverSent
  const byChannel = (
    label: string,
    times: Readonly<Record<string, number | null>>,
    missing: (channel: string) => string,
  ): Item => {
    const all = Object.entries(times).map(([id, seconds]) => ({ id, words: known(seconds) }))
    const items = all.map(({ id, words }) => ({ text: `${channelName(id, context)}: ${words ?? missing(id)}` }))
    const [reason, ...others] = new Set(all.map(({ id, words }) => (words === null ? missing(id) : null)))
    return reason == null || others.length > 0 ? { text: `${label}:`, items } : { text: `${label}: ${reason}` }
  }
  const toldOf = (id: string, of = 'first') => milestones.findLast((m) => m.id === `${of}-notice:${id}`)
  const isTold = (id: string, of = 'first') => toldOf(id, of) !== undefined
  /** Why there is no time from `before` to a notice: it went out earlier, or only by clocks that disagree. */
  const earlier = (words: string, id: string, of: string, before: Recorded | null) => {
    const notice = report.notices.find((n) => n.channel === id && n.stage === of && n.at === toldOf(id, of)?.at)
    const isBefore = notice === undefined || before === null || happenedBefore(recordOf(notice), before)
    return isBefore ? words : labels.unknownByClocks
  }
  const noneSent = (id: string) => (isTold(id, 'resumption') ? labels.toldOfResumptionOnly : notSent)
  const noFirstNotice = (id: string) => (isTold(id) ? labels.beforeStart : noneSent(id))
  const noResumptionNotice = (id: string) => {
    if (liftedAt === null) return notResumed(report, labels)
    const isResumptionTold = milestones.some(
      (m) => m.id === `resumption-notice:${id}` && m.interruption === report.interruptions,
    )
    return isResumptionTold ? earlier(labels.beforeLift, id, 'resumption', context.firstLift) : notSent
  }
  const declaration = { at: declaredAt, recordedAt: declaredAt, order: 0 }
  const isBeforeDeclaration = (id: string) =>
    milestones.some((m) => m.id === `first-notice:${id}` && Date.parse(m.at) < Date.parse(declaredAt))
  const factsKnown = labels.kept(facts.known, facts.asked)
  const lacking = [
    ...(facts.notYetKnown.length === 0 ? [] : [labels.notKnown(factNames(facts.notYetKnown))]),
    ...(facts.notStated.length === 0 ? [] : [labels.nobodyStated(factNames(facts.notStated))]),
  ]
  const lateUpdates = lateUpdateRounds(report.lateUpdates).length
  const isReopened = report.interruptions > 1
  const ofFirst = (label: string) => (isReopened ? labels.ofFirstStop(label) : label)
  const ofLatest = (label: string) => (isReopened ? labels.ofLatestStop(label) : label)
  const fromDeclaring = byChannel(ofFirst(labels.timeFromDeclaring), m.timeFromDeclaringSecondsByChannel, (id) =>
    isBeforeDeclaration(id) ? earlier(labels.beforeDeclaring, id, 'first', declaration) : noneSent(id),
  )
  const fromBeginning = [
    `${ofFirst(labels.timeToDetect)}: ${known(m.timeToDetectSeconds) ?? noTimeToDetect(report, context)}`,
    {
      ...byChannel(ofFirst(labels.timeToNotify), m.timeToNotifySecondsByChannel, noFirstNotice),
      text: `${ofFirst(labels.timeToNotify)}: ${known(m.timeToNotifySeconds) ?? noTimeToNotify(report, context)}`,
    },
  ]
  // What was no halt has no beginning to count from.
  const wasHalt = !wasNoHalt(report)
  const toResume = [
    `${isReopened ? labels.wholeSpan : labels.timeToResume}: ${known(m.timeToResumeSeconds) ?? notResumed(report, labels)}`,
    byChannel(ofLatest(labels.timeToResumptionNotice), m.timeToResumptionNoticeSecondsByChannel, noResumptionNotice),
  ]
  return [
    list([
      ...(wasHalt ? fromBeginning : []),
      planned === null ? fromDeclaring : `${ofFirst(labels.timeFromDeclaring)}: ${labels.notForPlanned}`,
      ...(wasHalt ? toResume : []),
      ...(m.updatesDue === 0 ? [] : [`${labels.promisesInTime}: ${labels.keptRounds(m.updatesKept, m.updatesDue)}`]),
      ...(lateUpdates === 0 ? [] : [`${labels.lateUpdates}: ${labels.times(lateUpdates)}`]),
      `${ofLatest(closedAt === null ? labels.factsKnown : labels.factsKnownAtEnd)}: ${lacking.length === 0 ? factsKnown : text.words.marked(factsKnown, labels.lacking(lacking))}`,
    ]),
  ]
}

/** Why there is no time to notify on all channels. */
export function noTimeToNotify({ milestones, metrics }: Report, { labels }: ReportContext): string {
  const isTold = (id: string) => milestones.some((m) => m.id === `first-notice:${id}`)
  return Object.keys(metrics.timeToNotifySecondsByChannel).every(isTold) ? labels.beforeStart : labels.notOnAll
}

/** Why there is no time to detect. */
export function noTimeToDetect({ milestones, planned, startedAt, facts }: Report, context: ReportContext): string {
  const { runbook, labels } = context
  if (planned !== null) return labels.notForPlanned
  const detectedAt = milestones.find(({ id }) => id === 'detected')?.at
  const isBeforeStart = detectedAt !== undefined && startedAt !== null && Date.parse(detectedAt) < Date.parse(startedAt)
  if (isBeforeStart) return labels.detectedBefore
  const fact = factWithRole(runbook, 'detected')
  return fact !== null && facts[fact]?.at === null ? labels.notFilledIn : labels.unknown
}

export function impactBlocks(report: Report, context: ReportContext): Block[] {
  const { labels, audience } = context
  const { impact: figures, scope } = report
  const states = new Map(scope.map((entry) => [formatTarget(entry), entry.state]))
  const isOpen = (target: string) => (states.get(target) ?? states.get(target.split(':')[0] ?? '')) === 'open'
  const span = (seconds: number) => (seconds === 0 ? '-' : spanWords(seconds, context))
  const targets = figures.operations.map(({ target }) => target)
  const rows = figures.operations.map(({ target, stoppedSeconds, restrictedSeconds, timeToResumeSeconds }) => [
    context.nameAmong(target, targets),
    span(stoppedSeconds),
    span(restrictedSeconds),
    timeToResumeSeconds !== null
      ? spanWords(timeToResumeSeconds, context)
      : isOpen(target)
        ? labels.unknown
        : notResumed(report, labels),
  ])
  const head = [labels.operation, labels.stopped, labels.restricted, labels.toResumption]
  const hasMail = figures.recipientsAccepted + figures.recipientsRefused > 0
  const stated = reportPartItems(report, 'impact', context)
  const counts = stated.length === 0 ? [] : [list(stated)]
  const customers = customerChannels(context.runbook)
  const hasInternal = report.notices.some((notice) => wentOut(notice) && !customers.includes(notice.channel))
  // The counts include internal notices, which customers do not see.
  if (audience === 'customer') return [table(head, rows, nothingRestricted(report, labels)), ...counts]
  return [
    table(head, rows, nothingRestricted(report, labels)),
    ...counts,
    list([
      labels.noticesSent(noticeOutcomes(report.notices), hasInternal),
      ...(hasMail
        ? [`${labels.mailed}: ${labels.recipients(figures.recipientsAccepted, figures.recipientsRefused, null)}`]
        : []),
    ]),
  ]
}

/** Returns the function that writes one part of the report, fact by fact; empty if nobody stated any. */
export function reportPartBlocks(id: ReportPart) {
  return (report: Report, context: ReportContext): Block[] => {
    const items = reportPartItems(report, id, context)
    return items.length === 0 ? [] : [list(items)]
  }
}

/** The facts of a part that were stated, each with its value and the words for customers. */
function reportPartItems(report: Report, id: ReportPart, context: ReportContext): Item[] {
  return factsToShow(report.parts[id], context).flatMap(({ fact, view }): Item[] => {
    const stated = report.factsByPerson[fact] ?? []
    if (stated.length > 0) return [itemByPerson(fact, stated, context)]
    const confirmed = confirmedFor(fact, report.parts.causes, report.hypotheses)
    if (confirmed === null && view.at === null) return []
    const words = confirmed === null ? factWords(fact, view, context) : rootCauseWords(confirmed, report, context)
    return [{ text: [`${factName(fact, context)}: `, words], items: customerWordsItems(fact, view, words, context) }]
  })
}

/** What each person stated of a fact that everybody states for themselves, with their names. */
function itemByPerson(fact: string, stated: readonly FactView[], context: ReportContext): Item {
  const [first = '', ...others] = stated.map((view) => personalWords(fact, view, context))
  const name = factName(fact, context)
  if (others.length === 0) return { text: context.labels.named(name, first) }
  return { text: name, items: [first, ...others].map((text) => ({ text })) }
}

/** The confirmed root cause; where its hypothesis stands with what confirmed it, no more than where that is. */
function rootCauseWords(hypothesis: Hypothesis, report: Report, context: ReportContext): Inline {
  if (context.references !== 'numbers') return confirmedWords(hypothesis, context)
  const { labels } = context
  return [`${labels.seeThought(labels.thought)} `, eventReference(hypothesis.event, report, context)]
}

/** What the report asks for and nobody stated, part by part, but for the impact, of which the first page says so. */
export function missingBlocks(report: Report, context: ReportContext): Block[] {
  const { labels } = context
  const { parts } = report
  const items = MISSING_PARTS.filter((part) => part !== 'review' || !isOutsideAudience(context.audience)).flatMap(
    (part) => {
      const names = parts[part].filter((one) => isMissing(one, report)).map(({ fact }) => factName(fact, context))
      return names.length === 0 ? [] : [labels.named(labels[part], labels.listed(names))]
    },
  )
  return items.length === 0 ? [] : [list(items)]
}

/** Whether a fact is asked for, and nobody stated it; nothing is asked for after a false alarm, or in a duplicate. */
export function isMissing({ fact, view }: FactInPart, { parts, hypotheses, closedAs, actions }: Report): boolean {
  return (
    closedAs !== 'false-alarm' &&
    closedAs !== 'duplicate' &&
    view.at === null &&
    confirmedFor(fact, parts.causes, hypotheses) === null &&
    !actions.some(({ serves }) => serves === fact)
  )
}

const MISSING_PARTS = ['causes', 'prevention', 'compensation', 'review'] as const satisfies readonly ReportPart[]

/** A hypothesis that was confirmed, and when. */
export function confirmedWords(hypothesis: Hypothesis, context: ReportContext): string {
  const { labels, text } = context
  const { confirmed } = hypothesis
  const words = wordsIn(text.language, hypothesis) ?? hypothesis.text
  const marks = [
    ...(confirmed === null ? [] : [labels.confirmedAt(timeText(confirmed.at))]),
    ...languageMarks(words, context),
  ]
  return marks.length === 0 ? words : text.words.marked(words, labels.joined(marks))
}
