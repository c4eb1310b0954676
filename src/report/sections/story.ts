import { grouped } from '../../domain/grouped.ts'
import type { EventReference } from '../../domain/incident/incident.ts'
import { wentOut } from '../../domain/incident/notice-reach.ts'
import { wordsIn } from '../../domain/incident/own-texts.ts'
import { formatTarget } from '../../domain/incident/scope.ts'
import type { TimelineEntry } from '../../domain/incident/timeline.ts'
import type { EventData, EventType } from '../../domain/log/event.ts'
import { memoize } from '../../domain/memoize.ts'
import type { Report } from '../../domain/report/report.ts'
import { rootCauseOf } from '../../domain/report/root-cause.ts'
import { beginsPlannedHalt } from '../../domain/report/story.ts'
import type { Language, Stage } from '../../domain/runbook/runbook.ts'
import { limitedWords } from '../../i18n/customer-words.ts'
import { filingName } from '../../incident/labels.ts'
import { type Block, type Inline, joinInline, list, paragraph, struck } from '../../view/blocks.ts'
import { LONGEST_LINE } from '../../view/inert.ts'
import { timeText } from '../../view/time-format.ts'
import type { ReportContext } from '../context.ts'
import { markedLine, typedIn } from '../typed-words.ts'
import {
  actorName,
  channelName,
  eventReference,
  markedFurther,
  noticeStage,
  noticesByEvent,
  partyName,
  personName,
  targetNameIn,
  typeName,
} from '../wording.ts'
import { assetsStillRestricted } from './partly-restricted.ts'
import { saidIn } from './record.ts'

/** The key moments in order, as a story; if nobody marked any, it says that the program picked them. */
export function storyBlocks(report: Report, context: ReportContext): Block[] {
  const { labels } = context
  const { isMarked, entries } = report.story
  if (entries.length === 0) return []
  const items = entries.map((entry): Inline => {
    const told = causeFound(entry, report, context) ?? momentWords(entry, report, context)
    const said = markedMoment(told, entry, LONGEST_LINE, report, context)
    const by = saidBy(entry, report, context)
    const shown =
      entry.undoneBy === null
        ? markedFurther(said, by, context)
        : [struck(said), markedFurther(` ${labels.undone}`, by, context)]
    const source = eventReference(entry.event, report, context)
    return joinInline(
      [`${timeText(entry.at).slice(0, 'YYYY-MM-DD HH:MM'.length)} `, shown, ...(source === '' ? [] : [source])],
      ' ',
    )
  })
  return [...(isMarked ? [] : [paragraph(labels.storyPicked)]), list(items)]
}

/** That what the first page has as the cause was found to be it, and how; null if an event does not confirm that. */
function causeFound({ type, data }: TimelineEntry, report: Report, context: ReportContext) {
  const { labels } = context
  const { confirms } = data as EventData['note.added']
  const cause = causeOf(report)
  const isFound = type === 'note.added' && cause?.kind === 'confirmed' && cause.hypothesis.event === confirms
  return isFound ? labels.because(labels.told.causeFound, noteWords(data as EventData['note.added'], context)) : null
}

const causeOf = memoize(({ parts, hypotheses }: Report) => rootCauseOf(parts.causes, hypotheses))

/** Who recorded it, as `speaker` says it; of a copied note, who wrote that, and who copied it. */
export function saidBy(entry: TimelineEntry, report: Report, context: ReportContext): string {
  const { source } = entry.type === 'note.added' ? (entry.data as EventData['note.added']) : {}
  return speaker(entry, withWriter(actorName(entry, context), entry.by, source?.by, context), report, context)
}

/** Who stated a hypothesis, or judged one, in the same way. */
export function statedBy({ event, by }: EventReference, { timeline }: Report, context: ReportContext): string {
  return withWriter(personName(by, context), by, writersOfCopies(timeline).get(event), context)
}

function withWriter(name: string, by: string, writer: string | undefined, context: ReportContext): string {
  return writer === undefined || writer === by ? name : context.labels.copied(personName(writer, context), name)
}

/** Who wrote the notes that were copied, by the events of their copies. */
const writersOfCopies = memoize((timeline: Report['timeline']): ReadonlyMap<string, string> => {
  const copies = [...timeline].flatMap(({ event, type, data }): [string, string][] => {
    const { source } = type === 'note.added' ? (data as EventData['note.added']) : {}
    return source === undefined ? [] : [[event, source.by]]
  })
  return new Map(copies)
})

