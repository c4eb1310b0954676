import {
  type Confidentiality,
  isConfidential,
  phaseOf,
  severityOf,
  titleOf,
  titleWrittenIn,
  typeOf,
} from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'
import { incidentAfter } from '../incident/incident-as-of.ts'
import { leadOf } from '../incident/lead.ts'
import { restrictedScope, type ScopeEntry, scopeOf } from '../incident/scope.ts'
import { type Envelope, type Event, type EventData, isKnown, nameOf } from '../log/event.ts'
import { type Language, type Phase, SEVERITIES, type Severity } from '../runbook/runbook.ts'

/** What feeds can be told of. */
export const FEED_EVENTS = [
  'declared',
  'severity',
  'phase',
  'scope',
  'notice',
  'handover',
  'overdue',
  'resumed',
  'closed',
] as const
export type FeedEventName = (typeof FEED_EVENTS)[number]

/** How an incident stands. */
export interface Standing {
  readonly type: string
  /** Null if nobody has stated it. */
  readonly severity: Severity | null
  readonly titles: Readonly<Record<Language, string | null>>
  readonly phase: Phase
  readonly lead: string | null
  /** Everything stated to be restricted; null if nobody has stated anything of what is stopped or open. */
  readonly restricted: readonly ScopeEntry[] | null
}

/** What decides whether a feed is told. */
export interface FeedOccasion {
  /** The names under which feeds ask for it; the first is what it is called. */
  readonly names: readonly FeedEventName[]
  readonly before: Standing
  readonly after: Standing
  /** The highest severity that anybody had stated by then; null if nobody had. */
  readonly highest: Severity | null
}

/** Something that was recorded in an incident, as it is told. */
export interface FeedEvent extends FeedOccasion {
  /** Of the log, by which it was recorded. */
  readonly source: Event
  /** The event that says what happened: `source`, or the earlier one that it takes back. */
  readonly said: Event
  readonly isTakenBack: boolean
  /** Whether only that it happened may be told, in some halt. */
  readonly isSecret: boolean
  /** The same by what known writers have recorded alone; missing where all are known. */
  readonly asKnown?: FeedEvent
  /** The notice that it is about; null if it is about none. */
  readonly notice:
    | (Pick<EventData['notice.intended'], 'channel' | 'stage' | 'number'> & { readonly event: string })
    | null
}

/**
 * What there is to tell of an incident: of all its `events`, in log order and with redacted text crossed out, those that are
 * `wanted`. Of a halt whose type is confidential now, only that it was declared and that it is closed; where it is so by the
 * word of writers alone that nobody knows, all that there is, but not what it is: they silence nothing.
 */
export function feedEventsOf(
  incident: Incident,
  events: Iterable<Event | Envelope>,
  wanted: (event: Event | Envelope) => boolean,
  confidentiality: Confidentiality = isConfidential(incident) ? 'known' : 'none',
): FeedEvent[] {
  const tellable = new Map<string, Event>()
  const notices = new Map<string, FeedEvent['notice']>()
  const found: FeedEvent[] = []
  let highest: Severity | null = null
  let order = 0
  for (const event of events) {
    order += 1
    if (!isKnown(event)) continue
    highest = higher(highest, statedSeverity(event))
    if (event.type === 'notice.intended' || event.type === 'notice.posted')
      notices.set(nameOf(event), { ...event.data, event: nameOf(event) })
    if (namesOf(event).length > 0) tellable.set(nameOf(event), event)
    const said = event.type === 'event.undone' ? tellable.get(event.data.event) : event
    const names = said === undefined ? [] : namesOf(said)
    if (said === undefined || names.length === 0 || !wanted(event)) continue
    if (confidentiality === 'known' && !names.some((name) => name === 'declared' || name === 'closed')) continue
    found.push({
      source: event,
      names,
      said,
      isTakenBack: said !== event,
      isSecret: confidentiality !== 'none',
      notice: notices.get(said.type === 'notice.delivered' ? said.data.notice : nameOf(said)) ?? null,
      before: standingOf(incidentAfter(incident, order - 1)),
      after: standingOf(incidentAfter(incident, order)),
      highest,
    })
  }
  return found
}

/** What an event is told as; empty if it is not told. That a halt goes on concerns whoever heard that it had ended. */
function namesOf(event: Event): readonly FeedEventName[] {
  switch (event.type) {
    case 'incident.started':
      return ['declared']
    case 'incident.classified':
      return event.data.severity === undefined ? [] : ['severity']
    case 'phase.advanced':
      return ['phase']
    case 'scope.changed':
      return ['scope']
    case 'notice.posted':
    case 'notice.delivered':
      return ['notice']
    case 'handover.offered':
    case 'handover.accepted':
      return ['handover']
    case 'scope.lifted':
      return ['resumed']
    case 'incident.reopened':
      return ['phase', 'scope', 'resumed', 'closed']
    case 'incident.closed':
      return ['closed']
    default:
      return []
  }
}

