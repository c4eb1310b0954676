import type { FactView } from '../../domain/incident/facts.ts'
import { byUrgency } from '../../domain/incident/follow-up-state.ts'
import { isFollowUpOverdue } from '../../domain/incident/incident.ts'
import { wentOut } from '../../domain/incident/notice-reach.ts'
import { noticesAsSent } from '../../domain/incident/notices.ts'
import { wordsIn } from '../../domain/incident/own-texts.ts'
import { restrictedSpans } from '../../domain/incident/restrictions.ts'
import type { ScopeHistory } from '../../domain/incident/scope-history.ts'
import type { TimeSpan } from '../../domain/incident/spans.ts'
import type { Claim } from '../../domain/log/event.ts'
import { isQuestion } from '../../domain/notice/stated-facts.ts'
import { firstTold } from '../../domain/report/audience.ts'
import type { Milestone } from '../../domain/report/milestones.ts'
import type { Report } from '../../domain/report/report.ts'
import { rootCauseOf } from '../../domain/report/root-cause.ts'
import { factWithRole } from '../../domain/runbook/fact-roles.ts'
import { type Bilingual, LANGUAGES } from '../../domain/runbook/runbook.ts'
import { secondsBetween, wholeMinute } from '../../domain/time.ts'
import { type Block, type Inline, list, strong } from '../../view/blocks.ts'
import { LONGEST_LINE, shortLine } from '../../view/inert.ts'
import { dueText, timeText } from '../../view/time-format.ts'
import type { ReportContext } from '../context.ts'
import { heldThen } from '../past.ts'
import {
  factName,
  factWords,
  languageMarks,
  markedAs,
  ownWords,
  personName,
  publicWordsIn,
  spanWords,
  titleIn,
  typeName,
  typeNames,
  wordsBesideOther,
} from '../wording.ts'
import { outstandingFilings } from './filings.ts'
import { actionState, dueWords, ownerName } from './follow-up.ts'
import {
  confirmedWords,
  milestoneWords,
  nothingRestricted,
  notResumed,
  plannedWords,
  subjectName,
  wasNoHalt,
  zoneOf,
} from './overview.ts'
import { assetsStillRestricted, partlyRestricted } from './partly-restricted.ts'
import { isRetracted } from './record.ts'
import { isCauseToldUnknown, toldCauses } from './told-causes.ts'

/** The first page: six answers that stand alone, in the words of the audience. */
export function summaryBlocks(report: Report, context: ReportContext): Block[] {
  const { asks } = context.labels
  // Nothing that was retracted is told again.
  const unless = (answer: string | null) =>
    isRetracted(report, context)
      ? null
      : (answer ?? context.labels.sentences([context.labels.untold(isClosed(report))]))
  const answers: readonly (readonly [question: string, answer: string | null])[] = [
    [asks.what, whatHappened(report, context)],
    [asks.who, unless(whoWasAffected(report, context))],
    [asks.when, fromWhenToWhen(report, context)],
    [asks.safe, unless(whetherSafe(report, context))],
    [asks.why, unless(whyItHappened(report, context))],
    [asks.next, unless(whatComesNext(report, context))],
  ]
  return [
    list(
      answers.flatMap(([question, answer]): Inline[] =>
        answer === null ? [] : [[strong(question), ' ', shortLine(answer, LONGEST_LINE)]],
      ),
    ),
  ]
}

/** The type of halt, its title, and what was stopped or restricted. */
function whatHappened(report: Report, context: ReportContext): string {
  const { labels, text, audience } = context
  const type = audience === 'customer' ? typeNames(report.types, context) : typeName(report.type, context)
  const title = titleIn(report, context)
  const marks = [
    ...(title === null ? [] : languageMarks(title, context)),
    ...(title === null ? [] : [type]),
    ...(report.severity === null ? [] : [text.words.severity(report.severity)]),
  ]
  const name = title ?? type
  const marked = marks.length === 0 ? name : text.words.marked(name, labels.joined(marks))
  const isAlarm = isRetracted(report, context)
  if (isAlarm && wasNoHalt(report)) return labels.sentences([nothingRestricted(report, labels)])
  const kind = isAlarm ? labels.wasFalseAlarm : labels.beginning(marked)
  const targets = (matches: (target: ScopeHistory) => boolean) =>
    report.scopeHistory.filter(matches).map(({ target }) => target)
  const stopped = targets(wasStopped)
  const limited = targets((one) => !wasStopped(one) && one.spans.some(({ state }) => state !== 'open'))
  const scope = [
    ...(stopped.length === 0 ? [] : [labels.wasStopped(context.targetNames(stopped))]),
    ...(limited.length === 0 ? [] : [labels.wasRestricted(context.targetNames(limited))]),
  ]
  return labels.sentences([kind, ...(scope.length === 0 ? [nothingRestricted(report, labels)] : scope)])
}

