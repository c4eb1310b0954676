import { grouped } from '../../domain/grouped.ts'
import { wentOut } from '../../domain/incident/notice-reach.ts'
import { wordsIn } from '../../domain/incident/own-texts.ts'
import { formatTarget } from '../../domain/incident/scope.ts'
import type { TimelineEntry } from '../../domain/incident/timeline.ts'
import type { EventData, EventType } from '../../domain/log/event.ts'
import { memoize } from '../../domain/memoize.ts'
import type { Report } from '../../domain/report/report.ts'
import { rootCauseOf } from '../../domain/report/root-cause.ts'
import type { Stage } from '../../domain/runbook/runbook.ts'
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
  noticeStage,
  noticesByEvent,
  partyName,
  personName,
  targetNameIn,
  typeName,
} from '../wording.ts'
import { saidIn } from './record.ts'

/** The key moments in order, as a story; if nobody marked any, it says that the program picked them. */
export function storyBlocks(report: Report, context: ReportContext): Block[] {
  const { labels } = context
  const { isMarked, entries } = report.story
  if (entries.length === 0) return []
  const items = entries.map((entry): Inline => {
    const told = causeFound(entry, report, context) ?? momentWords(entry, report, context)
    const said = markedMoment(told, entry, LONGEST_LINE, report, context)
    const shown = entry.undoneBy === null ? said : [struck(said), ` ${labels.undone}`]
    const source = eventReference(entry.event, report, context)
    return joinInline(
      [
        `${timeText(entry.at).slice(0, 'YYYY-MM-DD HH:MM'.length)} `,
        [shown, saidBy(entry, report, context)],
        ...(source === '' ? [] : [source]),
      ],
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

/** In brackets, who said it and, if its words are somebody else's by now, who corrected them. */
export function saidBy(entry: TimelineEntry, report: Report, context: ReportContext): string {
  const { event, by } = entry
  const words = lastWords(report.corrections).get(event)
  const correctedBy = words === undefined || words.by === by ? null : personName(words.by, context)
  return context.labels.saidBy(actorName(entry, context), correctedBy)
}

/** The corrections that last changed the words of events, by these. */
const lastWords = memoize(
  (corrections: Report['corrections']): ReadonlyMap<string, Report['corrections'][number]> =>
    new Map(corrections.flatMap((one) => (one.text === null ? [] : [[one.target, one]]))),
)

/** What happened, as a sentence where there is one for its kind; else as in the timeline. */
export function momentWords(entry: TimelineEntry, report: Report, context: ReportContext): string {
  const notice = noticesByEvent(report.notices).get(entry.event)
  if (notice?.event === entry.event && wentOut(notice))
    return context.labels.noticeOut(channelName(notice.channel, context), noticeStage(notice, context))
  const tell = TELLERS[entry.type as EventType]
  return tell === undefined ? saidIn(entry, report, context) : tell(entry.data as never, report, context)
}

type Scope = EventData['scope.changed']['changes']

const TELLERS: {
  readonly [T in EventType]?: (data: EventData[T], report: Report, context: ReportContext) => string
} = {
  'incident.started': ({ type, severity, startedAt, scope }, _, context) => {
    const { labels, text } = context
    const kind = labels.joined([typeName(type, context), ...(severity === null ? [] : [text.words.severity(severity)])])
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
    return labels.because(labels.told.classified(labels.joined(now)), reason)
  },
  'scope.changed': ({ changes, forced }, _, context) => {
    const { labels } = context
    const said = scopeSentences(changes, context)
    return forced === undefined ? labels.sentences(said) : labels.inSpite(labels.itemized(said), forced.reason)
  },
  'scope.lifted': ({ changes, forced }, _, context) => {
    const said = context.labels.told.resumed(targetNames(changes, context))
    return forced === undefined ? said : context.labels.inSpite(said, forced.reason)
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
function scopeSentences(changes: Scope, context: ReportContext): string[] {
  const { labels, text } = context
  const stated = grouped(changes, ({ state, words }) => [state, words])
  const inOrder = [
    ...stated.filter(([{ state }]) => state !== 'open'),
    ...stated.filter(([{ state }]) => state === 'open'),
  ]
  return inOrder.map((same) => {
    const [{ state, words }] = same
    const names = targetNames(same, context)
    if (state === null) return labels.told.asTheRest(names)
    const name = text.words.scopeState[state]
    const limits = words === null ? null : (limitedWords(words, text.language) ?? words)
    return labels.told.inState(limits === null ? name : text.words.marked(name, limits), names)
  })
}

function targetNames(changes: Scope, context: ReportContext): string {
  return context.labels.listed(changes.map((change) => targetNameIn(formatTarget(change), context)))
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

type Requests = ReadonlyMap<string, Pick<Required<EventData['approval.requested']>, 'notices' | 'lift'>>

/** What was asked to be approved, by the events that asked. Of all requests at once, since each look reads the log anew. */
const requestsIn = memoize((timeline: Report['timeline']): Requests => {
  const found = new Map()
  for (const { event, type, data } of timeline) {
    if (type !== ('approval.requested' satisfies EventType)) continue
    const { notices = [], lift = [] } = data as EventData['approval.requested']
    found.set(event, { notices: notices.map(({ channel, stage, number }) => ({ channel, stage, number })), lift })
  }
  return found
})