/** The highest severity that anybody has stated in an incident, by its events in any order; null if nobody has. */
export function highestSeverity(events: Iterable<Event | Envelope>): Severity | null {
  let highest: Severity | null = null
  for (const event of events) if (isKnown(event)) highest = higher(highest, statedSeverity(event))
  return highest
}

function statedSeverity(event: Event): Severity | null {
  const isStated = event.type === 'incident.started' || event.type === 'incident.classified'
  return isStated ? (event.data.severity ?? null) : null
}

function higher(a: Severity | null, b: Severity | null): Severity | null {
  if (a === null || b === null) return a ?? b
  return isAtLeast(a, b) ? a : b
}

function isAtLeast(severity: Severity, threshold: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(threshold)
}

/** How an incident stands by all that it has. */
export function standingOf(incident: Incident): Standing {
  const title = titleOf(incident)
  const restricted = scopeOf(incident).length === 0 ? null : restrictedScope(incident)
  return {
    type: typeOf(incident),
    severity: severityOf(incident),
    titles: { ja: titleWrittenIn(incident, 'ja') ?? title, en: titleWrittenIn(incident, 'en') ?? title },
    phase: phaseOf(incident),
    lead: leadOf(incident),
    restricted,
  }
}

/** What a feed wants to hear of. */
export interface FeedFilter {
  readonly on: readonly FeedEventName[]
  /** The severity from which on; null for any. */
  readonly severity: Severity | null
  readonly drills: boolean
}

/**
 * Whether a feed is told of something. A severity that nobody has stated may be any. Once an incident has had a severity that
 * counts, all that follows is told, lest nobody hear of its end.
 */
export function isFor(event: FeedOccasion, { on, severity, drills }: FeedFilter, isDrill: boolean): boolean {
  if (isDrill && !drills) return false
  return event.names.some((name) => on.includes(name)) && isSevereEnough(event, severity)
}

function isSevereEnough({ names, before, after, highest }: FeedOccasion, threshold: Severity | null): boolean {
  if (threshold === null || (highest !== null && isAtLeast(highest, threshold))) return true
  return after.severity === null || (before.severity === null && names[0] !== 'declared')
}

/** What an alert in a pager becomes. */
export type AlertAction = 'trigger' | 'acknowledge' | 'resolve'

/**
 * What something does to the alert of its incident; null for nothing. What triggers it by the word of those who are known does
 * so whatever others say. A planned halt has none before it begins. An alert ends
 * once nothing that was stated is restricted any more, the incident is closed, or it turns out to be of a lower severity than
 * the feed is for.
 */
export function alertActionOf(event: FeedEvent, threshold: Severity | null): AlertAction | null {
  const isAlarm = event.asKnown !== undefined && actionOf(event.asKnown, threshold) === 'trigger'
  return isAlarm ? 'trigger' : actionOf(event, threshold)
}

function actionOf(event: FeedEvent, threshold: Severity | null): AlertAction | null {
  const { said, isTakenBack, before, after } = event
  const [name] = event.names
  if (name === 'notice') return null
  if (after.phase === 'scheduled') return name === 'declared' || before.phase === 'scheduled' ? null : 'resolve'
  const isResumed = after.restricted?.length === 0
  if (after.phase === 'closed' || (after.phase === 'after-resumption' && isResumed))
    return name === 'severity' || name === 'handover' ? null : 'resolve'
  if (name === 'handover') return said.type === 'handover.accepted' && !isTakenBack ? 'acknowledge' : null
  if (name === 'severity') return actionOfSeverity(event, threshold)
  if (said.type === 'phase.advanced')
    return before.phase === 'scheduled' ? 'trigger' : isTakenBack ? null : 'acknowledge'
  if (name === 'resumed') return isTakenBack ? 'trigger' : null
  return name === 'scope' && isResumed ? null : 'trigger'
}

function actionOfSeverity({ before, after, highest }: FeedEvent, threshold: Severity | null): AlertAction | null {
  if (after.severity === null) return null
  if (threshold !== null && highest !== null && !isAtLeast(highest, threshold)) return 'resolve'
  const isRaised = before.severity === null || !isAtLeast(before.severity, after.severity)
  return isRaised ? 'trigger' : null
}