/** How customers were affected, and the counts that were stated. */
function whoWasAffected(report: Report, context: ReportContext): string | null {
  const { labels, runbook, audience } = context
  const name = factWithRole(runbook, 'impact')
  const view = name === null ? undefined : report.facts[name]
  const how = name === null || view?.known !== true ? [] : [impactWords(name, view, report, context)]
  const counts = report.parts.impact
    .filter((one) => (audience === 'customer' ? one.view.known : one.view.at !== null))
    .map(({ fact, view }) => labels.named(factName(fact, context), factWords(fact, view, context)))
  const unstated = report.parts.impact.filter(({ view }) => view.at === null)
  const said = [...how, ...(counts.length === 0 ? [] : [labels.itemized(counts)])]
  if (audience === 'customer') return said.length === 0 ? null : labels.sentences(said)
  // After a false alarm, nothing more is asked for.
  if (wasNoHalt(report)) return labels.sentences(said.length === 0 ? [labels.safetyUnstated(true)] : said)
  if (counts.length === 0) return labels.sentences([...how, labels.noCounts])
  const missing = labels.listed(unstated.map(({ fact }) => factName(fact, context)))
  return labels.sentences([...said, ...(missing === '' ? [] : [labels.neverStated(missing)])])
}

/** What was said of the impact: as of then, if it was said before services had resumed or the incident was closed. */
function impactWords(fact: string, view: FactView, report: Report, context: ReportContext): string {
  const { labels, text, audience } = context
  const words = publicWordsIn(text.language, view)
  if (view.value !== null || words === null) return factWords(fact, view, context)
  if (wasNoHalt(report)) return markedAs(labels.forCustomersBefore(words), words, context)
  if (heldThen(fact, view, report, context)) return markedAs(labels.forCustomersThen(words), words, context)
  // Words for customers, which say of no time whether they were told.
  return audience === 'customer' ? factWords(fact, view, context) : markedAs(labels.forCustomers(words), words, context)
}

/** From when to when services were stopped, and restricted in any way; and how that compares with the plan. */
function fromWhenToWhen(report: Report, context: ReportContext): string {
  const { labels, text, stamp, now } = context
  if (wasNoHalt(report)) return labels.sentences([labels.noHalt])
  const restricted = restrictedSpans(report.scopeHistory)
  const stopped = restrictedSpans(report.scopeHistory.map(onlyStops))
  const isSame = JSON.stringify(restricted) === JSON.stringify(stopped)
  const timesOf = ({ from, to }: TimeSpan): readonly [times: string, ...length: string[]] => {
    const [begun, ended] = [timeText(stamp(from)), timeText(stamp(to))]
    if (report.closedAt === null && report.fullyResumedAt === null && to >= now) return [labels.goingOnSince(begun)]
    const end = ended.slice(0, DATE) === begun.slice(0, DATE) ? ended.slice(DATE + 1) : ended
    return [labels.fromTo(begun, end), spanWords(secondsBetween(from, to), context)]
  }
  const span = (one: TimeSpan): string => {
    const [times, length] = timesOf(one)
    return length === undefined ? times : text.words.marked(times, length)
  }
  const spans = (all: readonly TimeSpan[]) => labels.itemized(all.map(span))
  const total = restricted.reduce((sum, { from, to }) => sum + secondsBetween(from, to), 0)
  const inAll =
    restricted.length === 1
      ? spans(restricted)
      : labels.inStops(
          restricted.length > NAMED_SPANS ? null : spans(restricted),
          spanWords(total, context),
          restricted.length,
        )
  const resumed = resumptionsInParts(report, context)
  const partly = partlyRestricted(report.scopeHistory, context, timesOf)
  const said = [
    ...beginnings(report, { restricted, stopped }, context),
    ...(stopped.length === 0 ? [] : [labels.stoppedFromTo(spans(stopped), resumed.length > 0)]),
    ...(partly.length === 0 ? [] : [labels.partlyRestricted(labels.itemized(partly))]),
    ...(restricted.length === 0 || isSame ? [] : [labels.wasStoppedOrRestricted(inAll)]),
    ...resumed,
    report.fullyResumedAt === null
      ? labels.named(labels.fullResumption, notResumed(report, labels))
      : labels.fullServiceSince(timeText(report.fullyResumedAt)),
    ...overrun(report, context),
    labels.named(labels.zone, zoneOf(report)),
  ]
  return labels.sentences(said)
}

