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
import { nameOf } from '../domain/log/event.ts'
import type { Language, Severity } from '../domain/runbook/runbook.ts'
import { withOwnNames } from '../i18n/own-names.ts'
import { loadText } from '../i18n/text.ts'
import type { Feed } from '../runbook/feeds-schema.ts'
import { MAX_OVERDUE } from '../store/feed-state.ts'
import { inertLine } from '../view/inert.ts'
import { briefTimeText } from '../view/time-format.ts'
import {
  detailsOf,
  type MessageWords,
  personIn,
  restrictedLine,
  standingLine,
  timeWithOffset,
  titleIn,
} from './message-lines.ts'
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
      (isSecret ? confidentialEventText : textOf)(incident, event, withManualNames(words, incident)),
    ),
  }
}

/** The key of the alert of an incident: the same for all that is told of it. */
function alertKey({ declaration }: Incident): string {
  return `halt-${declaration?.incident}`
}

/**
 * What a feed is told of a deadline that passed, in its languages. The times are in ISO 8601 with offset: when that was due, and
 * until when it is the last one of its share, if it is.
 */
export function overdueMessage(
  { name: feed }: Pick<Feed, 'name'>,
  { incident, clock, standing }: { incident: Incident; clock: OverdueClock; standing: Standing },
  { dueAt: at, pausesUntil }: { readonly dueAt: string; readonly pausesUntil: string | null },
  nameOf: Deadlines['deadlineName'],
  languages: readonly MessageWords[],
): FeedMessage {
  const { id = '', drill = false } = incident.declaration ?? {}
  const { isSecret } = clock
  return {
    key: clock.key,
    feed,
    what: 'overdue',
    isTakenBack: false,
    isDrill: drill,
    isConfidential: isSecret,
    at,
    incident: isSecret ? null : { ...standing, id, event: null, by: null },
    clock: isSecret ? null : clock.id,
    alert: { key: alertKey(incident), action: 'trigger', severity: isSecret ? null : standing.severity },
    texts: languages.map((each) => {
      const words = withManualNames(each, incident)
      if (isSecret) return confidentialText(incident, words.feeds.confidential.overdue, words)
      const { name } = nameOf(clock.seenIn, clock.id, words.text)
      const headline = words.feeds.titled(words.feeds.headline.overdue, titleIn(incident, standing, words))
      const lines = [
        words.feeds.wasDue(inertLine(name), timeWithOffset(at)),
        standingLine(incident, standing, words),
        restrictedLine(incident, standing, words),
        ...(pausesUntil === null
          ? []
          : [words.feeds.pauses(MAX_OVERDUE, clock.isVouchedFor, timeWithOffset(pausesUntil))]),
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

function confidentialEventText(
  incident: Incident,
  { names, isTakenBack }: FeedEvent,
  words: MessageWords,
): MessageText {
  const { confidential, takenBack } = words.feeds
  const [name] = names
  const headline = confidential[name === 'declared' || name === 'closed' ? name : 'changed']
  return confidentialText(incident, isTakenBack ? takenBack(headline) : headline, words)
}

function confidentialText({ declaration }: Incident, title: string, { feeds, text }: MessageWords): MessageText {
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
