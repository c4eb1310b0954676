import type { Deadlines } from '../command.ts'
import {
  type AlertAction,
  alertActionOf,
  type FeedEvent,
  type FeedEventName,
  type Standing,
} from '../domain/feeds/feed-event.ts'
import type { OverdueClock } from '../domain/feeds/overdue.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { isPartlyResumed, type ScopeTarget } from '../domain/incident/scope.ts'
import { type Event, nameOf, type ScopeChange } from '../domain/log/event.ts'
import type { Language, Severity } from '../domain/runbook/runbook.ts'
import { withOwnNames } from '../i18n/own-names.ts'
import { loadText, type Text } from '../i18n/text.ts'
import type { Feed } from '../runbook/feeds-schema.ts'
import { MAX_OVERDUE } from '../store/feed-state.ts'
import { inertLine } from '../view/inert.ts'
import { briefTimeText } from '../view/time-format.ts'
import type { FeedWords } from './words.en.ts'
import { feedWords } from './words.ts'

/** What is told in one language: a title, and lines that say more. Untrusted words in them are one inert line each. */
export interface MessageText {
  readonly language: Language
  readonly title: string
  readonly lines: readonly string[]
}

/** The alert of an incident in a pager. */
interface Alert {
  /** The same for all that is told of the incident. */
  readonly key: string
  readonly action: AlertAction
  readonly severity: Severity | null
}

/** What is told of one event, before it takes the form of a service. */
export interface FeedMessage {
  /** Idempotency key: the same whenever it is told. */
  readonly key: string
  readonly feed: string
  readonly what: FeedEventName | 'test'
  readonly isTakenBack: boolean
  readonly isDrill: boolean
  readonly isConfidential: boolean
  /** When it happened: ISO 8601 with offset. */
  readonly at: string
  /** Null for a test, and for a confidential incident. */
  readonly incident:
    | (Standing & {
        readonly id: string
        /** Null if nothing was recorded, as when a deadline passes. */
        readonly event: string | null
        readonly by: string | null
      })
    | null
  /** The deadline that passed; null for all else. */
  readonly clock: string | null
  /** Null if it does nothing to an alert. */
  readonly alert: Alert | null
  readonly texts: readonly MessageText[]
}

/** The words of one language that messages are made of. */
export interface MessageWords {
  readonly text: Text
  readonly feeds: FeedWords
}

/** The words of the languages of a feed. */
export function messageWordsOf(languages: readonly Language[]): Promise<MessageWords[]> {
  return Promise.all(
    languages.map(async (language) => ({ text: await loadText(language), feeds: await feedWords(language) })),
  )
}

/** What a feed is told of an event, in its languages. */
export function messageOf(
  feed: Pick<Feed, 'name' | 'filter'>,
  incident: Incident,
  event: FeedEvent,
  languages: readonly MessageWords[],
): FeedMessage {
  const { source, names, isTakenBack, isSecret, after } = event
  const { declaration } = incident
  const action = alertActionOf(event, feed.filter.severity)
  const about = { ...after, id: declaration?.id ?? '', event: nameOf(source), by: source.by }
  return {
    key: `${source.incident}-${source.writer}-${source.seq}`,
    feed: feed.name,
    what: names[0] as FeedEventName,
    isTakenBack,
    isDrill: declaration?.drill ?? false,
    isConfidential: isSecret,
    at: source.at,
    incident: isSecret ? null : about,
    clock: null,
    alert: action === null ? null : { key: alertKey(incident), action, severity: isSecret ? null : after.severity },
    texts: languages.map((words) =>
      (isSecret ? confidentialText : textOf)(incident, event, withManualNames(words, incident)),
    ),
  }
}

/** The key of the alert of an incident: the same for all that is told of it. */
function alertKey({ declaration }: Incident): string {
  return `halt-${declaration?.incident}`
}

/**
 * What a feed is told of a deadline that passed, in its languages. The times are in ISO 8601 with offset: when that was due, and
 * until when it is the last one of the incident, if it is.
 */