/**
 * When the halt began, resumed for a while and was reopened, where no time of a restriction says so. Of a planned halt that has not
 * begun, for when it is planned; a beginning that nobody stated is none.
 */
function beginnings(
  report: Report,
  { restricted, stopped }: Readonly<Record<'restricted' | 'stopped', readonly TimeSpan[]>>,
  context: ReportContext,
): string[] {
  const { labels, isBeginningKnown } = context
  const { startedAt, planned, milestones, interruptions } = report
  if (startedAt === null)
    return planned === null ? [] : [labels.named(labels.planned, plannedWords(report, planned, context))]
  return milestones.flatMap((one) => {
    const { id, at, interruption } = one
    const isBeginning = id === 'started' && (interruption > 1 || isBeginningKnown)
    const isRespite = id === 'fully-resumed' && interruption < interruptions
    const isShown = (isBeginning ? [...restricted, ...stopped] : restricted).some(
      ({ from, to }) => wholeMinute(isBeginning ? from : to) === wholeMinute(Date.parse(at)),
    )
    if (isShown || !(isBeginning || isRespite)) return []
    const isAgain = isBeginning && interruption > 1
    const what = isAgain ? labels.told.reopened : labels.beginning(milestoneWords(one, context))
    return [labels.named(what, timeText(at))]
  })
}

/** What was open again when, a sentence for each time, since the halt began or was last reopened; empty if all was at one time, or nothing is yet. */
function resumptionsInParts(
  { milestones, interruptions, fullyResumedAt, scopeHistory }: Report,
  context: ReportContext,
): string[] {
  const resumed = milestones.filter(
    ({ id, interruption }) => id.startsWith('resumed:') && interruption === interruptions,
  )
  const [first] = resumed
  if (first === undefined || (fullyResumedAt !== null && resumed.every(({ at }) => at === first.at))) return []
  const { labels, text } = context
  // The names for customers say it themselves.
  const isCustomers = context.audience === 'customer'
  const nameOf = ({ id, at }: Milestone) => {
    const except = isCustomers ? [] : assetsStillRestricted(id.slice('resumed:'.length), Date.parse(at), scopeHistory)
    const name = subjectName(id, context)
    return except.length === 0 ? name : text.words.marked(name, labels.exceptAssets(except))
  }
  let date = ''
  return [...new Set(resumed.map(({ at }) => at))].map((at, i) => {
    const time = timeText(at)
    const isSameDay = time.startsWith(date) && date !== ''
    date = time.slice(0, DATE)
    const names = resumed.filter((one) => one.at === at).map(nameOf)
    return labels.openAgainAt(labels.listed(names), isSameDay ? time.slice(DATE + 1) : time, i === 0)
  })
}

/** So many spans of time are named on the first page. */
const NAMED_SPANS = 4

/** The length of a date: `YYYY-MM-DD`. */
const DATE = 10

function wasStopped({ spans }: ScopeHistory): boolean {
  return spans.some(({ state }) => state === 'stopped')
}

function onlyStops({ target, spans }: ScopeHistory): ScopeHistory {
  return { target, spans: spans.filter(({ state }) => state === 'stopped') }
}

/** How much longer or shorter than planned it took. */
function overrun({ planned, fullyResumedAt, closedAt, startedAt }: Report, context: ReportContext): string[] {
  if (planned?.to == null || startedAt === null || (fullyResumedAt === null && closedAt !== null)) return []
  const { labels, now } = context
  const end = fullyResumedAt === null ? now : Date.parse(fullyResumedAt)
  const seconds = secondsBetween(Date.parse(planned.to), end)
  const span = spanWords(Math.abs(seconds), context)
  if (fullyResumedAt === null) return seconds > 0 ? [labels.overrunSoFar(timeText(planned.to), span)] : []
  return [seconds > 0 ? labels.overrun(timeText(planned.to), span) : labels.endedEarly(timeText(planned.to), span)]
}

