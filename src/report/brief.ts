import { grouped } from '../domain/grouped.ts'
import { currentWrite } from '../domain/incident/current-values.ts'
import type { FactView } from '../domain/incident/facts.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { wentOut } from '../domain/incident/notice-reach.ts'
import type { TimelineEntry } from '../domain/incident/timeline.ts'
import type { EventData } from '../domain/log/event.ts'
import { isOutsideAudience } from '../domain/report/audience.ts'
import {
  BRIEF_KINDS,
  BRIEF_TOKENS,
  type BriefKind,
  type BriefSentence,
  selectForBrief,
  sourceOfFact,
  statedScopes,
  tokensIn,
} from '../domain/report/brief.ts'
import type { Deviation } from '../domain/report/deviations.ts'
import { type FactChange, factHistory } from '../domain/report/history.ts'
import { noticeRounds } from '../domain/report/notice-rounds.ts'
import type { FactInPart, Report } from '../domain/report/report.ts'
import { confirmedFor } from '../domain/report/root-cause.ts'
import { TOLD_STAGES } from '../domain/report/story.ts'
import { factWithRole } from '../domain/runbook/fact-roles.ts'
import { wholeMinute } from '../domain/time.ts'
import { filingName } from '../incident/labels.ts'
import { code, type Inline, joinInline, list } from '../view/blocks.ts'
import { columnsOf } from '../view/columns.ts'
import { shortLine } from '../view/inert.ts'
import { blocksMarkdown, escapeMarkdown, escapeMarkdownInline } from '../view/markdown.ts'
import { timeText } from '../view/time-format.ts'
import type { ReportContext } from './context.ts'
import { documentHead, partsFor, titleOf } from './document.ts'
import { marksMarkdown } from './markdown.ts'
import { heldThen, inItsTime, isMoot } from './past.ts'
import { actionDueWords, actionState, ownerName } from './sections/follow-up.ts'
import { publicFactRows, saidIn } from './sections/record.ts'
import { channelsOfRound, deviationsInWords } from './sections/response.ts'
import { markedMoment, momentWords, saidBy } from './sections/story.ts'
import { unknownWriterWords } from './unknown-writers.ts'
import {
  factName,
  factsToShow,
  factWords,
  markedAs,
  noticeStage,
  ownWords,
  publicWordsIn,
  titleIn,
  typeName,
  wordsBesideOther,
} from './wording.ts'

/** The groups of sentences, in the order of the brief. */
const GROUPS = ['course', 'facts', 'next'] as const

interface Sentence extends BriefSentence {
  readonly group: (typeof GROUPS)[number]
  /** ISO 8601; null for what has no place among what happened. */
  readonly at: string | null
  readonly words: () => string
}

/** How much is shown of what one sentence says, in columns. */
const LONGEST_SENTENCE = 300
/** The room for the mark behind words in the other language. */
const LONGEST_MARK = 20

/**
 * Writes an incident for a person or an assistant who drafts a text about it, in at most `BRIEF_TOKENS`, as Markdown. It says
 * only what the report for its audience says, and names the events behind each sentence. `report` is redacted for that audience.
 */
