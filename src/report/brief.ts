import { personKeys } from '../domain/contacts/roster.ts'
import { grouped } from '../domain/grouped.ts'
import { currentWrite, registerOf } from '../domain/incident/current-values.ts'
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
import { changesOf, type FactInPart, type Report } from '../domain/report/report.ts'
import { confirmedFor } from '../domain/report/root-cause.ts'
import { TOLD_STAGES } from '../domain/report/story.ts'
import { factWithRole, roleOf } from '../domain/runbook/fact-roles.ts'
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
import { deviationsInWords } from './sections/deviations.ts'
import { outstandingWords } from './sections/filings.ts'
import { actionState, dueWords, ownerName } from './sections/follow-up.ts'
import { confirmedWords, isMissing, wasNoHalt } from './sections/overview.ts'
import { assetsStillRestricted } from './sections/partly-restricted.ts'
import { type Bulk, bulksIn, publicFactRows, saidIn } from './sections/record.ts'
import { channelsOfRound } from './sections/response.ts'
import { markedMoment, momentWords, saidBy } from './sections/story.ts'
import { unknownWriterWords } from './unknown-writers.ts'
import {
  factName,
  factsToShow,
  factWords,
  markedAs,
  markedFurther,
  noticeStage,
  ownWords,
  personalWords,
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
/** The room for the mark behind words in the other language, and for brackets around a name. */
const LONGEST_MARK = 24

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
    const confirmed = audience === 'regulator' ? confirmedFor(fact, report.parts.causes, report.hypotheses) : null
    if (confirmed !== null) {
      const sources = [confirmed.event, ...(confirmed.confirmed === null ? [] : [confirmed.confirmed.event])]
      return sentence(sources, () => labels.named(factName(fact, context), confirmedWords(confirmed, context)))
    }
    const byPerson = report.factsByPerson[fact] ?? []
    if (byPerson.length > 0) return byPerson.flatMap((own) => statedBy(fact, own))
    if (view.at === null || isMoot(fact, report, context)) return []
    if (wasNoHalt(report) && roleOf(runbook, fact) === 'began') return []
    const shown = isForReports(fact) ? (view[text.language] ?? view.value) : view.value
    const quoted = beside(fact, view).length === 0 ? [] : [view[text.language]]
    const sources = [shown ?? view[text.language] ?? view.ja ?? view.en, ...quoted].flatMap(
      (words) => sourceOfFact(changes, fact, words) ?? [],
    )
    return sentence([...new Set(sources)], () => labels.named(factName(fact, context), words(fact, view)))
  }
  const keyOf = personKeys(context.roster)
  const ownKey = (fact: string, by: string | null) => JSON.stringify([fact, keyOf(by ?? '')])
  const ofPeople = changes.filter(({ fact }) => Object.hasOwn(report.factsByPerson, fact))
  const ownChanges = new Map(
    grouped(ofPeople, ({ fact, by }) => ownKey(fact, by)).map((own) => [ownKey(own[0].fact, own[0].by), own]),
  )
  const statedBy = (fact: string, view: FactView): Sentence[] => {
    const shown = view[text.language] ?? view.value ?? view.ja ?? view.en
    const source = sourceOfFact(ownChanges.get(ownKey(fact, view.by)) ?? [], fact, shown)
    const words = () => labels.named(factName(fact, context), personalWords(fact, view, context))
    return sentence(source === null ? [] : [source], words)
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
  const { audience, labels } = context
  const isOfMeasure = (serves: string | null) => parts.prevention.some(({ fact }) => fact === serves)
  const shown = audience === 'regulator' ? actions.filter(({ serves }) => isOfMeasure(serves)) : actions
  return shown.map((action): Sentence => {
    const owner = audience === 'regulator' ? [] : [ownerName(action, context)]
    const parts = [...owner, dueWords(action, context), actionState(action, context)]
    return {
      group: 'next',
      kind: 'followUp',
      at: null,
      events: action.doneEvent === null ? [action.id] : [action.id, action.doneEvent],
      words: () => labels.named(ownWords(action, context), labels.joined(parts)),
    }
  })
}