/** What is on record of assets and data, with the evidence for claims in notices and who approved them. */
function whetherSafe(report: Report, context: ReportContext): string | null {
  const { runbook, labels, text, audience } = context
  const said = Object.entries(runbook.facts).flatMap(([fact, { safety }]) => {
    const view = report.facts[fact]
    if (safety !== true || view === undefined || view.at === null) return []
    if (!view.known)
      return [labels.named(factName(fact, context), isClosed(report) ? labels.neverCleared : labels.beingChecked)]
    const words = factWords(fact, view, context)
    const then = heldThen(fact, view, report, context)
    const beside = wordsBesideOther(view.value ?? '', view[text.language], context, then)
    return [labels.named(factName(fact, context), words), ...beside, ...statedBeforeOthers(fact, report, context)]
  })
  const claims = report.notices.filter(wentOut).flatMap(({ claim }) => (claim === null ? [] : [claim]))
  const claim = claims.at(-1)
  const isKnown = Object.entries(runbook.facts).some(
    ([fact, { safety }]) => safety === true && report.facts[fact]?.known,
  )
  // Customers do not see what claims rest on, so that nothing can be said of it.
  const none = isKnown && audience !== 'customer' ? [labels.noEvidence] : []
  const approved = (by: string) => labels.approvedBy(personName(by, context))
  const evidenceOf = ({ evidence, approvedBy }: Claim) =>
    text.words.marked(evidence, labels.joined([...languageMarks(evidence, context), approved(approvedBy)]))
  const evidence = claim === undefined ? none : [labels.onEvidence(evidenceOf(claim))]
  if (said.length === 0 && audience === 'customer') return toldAsChecked(report, context)
  return labels.sentences(
    said.length === 0 ? [labels.safetyUnstated(isClosed(report)), ...evidence] : [...said, ...evidence],
  )
}

/** That something was stated before what may contradict it, such as the safety of assets before a loss. */
function statedBeforeOthers(fact: string, { facts }: Report, context: ReportContext): string[] {
  const { runbook, labels, audience } = context
  const at = facts[fact]?.at ?? null
  if (at === null || audience === 'customer' || !isQuestion(runbook, fact)) return []
  const others = Object.keys(runbook.facts[fact]?.onceKnown ?? {}).filter((other) => {
    const view = facts[other]
    return view?.known === true && view.at !== null && Date.parse(at) < Date.parse(view.at)
  })
  if (others.length === 0) return []
  return [labels.statedBefore(timeText(at), labels.listed(others.map((other) => factName(other, context))))]
}

/** What customers' notices say is being checked although nobody stated so; null if they say it of nothing. */
function toldAsChecked(report: Report, context: ReportContext): string | null {
  const { runbook, labels } = context
  const isTold = (unknown: Bilingual | null | undefined) =>
    unknown != null &&
    LANGUAGES.some(
      (language) => firstTold({ words: unknown[language], stated: null, isRequired: false }, report.notices) !== null,
    )
  const checked = Object.entries(runbook.facts).flatMap(([fact, { safety, unknown, onceKnown = {} }]) =>
    safety === true && [unknown, ...Object.values(onceKnown)].some(isTold)
      ? [labels.named(factName(fact, context), labels.toldAsChecked(isClosed(report)))]
      : [],
  )
  return checked.length === 0 ? null : labels.sentences(checked)
}

function isClosed({ closedAt }: Report): boolean {
  return closedAt !== null
}

/** The root cause, or what is thought to be it, and how sure that is. */
function whyItHappened(report: Report, context: ReportContext): string | null {
  const { labels, text, audience, runbook } = context
  if (audience === 'customer') return whatCustomersKnowOfCauses(report, context)
  const cause = rootCauseOf(report.parts.causes, report.hypotheses)
  const name = factWithRole(runbook, 'cause')
  const view = name === null ? undefined : report.facts[name]
  const besideOther = (words: string, foundAt: string | null = null) => {
    const isEarlier = foundAt !== null && view?.at != null && Date.parse(view.at) < Date.parse(foundAt)
    return wordsBesideOther(words, view?.[text.language], context, false, isEarlier)
  }
  if (cause?.kind === 'stated') {
    const stated = cause.view[text.language] ?? cause.view.value ?? ''
    const words = factWords(cause.fact, cause.view, context)
    return labels.sentences([...besideOther(stated, cause.view.at), words, ...statedBy(cause.view, context)])
  }
  if (cause?.kind === 'confirmed') {
    const { hypothesis } = cause
    const words = wordsIn(text.language, hypothesis) ?? hypothesis.text
    return labels.sentences([...besideOther(words, hypothesis.confirmed?.at), confirmedWords(hypothesis, context)])
  }
  const stated =
    name !== null && view?.known === true
      ? [labels.asStated(factWords(name, view, context), isClosed(report)), ...besideOther(view.value ?? '')]
      : []
  const thought = cause === null ? [] : [labels.bestHypothesis(ownWords(cause.hypothesis, context), cause.open)]
  // Authorities do not see what was only thought to be the cause, but that it was stated not to be known.
  const isUnknown = [view, ...report.parts.causes.map((one) => one.view)].some((one) => one?.at != null && !one.known)
  const none = audience === 'regulator' && !isUnknown ? labels.causeUnstated : labels.causeUnknown
  return labels.sentences(stated.length + thought.length === 0 ? [none(isClosed(report))] : [...stated, ...thought])
}