export function reportBrief(report: Report, incident: Incident, context: ReportContext): string {
  const { labels } = context
  const sentences = sentencesOf(report, incident, context)
  const lines = new Map(sentences.map((sentence) => [sentence, lazily(() => lineOf(sentence))]))
  const line = (sentence: Sentence) => (lines.get(sentence) as () => string)()
  // What stands around the sentences, as if as much as possible had been left out.
  const most = Object.fromEntries(BRIEF_KINDS.map((kind) => [kind, sentences.length])) as Record<BriefKind, number>
  const around = paragraphs(() => [''], labels.leftOut(countOf(sentences), most))
  const { kept, leftOut } = selectForBrief(
    sentences,
    BRIEF_TOKENS - tokensIn(around),
    (sentence) => tokensIn(line(sentence)) + 1,
  )
  const inGroup = (group: Sentence['group']) => kept.filter((sentence) => sentence.group === group).map(line)
  return paragraphs(
    inGroup,
    leftOut.length === 0 ? labels.nothingLeftOut : labels.leftOut(countOf(leftOut), kindsOf(leftOut)),
  )

  function paragraphs(linesIn: (group: Sentence['group']) => readonly string[], ending: string): string {
    const { partial, marks } = documentHead(report, context)
    const strangers = unknownWriterWords(context)
    const groups = GROUPS.flatMap((group) => {
      const own = linesIn(group)
      return own.length === 0 ? [] : [`## ${escapeMarkdownInline(labels.briefGroups[group])}`, own.join('\n')]
    })
    const unstated = unstatedNames(report, context)
    return `${[
      `# ${escapeMarkdownInline(labels.briefHeading(titleOf(report, context)))}`,
      ...marksMarkdown({ partial, marks: strangers === null ? marks : [...marks, strangers] }).map((mark) =>
        [...mark].join(''),
      ),
      escapeMarkdown(labels.briefSays),
      ...groups,
      ...(unstated === '' ? [] : [escapeMarkdown(labels.neverStated(unstated))]),
      escapeMarkdown(ending),
    ].join('\n\n')}\n`
  }
}

function lineOf({ at, words, events }: Sentence): string {
  const time = at === null ? '' : `${timeText(at).slice(0, 'YYYY-MM-DD HH:MM'.length)} `
  const sources = joinInline(events.map(code), ' ')
  const said: Inline = [time, shortLine(words(), LONGEST_SENTENCE), ' (', sources, ')']
  return blocksMarkdown([list([said])])
}

function lazily<T extends string>(make: () => T): () => T {
  let made: T | null = null
  return () => {
    made ??= make()
    return made
  }
}

/** How many events the sentences rest on. */
function countOf(sentences: readonly Sentence[]): number {
  return new Set(sentences.flatMap(({ events }) => events)).size
}

function kindsOf(sentences: readonly Sentence[]): Partial<Record<BriefKind, number>> {
  const counted = BRIEF_KINDS.map((kind) => [kind, countOf(sentences.filter((one) => one.kind === kind))] as const)
  return Object.fromEntries(counted.filter(([, count]) => count > 0))
}

/** All that the audience may be told, each group by time. What several groups could tell stands in one. */
function sentencesOf(report: Report, incident: Incident, context: ReportContext): Sentence[] {
  const changes = factHistory(incident)
  const told = [
    ...noticeSentences(report, context),
    ...factSentences(report, changes, context),
    ...followUpSentences(report, context),
    ...filingSentences(report, context),
    ...deviationSentences(report, context),
  ]
  const isOutside = isOutsideAudience(context.audience)
  const course = isOutside ? publicCourse(report, incident, context) : courseSentences(report, told, context)
  const time = ({ at }: Sentence) => (at === null ? 0 : Date.parse(at))
  return [...told, ...course].sort((a, b) => time(a) - time(b))
}

/** Each round of notices, minute by minute. */
function noticeSentences(report: Report, context: ReportContext): Sentence[] {
  // The report for management has no notices but those of the story.
  if (context.audience === 'executive') return []
  const rounds = noticeRounds(report.notices, context.stageOf)
  // A channel that was told later is said later.
  return rounds
    .flatMap((round) => grouped(round, ({ at }) => wholeMinute(Date.parse(at))))
    .map((round): Sentence => {
      const [first] = round
      const isMoment = TOLD_STAGES.includes(context.stageOf(first)) || !round.every(wentOut)
      const words = () => context.labels.noticeRound(noticeStage(first, context), channelsOfRound(round, context))
      return {
        group: 'course',
        kind: isMoment ? 'moment' : 'notice',
        at: first.at,
        events: round.map(({ event }) => event),
        words,
      }
    })
}

/** What is known, as the report shows it to the audience. */
function factSentences(report: Report, changes: readonly FactChange[], context: ReportContext): Sentence[] {
  const { audience, runbook, text, labels } = context
  const sentence = (events: readonly string[], words: () => string): Sentence[] =>
    events.length === 0 ? [] : [{ group: 'facts', kind: 'fact', at: null, events, words }]
  const stated = ({ fact, view }: FactInPart): Sentence[] => {
    if (view.at === null || isMoot(fact, report, context)) return []
    const shown = isForReports(fact) ? (view[text.language] ?? view.value) : view.value
    const quoted = beside(fact, view).length === 0 ? [] : [view[text.language]]
    const sources = [shown ?? view[text.language] ?? view.ja ?? view.en, ...quoted].flatMap(
      (words) => sourceOfFact(changes, fact, words) ?? [],
    )
    return sentence([...new Set(sources)], () => labels.named(factName(fact, context), words(fact, view)))
  }
  const isForReports = (fact: string) => runbook.facts[fact]?.words === 'reports'
  const beside = (fact: string, view: FactView) => {
    const typed = isForReports(fact) ? '' : (view.value ?? '')
    return wordsBesideOther(typed, view[text.language], context, heldThen(fact, view, report, context))
  }
  const words = (fact: string, view: FactView) => {
    const said = publicWordsIn(text.language, view)
    if (view.known && view.value === null && said !== null)
      return markedAs(inItsTime(fact, said, view, report, context), said, context)
    const shown = factWords(fact, view, context)
    const inOwn = beside(fact, view)
    return inOwn.length === 0 ? shown : labels.sentences([shown, ...inOwn])
  }
  const parts = partsFor(audience).flatMap((part) => [...factsToShow(report.parts[part], context)])
  const others = Object.entries(report.facts).map(([fact, view]) => ({ fact, view }))
  const isInPart = ({ fact }: FactInPart) => runbook.facts[fact]?.report != null
  if (audience === 'customer') {
    const told = publicFactRows(report, context).flatMap(([name = '', said = '', toldAt]) => {
      const notice = report.notices.find(({ at }) => timeText(at) === toldAt)
      return sentence(notice === undefined ? [] : [notice.event], () => labels.named(name, said))
    })
    return [...told, ...(report.closedAs === 'false-alarm' ? [] : parts.flatMap(stated))]
  }
  if (audience !== 'executive') return [...others.filter((one) => !isInPart(one)), ...parts].flatMap(stated)
  // On the first page.
  const isOfSummary = ({ fact }: FactInPart) =>
    runbook.facts[fact]?.safety === true || fact === factWithRole(runbook, 'impact')
  return [...others.filter((one) => isOfSummary(one) && !isInPart(one)), ...parts].flatMap(stated)
}

function followUpSentences({ actions, parts }: Report, context: ReportContext): Sentence[] {
  const { audience, text, labels } = context
  const isOfMeasure = (serves: string | null) => parts.prevention.some(({ fact }) => fact === serves)
  const shown = audience === 'regulator' ? actions.filter(({ serves }) => isOfMeasure(serves)) : actions
  return shown.map((action): Sentence => {
    const owner = audience === 'regulator' ? [] : [ownerName(action, context)]
    const parts = [...owner, actionDueWords(action, text), actionState(action, context)]
    return {
      group: 'next',
      kind: 'followUp',
      at: null,
      events: action.doneEvent === null ? [action.id] : [action.id, action.doneEvent],
      words: () => labels.named(ownWords(action, context), labels.joined(parts)),
    }
  })
}

function filingSentences({ filings }: Report, { text, labels }: ReportContext): Sentence[] {
  return filings.flatMap(({ authority, filing, start, submissions }): Sentence[] => {
    const name = filingName(authority, filing, text)
    const sentence = (events: readonly string[], words: string): Sentence => {
      return { group: 'next', kind: 'filing', at: null, events, words: () => labels.named(name, words) }
    }
    if (submissions.length > 0)
      return submissions.map(({ event, at, ref }) => {
        const reference = ref === null ? [] : [`${labels.ref} ${ref}`]
        return sentence([event], labels.joined([`${labels.reported} ${timeText(at)}`, ...reference]))
      })
    if (start === null) return []
    const check = start.doubt === null ? [] : [labels.doubtfulStart[start.doubt.before]]
    return [sentence([start.event], labels.joined([labels.notReported, ...check]))]
  })
}

/** Kinds of deviations that the course of the events tells management, with the reason. */
const OF_COURSE: ReadonlySet<Deviation['kind']> = new Set(['skipped', 'forced'])

/** Each deviation from the manual that no event tells this audience by itself, those of one occasion together. */
function deviationSentences(report: Report, context: ReportContext): Sentence[] {
  const { labels, audience } = context
  const deviations = report.deviations.filter(({ kind, lost }) =>
    audience === 'internal' ? lost !== undefined : isOutsideAudience(audience) || !OF_COURSE.has(kind),
  )
  return deviationsInWords(deviations, context).map(({ same, what, reason }): Sentence => {
    const [{ kind, at }] = same
    const said = () => labels.departed(labels.deviation[kind], what)
    return {
      group: 'course',
      kind: 'judgement',
      at,
      events: [...new Set(same.flatMap(({ event, lost = [] }) => [event, ...lost.map(({ setAside }) => setAside)]))],
      words: () => (reason === '' ? said() : labels.because(said(), reason)),
    }
  })
}

/** Types of events that the sentences on notices stand for. */
const OF_NOTICES: ReadonlySet<string> = new Set(['notice.intended', 'notice.delivered', 'notice.posted'])

/** Types of events that are left out of the course if a sentence on facts, follow-ups or authorities rests on them. */
const TOLD_ELSEWHERE: ReadonlySet<string> = new Set(['fact.set', 'action.added', 'action.done', 'authority.reported'])

/** What happened, for readers inside: the whole timeline, or what of it management reads. */
function courseSentences(report: Report, told: readonly Sentence[], context: ReportContext): Sentence[] {
  const story = new Set(report.story.entries.map(({ event }) => event))
  const isTold = new Set(told.flatMap(({ events }) => events))
  const hasAll = context.audience === 'internal'
  const sentences: Sentence[] = []
  const isDeviation = (entry: TimelineEntry) =>
    (entry.type === 'step.skipped' || isForced(entry)) &&
    report.deviations.some(({ at, by }) => at === entry.at && by === entry.by)
  for (const entry of report.timeline) {
    const { event, type, at, undoneBy } = entry
    if (!hasAll && !story.has(event) && !isDeviation(entry)) continue
    const isOfNotice = hasAll && OF_NOTICES.has(type)
    if (isOfNotice || undoneBy !== null || (TOLD_ELSEWHERE.has(type) && isTold.has(event))) continue
    const kind = story.has(event) ? 'moment' : kindOf(entry)
    const words = () => {
      const by = saidBy(entry, report, context)
      const room = LONGEST_SENTENCE - columnsOf(by) - LONGEST_MARK
      return `${markedMoment(courseWords(entry, report, context), entry, room, report, context)}${by}`
    }
    sentences.push({ group: 'course', kind, at, events: [event], words })
  }
  return sentences
}

/**
 * As in the story, but for a possible cause, of which it has to be said that it was no more, and with what was undone, which
 * has no sentence of its own.
 */
function courseWords(entry: TimelineEntry, report: Report, context: ReportContext): string {
  const undone = report.undone.find(({ event }) => event === entry.event)
  if (undone !== undefined && context.audience === 'internal')
    return context.labels.named(momentWords(entry, report, context), momentWords(undone.target, report, context))
  const { hypothesis } = entry.data as EventData['note.added']
  return (entry.type === 'note.added' && hypothesis !== undefined ? saidIn : momentWords)(entry, report, context)
}

function judgesCause({ type, data }: TimelineEntry): boolean {
  const { hypothesis, discards, confirms } = data as EventData['note.added']
  return type === 'note.added' && [hypothesis, discards, confirms].some((mark) => mark !== undefined)
}

/** How much an event matters that is no key moment. */
function kindOf(entry: TimelineEntry): BriefKind {
  const { type } = entry
  if (judgesCause(entry) || type === 'step.skipped' || isForced(entry)) return 'judgement'
  if (type === 'note.added') return 'note'
  if (/^(contact|page|escalation|handover|approval)\./.test(type)) return 'call'
  return type.startsWith('step.') ? 'step' : 'record'
}

/** Whether it was done although the program had refused it. */
function isForced({ data }: TimelineEntry): boolean {
  return (data as { readonly forced?: unknown }).forced != null
}

/** What happened, for readers outside: the declaration, for authorities, and what was stopped, restricted and open again. */
function publicCourse(report: Report, incident: Incident, context: ReportContext): Sentence[] {
  const { labels, text, audience, targetName } = context
  const moment = (event: string, at: string, words: () => string): Sentence => {
    return { group: 'course', kind: 'moment', at, events: [event], words }
  }
  if (audience === 'customer' && report.closedAs === 'false-alarm') return []
  const isShown = ({ target, state, at }: ReturnType<typeof statedScopes>[number]) =>
    report.scopeHistory.some(
      (one) => one.target === target && one.spans.some((span) => span.state === state && span.from === Date.parse(at)),
    )
  const scope = statedScopes(incident)
    .filter(isShown)
    .filter(({ target, state, at }) => state !== 'open' || wasRestrictedBefore(target, at, report))
    .map(({ target, state, at, event }) =>
      moment(event, at, () => labels.named(targetName(target), text.words.scopeState[state])),
    )
  const { declaration } = incident
  if (audience === 'customer' || declaration === null) return scope
  const title = titleIn(report, context)
  const kinds = [
    typeName(report.type, context),
    ...(report.severity === null ? [] : [text.words.severity(report.severity)]),
  ]
  const declared = moment(declaration.event, declaration.declaredAt, () =>
    labels.named(labels.milestone('declared', null), labels.joined([...(title === null ? [] : [title]), ...kinds])),
  )
  const phase = currentWrite(incident, 'phase')
  const closed =
    phase?.value.phase === 'closed' ? [moment(phase.event, phase.at, () => labels.milestone('closed', null))] : []
  return [declared, ...scope, ...closed]
}

/** Whether an operation or an asset of it had been restricted before: what was open all the time is no news. */
function wasRestrictedBefore(target: string, at: string, { scopeHistory }: Report): boolean {
  return scopeHistory.some(
    (one) =>
      (one.target === target || one.target.startsWith(`${target}:`)) &&
      one.spans.some(({ state, from }) => state !== 'open' && from < Date.parse(at)),
  )
}

/** The names of what the report asks for and nobody stated; customers are not told what is missing. */
function unstatedNames({ parts, hypotheses }: Report, context: ReportContext): string {
  if (context.audience === 'customer') return ''
  const unstated = partsFor(context.audience)
    .flatMap((part) => parts[part])
    .filter(({ fact, view }) => view.at === null && confirmedFor(fact, parts.causes, hypotheses) === null)
  return context.labels.listed(unstated.map(({ fact }) => factName(fact, context)))
}