export function overdueMessage(
  { name: feed }: Pick<Feed, 'name'>,
  { incident, clock, standing }: { incident: Incident; clock: OverdueClock; standing: Standing },
  { dueAt: at, pausesUntil }: { readonly dueAt: string; readonly pausesUntil: string | null },
  nameOf: Deadlines['deadlineName'],
  languages: readonly MessageWords[],
): FeedMessage {
  const { id = '', drill = false } = incident.declaration ?? {}
  return {
    key: clock.key,
    feed,
    what: 'overdue',
    isTakenBack: false,
    isDrill: drill,
    isConfidential: false,
    at,
    incident: { ...standing, id, event: null, by: null },
    clock: clock.id,
    alert: { key: alertKey(incident), action: 'trigger', severity: standing.severity },
    texts: languages.map((each) => {
      const words = withManualNames(each, incident)
      const { name } = nameOf(clock.seenIn, clock.id, words.text)
      const headline = words.feeds.titled(words.feeds.headline.overdue, titleIn(incident, standing, words))
      const lines = [
        words.feeds.wasDue(inertLine(name), timeWithOffset(at)),
        standingLine(incident, standing, words),
        restrictedLine(incident, standing, words),
        ...(pausesUntil === null ? [] : [words.feeds.pauses(MAX_OVERDUE, timeWithOffset(pausesUntil))]),
        inertLine(id),
      ]
      return { language: words.text.language, title: marked(headline, drill, words.feeds), lines }
    }),
  }
}

/** A message that says that it is a test. `now` is in milliseconds since 1970, `at` the same in ISO 8601. */
export function testMessage(feed: string, now: number, at: string, languages: readonly MessageWords[]): FeedMessage {
  return {
    key: `halt-test-${feed}-${now}`,
    feed,
    what: 'test',
    isTakenBack: false,
    isDrill: false,
    isConfidential: false,
    at,
    incident: null,
    clock: null,
    alert: { key: `halt-test-${feed}-${now}`, action: 'trigger', severity: null },
    texts: languages.map(({ text, feeds }) => {
      return { language: text.language, title: feeds.test(feed), lines: [feeds.testDetail, briefTimeText(at)] }
    }),
  }
}

function withManualNames({ text, feeds }: MessageWords, { runbook }: Incident): MessageWords {
  return { text: withOwnNames(text, runbook), feeds }
}

function confidentialText(
  { declaration }: Incident,
  { names, isTakenBack }: FeedEvent,
  words: MessageWords,
): MessageText {
  const { feeds, text } = words
  const headline = feeds.confidential[names[0] === 'declared' ? 'declared' : 'closed']
  const title = isTakenBack ? feeds.takenBack(headline) : headline
  return { language: text.language, title: marked(title, declaration?.drill, feeds), lines: [feeds.confidentialDetail] }
}

function marked(title: string, isDrill: boolean | undefined, feeds: FeedWords): string {
  return isDrill ? `${feeds.drill}${title}` : title
}

function textOf(incident: Incident, event: FeedEvent, words: MessageWords): MessageText {
  const { feeds, text } = words
  const { language } = text
  const { source, said, names, isTakenBack, after } = event
  const named = said.type === 'incident.reopened' ? feeds.reopened : feeds.headline[names[0] as FeedEventName]
  const headline = feeds.titled(isTakenBack ? feeds.takenBack(named) : named, titleIn(incident, after, words))
  const undoing = source.type === 'event.undone' ? [feeds.reason(inertLine(source.data.reason))] : []
  const lines = [
    ...detailsOf(incident, event, words),
    ...undoing,
    standingLine(incident, after, words),
    restrictedLine(incident, after, words),
    feeds.recorded(timeWithOffset(source.at), personIn(source, words)),
    inertLine(incident.declaration?.id ?? ''),
  ]
  return { language, title: marked(headline, incident.declaration?.drill, feeds), lines }
}

function titleIn(incident: Incident, { titles, type }: Standing, { text: { language } }: MessageWords): string {
  return inertLine(titles[language] ?? typeName(incident, type, language))
}