/** What customers were told of the cause of each interruption, and whether a notice said that it was under investigation; null: nothing. */
function whatCustomersKnowOfCauses(report: Report, context: ReportContext): string | null {
  const { labels, causes } = context
  const told = toldCauses(report, context).filter(({ isKnown }) => isKnown)
  const unknown = isCauseToldUnknown(report, context) ? causes.filter(({ isKnown }) => !isKnown) : []
  const said = [...told, ...unknown].map(({ label, words, isKnown }) => {
    const investigated = labels.toldAsInvestigated(isClosed(report))
    if (causes.length > 1) return labels.named(label, isKnown ? words : investigated)
    return isKnown ? words : labels.beginning(investigated)
  })
  return said.length === 0 ? null : labels.sentences(said)
}

/** When something was stated, and by whom, since nothing says that it was confirmed. */
function statedBy({ at, by }: FactView, context: ReportContext): string[] {
  if (at === null) return []
  const name = by === null || context.audience === 'regulator' ? null : personName(by, context)
  return [context.labels.statedBy(timeText(at), name)]
}

/** How many follow-ups are named on the first page. */
const NAMED_FOLLOW_UPS = 3

/** What customers were told to wait for: when services are expected to resume, and when the next notice comes. */
function awaited(report: Report, context: ReportContext): string[] {
  const { labels, runbook } = context
  if (report.fullyResumedAt !== null || isClosed(report)) return []
  const name = factWithRole(runbook, 'expected-end')
  const view = name === null ? undefined : report.facts[name]
  const promised = noticesAsSent(report.notices).at(-1)?.next ?? null
  return [
    ...(name !== null && view?.known === true
      ? [labels.named(factName(name, context), factWords(name, view, context))]
      : []),
    ...(promised === null ? [] : [labels.nextNotice(dueText(promised))]),
  ]
}

/**
 * Reports to authorities, and open follow-ups, the ones due first; for customers what they wait for, and what was said of
 * prevention and compensation.
 */
function whatComesNext(report: Report, context: ReportContext): string | null {
  const { labels, audience } = context
  if (audience === 'customer') {
    const said = [...report.parts.prevention, ...report.parts.compensation].filter(({ view }) => view.known)
    const next = [...awaited(report, context), ...said.map(({ fact, view }) => factWords(fact, view, context))]
    return next.length === 0 ? null : labels.sentences(next)
  }
  const filings = outstandingFilings(report, context)
  const toFile = filings.length === 0 ? [] : [labels.filingsOutstanding(filings)]
  return labels.sentences([...toFile, ...followUpsToDo(report, context)])
}

/** How many follow-ups are open, and the most urgent of them with owner and date. */
function followUpsToDo({ actions }: Report, context: ReportContext): string[] {
  const { labels, text, audience, now } = context
  // That one is done is not for just anybody to say.
  const open = byUrgency(actions).filter(({ doneAt, unknown }) => doneAt === null || unknown)
  if (actions.length === 0) return [labels.noFollowUps]
  if (open.length === 0) return [labels.allFollowUpsDone(actions.length)]
  const named = open.slice(0, NAMED_FOLLOW_UPS).map((action) => {
    const owner = audience === 'regulator' ? [] : [ownerName(action, context)]
    const words = wordsIn(text.language, action) ?? action.text
    const isToBeSaid = action.unknown || isFollowUpOverdue(action, now)
    const state = isToBeSaid ? [actionState(action, context)] : []
    return text.words.marked(
      words,
      labels.joined([...languageMarks(words, context), ...owner, dueWords(action, context), ...state]),
    )
  })
  const rest = open.length - named.length
  return [labels.followUpsOpen(open.length, actions.length), labels.followUpsNamed(named, rest)]
}