/** Who said something, by `name`, and, if its words are somebody else's by now, who corrected or translated them. */
export function speaker({ event, by }: EventReference, name: string, report: Report, context: ReportContext): string {
  const words = lastWords(report.corrections)[context.text.language].get(event)
  const others = words === undefined || words.by === by ? null : words
  return context.labels.speaker(name, others === null ? null : personName(others.by, context), others?.text === null)
}

type Corrections = Report['corrections']

/** The corrections that last changed the words of events in a language, by these events. */
const lastWords = memoize((corrections: Corrections) => {
  const inLanguage = (language: Language): ReadonlyMap<string, Corrections[number]> =>
    new Map(
      corrections
        .filter((one) => !one.passedOver && (one.text ?? one[language]) !== null)
        .map((one) => [one.target, one]),
    )
  return { ja: inLanguage('ja'), en: inLanguage('en') }
})

/** What happened, as a sentence where there is one for its kind; else as in the timeline. */
export function momentWords(entry: TimelineEntry, report: Report, context: ReportContext): string {
  const notice = noticesByEvent(report.notices).get(entry.event)
  if (notice?.event === entry.event && wentOut(notice))
    return context.labels.noticeOut(channelName(notice.channel, context), noticeStage(notice, context))
  if (beginsPlannedHalt(entry.type, entry.data)) return begunWords(entry.data as EventData['phase.advanced'], context)
  if (entry.type === 'scope.changed') return scopeWords(entry, report, context)
  if (entry.type === 'scope.lifted') return liftedWords(entry, report, context)
  const tell = TELLERS[entry.type as EventType]
  return tell === undefined ? saidIn(entry, report, context) : tell(entry.data as never, report, context)
}

function begunWords({ forced }: EventData['phase.advanced'], { labels }: ReportContext): string {
  return forced === undefined ? labels.told.begun : labels.inSpite(labels.told.begun, forced.reason)
}

/** Whether a planned halt had not begun: what was stated of the scope by then was to be so. */
function isBeforeBeginning({ at }: TimelineEntry, report: Report): boolean {
  const { isPlanned, begunAt } = beginningOf(report)
  return isPlanned && (begunAt === null || Date.parse(at) < begunAt)
}

/** Whether the halt was planned, and when it began; null if it has not. */
const beginningOf = memoize(({ timeline }: Report) => {
  let isPlanned = false
  for (const { type, data, undoneBy, at } of timeline) {
    if (type === 'incident.started') isPlanned = (data as EventData['incident.started']).planned !== null
    if (undoneBy === null && beginsPlannedHalt(type, data)) return { isPlanned, begunAt: Date.parse(at) }
  }
  return { isPlanned, begunAt: null }
})

function scopeWords(entry: TimelineEntry, report: Report, context: ReportContext): string {
  const { labels } = context
  const { changes, forced } = entry.data as EventData['scope.changed']
  const said = isBeforeBeginning(entry, report)
    ? scopeSentences(changes, context, labels.told.toBeInState)
    : scopeSentences(changes, context, labels.told.inState, (one) => isRestated(one, entry, report))
  return forced === undefined ? labels.sentences(said) : labels.inSpite(labels.itemized(said), forced.reason)
}

/** Whether a restriction had been stated before, of the asset or of its operation, and has held since. */
function isRestated(change: Scope[number], { event, at }: TimelineEntry, { timeline, scopeHistory }: Report): boolean {
  const { operation, asset, state } = change
  if (state === null || state === 'open') return false
  const time = Date.parse(at)
  const holds = scopeHistory.some(
    ({ target, spans }) =>
      target === formatTarget(change) &&
      spans.some((span) => span.state === state && span.from < time && time < span.to),
  )
  const all = scopeStated(timeline)
  const place = all.findIndex((one) => one.event === event)
  const earlier = all.slice(0, place)
  return (
    holds &&
    earlier.some(
      (one) => one.operation === operation && (one.asset === asset || one.asset === null) && one.state === state,
    )
  )
}