/** What happened, in a few lines. */
function detailsOf(incident: Incident, event: FeedEvent, { text, feeds }: MessageWords): string[] {
  const { said, before, after, isTakenBack } = event
  const { words } = text
  // Of what was taken back, the reason for that is told.
  const reasons = (reason: string | null | undefined) =>
    reason && !isTakenBack ? [feeds.reason(inertLine(reason))] : []
  switch (said.type) {
    case 'incident.started': {
      const { planned } = said.data
      return planned === null ? [] : [feeds.planned(briefTimeText(planned.from), briefTimeText(planned.to))]
    }
    case 'incident.classified':
      return [
        feeds.change(words.severity(before.severity), words.severity(after.severity)),
        ...reasons(said.data.reason),
      ]
    case 'phase.advanced':
      return [feeds.change(words.phase[before.phase], words.phase[after.phase]), ...reasons(said.data.forced?.reason)]
    case 'scope.changed':
      return said.data.changes.map((change) => changeLine(incident, change, { text, feeds }))
    case 'incident.reopened':
      return [...reasons(said.data.reason), ...said.data.scope.map((one) => changeLine(incident, one, { text, feeds }))]
    case 'scope.lifted':
      return [feeds.opened(said.data.changes.map((one) => targetName(incident, one, { text, feeds })))]
    case 'incident.closed':
      return [
        feeds.closedAs(words.closing[said.data.as], said.data.duplicateOf ?? null),
        ...reasons(said.data.reason ?? said.data.forced?.reason),
      ]
    case 'handover.offered':
      return [feeds.offered(personIn(said, { text, feeds }), inertLine(said.data.to)), ...reasons(said.data.note)]
    case 'handover.accepted':
      return [feeds.leads(inertLine(said.by)), ...reasons(said.data.reason)]
    default:
      return noticeLines(incident, event, { text, feeds })
  }
}

function noticeLines({ runbook }: Incident, { said, notice }: FeedEvent, { text, feeds }: MessageWords): string[] {
  if (notice === null) return []
  const channel = runbook.channels[notice.channel]?.[text.language] ?? notice.channel
  const name = feeds.onChannel(inertLine(channel), text.words.notice(notice.stage, notice.number))
  const link = said.type === 'notice.posted' || said.type === 'notice.delivered' ? said.data.link : null
  return [noticeOutcome(said, name, feeds), ...(link === null ? [] : [inertLine(link)])]
}

function noticeOutcome(said: Event, name: string, feeds: FeedWords): string {
  if (said.type !== 'notice.delivered')
    return said.type === 'notice.posted' && said.data.settles !== undefined ? feeds.arrived(name) : feeds.posted(name)
  return said.data.why === 'drill' ? feeds.simulated(name) : feeds.delivered(name, said.data.outcome)
}

function standingLine(
  incident: Incident,
  { type, severity, phase, lead, restricted }: Standing,
  words: MessageWords,
): string {
  const { text, feeds } = words
  const isPartly = isPartlyResumed({ phase, scope: restricted ?? [] })
  const named = text.words.phase[phase]
  return feeds.facts([
    text.words.severity(severity),
    typeName(incident, type, text.language),
    isPartly ? text.words.marked(named, text.words.someRestricted) : named,
    ...(lead === null ? [] : [feeds.lead(inertLine(lead))]),
  ])
}

function restrictedLine(incident: Incident, { restricted }: Standing, words: MessageWords): string {
  const { text, feeds } = words
  if (restricted === null) return feeds.notStated
  if (restricted.length === 0) return feeds.noneRestricted
  return feeds.restricted(
    restricted.map((one) => text.words.marked(targetName(incident, one, words), text.words.scopeState[one.state])),
  )
}

function changeLine(incident: Incident, change: ScopeChange, words: MessageWords): string {
  const { text, feeds } = words
  const target = targetName(incident, change, words)
  if (change.state === null) return feeds.asOperation(target, targetName(incident, { ...change, asset: null }, words))
  const said = change.words == null ? null : inertLine(change.words)
  return feeds.stated(target, text.words.scopeState[change.state], said)
}

function targetName({ runbook }: Incident, { operation, asset }: ScopeTarget, { text, feeds }: MessageWords): string {
  const name = inertLine(runbook.operations[operation]?.[text.language] ?? operation)
  return asset === null ? name : feeds.asset(name, asset)
}

/** Who recorded an event, and who let them do so. */
function personIn({ by, invitedBy }: Event, { text }: MessageWords): string {
  return invitedBy === undefined ? inertLine(by) : text.words.invited(inertLine(by), inertLine(invitedBy))
}

function typeName({ runbook }: Incident, type: string, language: Language): string {
  return inertLine(runbook.types[type]?.[language] ?? type)
}

function timeWithOffset(at: string): string {
  return `${briefTimeText(at)} ${/(?:[+-]\d\d:\d\d|Z)$/.exec(at)?.[0] ?? ''}`
}