function filingSentences({ filings }: Report, context: ReportContext): Sentence[] {
  const { text, labels } = context
  return filings.flatMap((view): Sentence[] => {
    const { authority, filing, start, submissions } = view
    const name = filingName(authority, filing, text)
    const sentence = (events: readonly string[], words: string): Sentence => {
      return { group: 'next', kind: 'filing', at: null, events, words: () => labels.named(name, words) }
    }
    if (submissions.length > 0)
      return submissions.map(({ event, at, ref }) => sentence([event], labels.filed(timeText(at), ref)))
    return start === null ? [] : [sentence([start.event], outstandingWords(view, context))]
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

/** Types of events that say what was stopped, restricted and open again, and if it was none: without these the rest reads as untrue. */
const CHANGES_SCOPE: ReadonlySet<string> = new Set([
  'scope.changed',
  'scope.lifted',
  'incident.reopened',
  'incident.closed',
])

/** What happened, for readers inside: the whole timeline, or what of it management reads. */
function courseSentences(report: Report, told: readonly Sentence[], context: ReportContext): Sentence[] {
  const story = new Set(report.story.entries.map(({ event }) => event))
  const isTold = new Set(told.flatMap(({ events }) => events))
  const hasAll = context.audience === 'internal'
  const sentences: Sentence[] = []
  const bulks = hasAll ? bulksIn(report) : new Map<string, Bulk>()
  const inBulk = new Map<Bulk, TimelineEntry[]>()
  const isDeviation = (entry: TimelineEntry) =>
    (entry.type === 'step.skipped' || isForced(entry)) &&
    report.deviations.some(({ at, by }) => at === entry.at && by === entry.by)
  for (const entry of report.timeline) {
    const { event, type, at, undoneBy } = entry
    if (!hasAll && !story.has(event) && !CHANGES_SCOPE.has(type) && !isDeviation(entry)) continue
    const isOfNotice = hasAll && OF_NOTICES.has(type)
    if (isOfNotice || undoneBy !== null || (TOLD_ELSEWHERE.has(type) && isTold.has(event))) continue
    const bulk = story.has(event) ? undefined : bulks.get(event)
    const together = bulk === undefined ? undefined : inBulk.get(bulk)
    if (together !== undefined) {
      together.push(entry)
      continue
    }
    if (bulk !== undefined) {
      const steps = [entry]
      inBulk.set(bulk, steps)
      sentences.push(bulkSentence(steps, bulk, report, context))
      continue
    }
    const kind = story.has(event) || CHANGES_SCOPE.has(type) ? 'moment' : kindOf(entry)
    const words = () => {
      const by = saidBy(entry, report, context)
      const room = LONGEST_SENTENCE - columnsOf(by) - LONGEST_MARK
      return markedFurther(markedMoment(courseWords(entry, report, context), entry, room, report, context), by, context)
    }
    sentences.push({ group: 'course', kind, at, events: [event], words })
  }
  return sentences
}

/** Steps that were recorded as done at once: when each was done, nobody knows. `steps` grows while the timeline is read. */
function bulkSentence(steps: TimelineEntry[], { seconds }: Bulk, report: Report, context: ReportContext): Sentence {
  const words = () => {
    const said = steps
      .map((step) => markedMoment(momentWords(step, report, context), step, LONGEST_SENTENCE, report, context))
      .join('; ')
    const all = steps.length === 1 ? said : `${context.labels.doneInBulk(steps.length, seconds)}${said}`
    const by = saidBy(steps[0] as TimelineEntry, report, context)
    return markedFurther(shortLine(all, LONGEST_SENTENCE - columnsOf(by) - LONGEST_MARK), by, context)
  }
  return {
    group: 'course',
    kind: 'step',
    at: (steps[0] as TimelineEntry).at,
    get events() {
      return steps.map(({ event }) => event)
    },
    words,
  }
}

/**
 * As in the story, but for a possible cause, of which it has to be said that it was no more, and with what was undone, which
 * has no sentence of its own.
 */
function courseWords(entry: TimelineEntry, report: Report, context: ReportContext): string {
  // Readers of the story alone do not see the reasons for what is not in it.
  const isOutsideStory =
    context.audience !== 'internal' && report.story.entries.every(({ event }) => event !== entry.event)
  if (entry.type === 'incident.closed' && isOutsideStory) return closingWords(report, context)
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
  const moment = (events: readonly string[], at: string, words: () => string): Sentence => {
    return { group: 'course', kind: 'moment', at, events, words }
  }
  if (audience === 'customer' && report.closedAs === 'false-alarm') return []
  const isShown = ({ target, state, at }: ReturnType<typeof statedScopes>[number]) =>
    report.scopeHistory.some(
      (one) => one.target === target && one.spans.some((span) => span.state === state && span.from === Date.parse(at)),
    )
  const scope = statedScopes(incident)
    .filter(isShown)
    .filter(({ target, state, at }) => state !== 'open' || wasRestrictedBefore(target, at, report))
    .map(({ target, state, at, events }) => {
      // The names for customers say it themselves.
      const isOpen = state === 'open' && audience !== 'customer'
      const except = isOpen ? assetsStillRestricted(target, Date.parse(at), report.scopeHistory) : []
      const name = targetName(target)
      const whole = except.length === 0 ? name : text.words.marked(name, labels.exceptAssets(except))
      return moment(events, at, () => labels.named(whole, text.words.scopeState[state]))
    })
  const { declaration } = incident
  if (audience === 'customer' || declaration === null) return scope
  const title = titleIn(report, context)
  const classified = classificationsOf(incident).map(({ event, at, type, severity }) => {
    const kinds = [
      ...(type === null ? [] : [typeName(type, context)]),
      ...(severity === null ? [] : [text.words.severity(severity)]),
    ]
    const named = [...(title === null ? [] : [title]), ...kinds]
    const isDeclaration = event === declaration.event
    return moment([event], isDeclaration ? declaration.declaredAt : at, () =>
      isDeclaration
        ? labels.named(labels.milestone('declared', null), labels.joined(named))
        : labels.told.classified(labels.joined(kinds)),
    )
  })
  const phase = currentWrite(incident, 'phase')
  const closed =
    phase?.value.phase === 'closed' ? [moment([phase.event], phase.at, () => closingWords(report, context))] : []
  return [...classified, ...scope, ...closed]
}

/** As what an incident was closed, without the reason. */
function closingWords({ closedAs }: Report, { labels, text }: ReportContext): string {
  return labels.told.closed(text.words.closing[closedAs as keyof typeof text.words.closing])
}

interface Classification {
  readonly event: string
  readonly at: string
  /** Null where it stayed as it was. */
  readonly type: string | null
  readonly severity: string | null
}

/** The type and severity that the halt was declared with, and each change of them. */
function classificationsOf(incident: Incident): Classification[] {
  const types = changesOf(registerOf(incident, 'type')).map(({ event, at, value }) => ({ event, at, type: value }))
  const severities = changesOf(registerOf(incident, 'severity')).map(({ event, at, value }) => {
    return { event, at, severity: value }
  })
  return grouped([...types, ...severities], ({ event }) => event).map((same): Classification => {
    const [{ event, at }] = same
    return Object.assign({ event, at, type: null, severity: null }, ...same)
  })
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
function unstatedNames(report: Report, context: ReportContext): string {
  if (context.audience === 'customer') return ''
  const unstated = partsFor(context.audience)
    .flatMap((part) => report.parts[part])
    .filter((one) => isMissing(one, report))
  return context.labels.listed(unstated.map(({ fact }) => factName(fact, context)))
}