/** What was stated of the scope, in order, with the events that did; not what was undone. */
const scopeStated = memoize((timeline: Report['timeline']) =>
  [...timeline].flatMap(({ event, undoneBy, data }) => {
    const { scope = [], changes = [] } = data as { readonly scope?: Scope; readonly changes?: Scope }
    return undoneBy === null ? [...scope, ...changes].map((one) => ({ ...one, event })) : []
  }),
)

/** What was open again, and which assets of it were not yet. */
function liftedWords({ at, data }: TimelineEntry, { scopeHistory }: Report, context: ReportContext): string {
  const { labels } = context
  const { changes, forced } = data as EventData['scope.lifted']
  const names = targetNames(changes, context, (change) =>
    assetsStillRestricted(formatTarget(change), Date.parse(at), scopeHistory),
  )
  const said = labels.told.resumed(names)
  return forced === undefined ? said : labels.inSpite(said, forced.reason)
}

type Scope = EventData['scope.changed']['changes']

const TELLERS: {
  readonly [T in EventType]?: (data: EventData[T], report: Report, context: ReportContext) => string
} = {
  'incident.started': ({ type, severity, startedAt, planned, scope }, _, context) => {
    const { labels, text } = context
    const kind = labels.joined([typeName(type, context), ...(severity === null ? [] : [text.words.severity(severity)])])
    if (planned !== null) {
      const told = labels.told.planned(kind, timeText(planned.from), timeText(planned.to))
      return labels.sentences([told, ...scopeSentences(scope, context, labels.told.toBeInState)])
    }
    const began = startedAt === null ? [] : [labels.told.began(timeText(startedAt))]
    return labels.sentences([labels.told.declared(kind), ...began, ...scopeSentences(scope, context)])
  },
  'incident.classified': ({ type, severity, title, reason }, _, context) => {
    const { labels, text } = context
    const now = [
      ...(type === undefined ? [] : [typeName(type, context)]),
      ...(severity === undefined ? [] : [text.words.severity(severity)]),
      ...(title === undefined ? [] : [title]),
    ]
    const told = labels.told.classified(labels.joined(now))
    return reason === undefined ? told : labels.because(told, reason)
  },
  'incident.reopened': ({ reason, scope }, _, context) => {
    const { labels } = context
    return labels.sentences([labels.because(labels.told.reopened, reason), ...scopeSentences(scope, context)])
  },
  'incident.closed': ({ as, reason, forced }, _, { labels, text }) => {
    const said = labels.told.closed(text.words.closing[as])
    if (forced !== undefined) return labels.inSpite(said, forced.reason)
    return reason === null ? said : labels.because(said, reason)
  },
  // Whether anybody answered, the next calls say.
  'contact.tried': ({ person, way, note }, _, context) => {
    const { labels } = context
    const name = personName(person, context)
    const said = labels.told.called(way === null ? name : context.text.words.marked(name, labels.ways[way]))
    return note === undefined ? said : labels.because(said, note)
  },
  'handover.accepted': ({ reason }, _, { labels }) =>
    reason === null ? labels.told.tookLead : labels.because(labels.told.tookLead, reason),
  'escalation.raised': ({ level, reason }, _, context) => {
    const said = context.labels.told.escalated(partyName(level, context))
    return reason === null ? said : context.labels.because(said, reason)
  },
  'authority.reported': ({ authority, filing, ref }, _, { labels, text }) => {
    const known = authority.filings.find(({ id }) => id === filing)
    const name = known === undefined ? filing : filingName(authority, known, text)
    return labels.told.reported(name, ref)
  },
  'approval.granted': ({ request }, report, context) =>
    context.labels.told.approved(requestWords(request, report, context)),
  'approval.refused': ({ request, reason }, report, context) =>
    context.labels.because(context.labels.told.refused(requestWords(request, report, context)), reason),
  'note.added': (note, { hypotheses }, context) => {
    const { labels, text } = context
    const { confirms, discards } = note
    const judged = hypothesesByEvent(hypotheses).get(confirms ?? discards ?? '')
    const words = noteWords(note, context)
    if (judged === undefined) return words
    const [said, overturned] =
      confirms === undefined ? [labels.told.discarded, judged.confirmed] : [labels.told.confirmed, judged.discarded]
    return labels.sentences([said(wordsIn(text.language, judged) ?? judged.text, overturned !== null), words])
  },
}

const hypothesesByEvent = memoize(
  (hypotheses: Report['hypotheses']) => new Map(hypotheses.map((one) => [one.event, one])),
)

/** What a note says, in the language of the report if somebody wrote it in that. */
function noteWords(note: EventData['note.added'], { text }: ReportContext): string {
  return note[text.language] ?? note.text
}

/** A moment in one line, which says of words in it that they are in the other language only, if some are. */
export function markedMoment(
  said: string,
  { data }: TimelineEntry,
  columns: number,
  report: Report,
  context: ReportContext,
): string {
  const { language } = context.text
  const { confirms, discards, ja, en } = data as Partial<EventData['note.added']>
  const judged = hypothesesByEvent(report.hypotheses).get(confirms ?? discards ?? '')
  const own = { ja, en }[language]
  const hypothesis = judged === undefined ? [] : [wordsIn(language, judged) ?? judged.text]
  return markedLine(said, [...(own === undefined ? typedIn(data) : []), ...hypothesis], columns, context)
}

/** What was stopped, restricted or open by a statement: a sentence for each state, the restrictions first. */
function scopeSentences(
  changes: Scope,
  context: ReportContext,
  inState = context.labels.told.inState,
  isStill: (change: Scope[number]) => boolean = () => false,
): string[] {
  const { labels, text } = context
  const stated = grouped(changes, (one) => [one.state, one.words, isStill(one)])
  const inOrder = [
    ...stated.filter(([{ state }]) => state !== 'open'),
    ...stated.filter(([{ state }]) => state === 'open'),
  ]
  return inOrder.map((same) => {
    const [{ state, words }] = same
    const names = targetNames(same, context, (target) => (state === 'open' ? notOpen(target, changes) : []))
    if (state === null) return labels.told.asTheRest(names)
    const name = text.words.scopeState[state]
    const limits = words === null ? null : (limitedWords(words, text.language) ?? words)
    const say = isStill(same[0]) ? labels.told.stillInState : inState
    return say(limits === null ? name : text.words.marked(name, limits), names)
  })
}

/** The assets of an operation of which the same statement says that they were not open. */
function notOpen({ operation, asset }: Scope[number], changes: Scope): string[] {
  if (asset !== null) return []
  return changes.flatMap((one) =>
    one.operation === operation && one.asset !== null && one.state !== null && one.state !== 'open' ? one.asset : [],
  )
}

/** Names of targets, each with what is an exception to it. */
function targetNames(
  changes: Scope,
  context: ReportContext,
  exceptions: (change: Scope[number]) => readonly string[],
): string {
  const { labels, text } = context
  const names = changes.map((change) => {
    const [name, except] = [targetNameIn(formatTarget(change), context), exceptions(change)]
    return except.length === 0 ? name : text.words.marked(name, labels.exceptAssets(except))
  })
  return labels.listed(names)
}

/** What somebody asked another person to approve: rounds of notices, or a lift. */
function requestWords(request: string, { timeline }: Report, context: ReportContext): string {
  const asked = requestsIn(timeline).get(request)
  if (asked === undefined) return request
  const rounds = grouped(asked.notices, ({ stage, number }) => [stage, number]).map((same) => {
    const [{ stage, number }] = same
    const channels = same.map(({ channel }) => channelName(channel, context))
    return context.text.words.marked(context.text.words.notice(stage as Stage, number), context.labels.listed(channels))
  })
  const targets = asked.lift.map((target) => targetNameIn(formatTarget(target), context))
  return context.labels.listed([
    ...rounds,
    ...(targets.length === 0 ? [] : [context.labels.told.lift(context.labels.listed(targets))]),
  ])
}

type Asked = Required<EventData['approval.requested']>

interface Requested {
  readonly notices: readonly Pick<Asked['notices'][number], 'channel' | 'stage' | 'number'>[]
  readonly lift: Asked['lift']
}

/** What was asked to be approved, by the events that asked. Of all requests at once, since each look reads the log anew. */
const requestsIn = memoize((timeline: Report['timeline']): ReadonlyMap<string, Requested> => {
  const found = new Map<string, Requested>()
  for (const { event, type, data } of timeline) {
    if (type !== ('approval.requested' satisfies EventType)) continue
    const { notices = [], lift = [] } = data as EventData['approval.requested']
    found.set(event, { notices: notices.map(({ channel, stage, number }) => ({ channel, stage, number })), lift })
  }
  return found
})
