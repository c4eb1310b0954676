import { type Envelope, type Event, type EventType, type Head, isKnown, nameOf, writerOf } from '../log/event.ts'
import {
  type KnownFromJoined,
  type Knows,
  knownWriters,
  NOTHING_JOINED,
  type WriterBirth,
} from '../log/known-writers.ts'
import { hasAskers } from './askers.ts'
import { filesOfOthers } from './evidence.ts'
import { foldInOrder } from './evolve.ts'
import { type Evidence, type Incident, type Notice, writerRecordOf } from './incident.ts'
import { hasWordsForOthers } from './translations.ts'

/** A writer that a machine has no reason to know. */
export interface UnknownWriter extends WriterBirth {
  /** How many events it has recorded. */
  readonly events: number
  /** Whether it is only unknown because it and another one have set each other aside. */
  readonly isDisputed: boolean
}

/**
 * The writers of an incident that a machine does not know (`knownWriters`), in the order of their first lines; and those of
 * other machines that have set each other aside without effect.
 */
export function unknownWriters(
  incident: Incident,
  isOwn: (birth: WriterBirth) => boolean,
  isVouchedFor: (birth: WriterBirth) => boolean,
  joined: KnownFromJoined = NOTHING_JOINED,
): UnknownWriter[] {
  const known = knownWriters(writerRecordOf(incident), isOwn, isVouchedFor, joined)
  return [...incident.births.values()]
    .map((birth) => ({ ...birth, isDisputed: incident.disputed.includes(birth.writer) && !isOwn(birth) }))
    .filter(({ writer, isDisputed }) => isDisputed || !known.has(writer))
    .map((birth) => ({ ...birth, events: (incident.heads.get(birth.writer) as Head).seq }))
}

/** Whether what an incident is depends on whom a machine knows: what others asked for, said anew, or have to do. */
export function mattersWhoIsKnown(incident: Incident): boolean {
  return hasAskers(incident) || hasWordsForOthers(incident) || (incident.births.size > 1 && incident.actions.length > 0)
}

/** Whether an event of a type can meet, move or drop a deadline (`domain/deadlines.ts`). */
const SILENCING: Readonly<Record<EventType, boolean>> = {
  'incident.started': false,
  'drill.began': false,
  'drill.injected': false,
  'incident.classified': true,
  'incident.titled': false,
  'step.begun': false,
  'step.done': true,
  'step.declined': true,
  'step.skipped': true,
  'step.assigned': true,
  'fact.set': true,
  'note.added': false,
  'moment.marked': false,
  'moment.declined': false,
  'note.private': false,
  'command.started': false,
  'command.ended': false,
  'command.settled': false,
  'evidence.removed': false,
  'scope.changed': true,
  'phase.advanced': true,
  'scope.lifted': true,
  'incident.reopened': true,
  'incident.closed': true,
  'event.undone': true,
  'event.corrected': true,
  'event.redacted': false,
  'notice.posted': true,
  'notice.intended': true,
  'notice.delivered': true,
  'channel.marked': true,
  'notice.promised': true,
  'contact.tried': true,
  'contact.reached': true,
  'page.intended': true,
  'page.delivered': true,
  'escalation.raised': true,
  'action.added': false,
  'action.changed': true,
  'action.done': true,
  'handover.offered': false,
  'handover.accepted': false,
  'clock.started': true,
  'authority.reported': true,
  'filing.field-stated': false,
  'runbook.adopted': true,
  'settings.adopted': true,
  'approval.requested': false,
  'approval.granted': false,
  'approval.refused': false,
  'writer.accepted': false,
  'lock.broken': false,
  'log.recovered': false,
  'log.continued': false,
}

/** What a log is without the events by which unknown writers may have silenced an alarm. */
export interface UnsilencedLog {
  readonly incident: Incident
  /** By writer, the last such event. */
  readonly silencing: ReadonlyMap<string, Event | Envelope>
}

/** Folds the events, given in log order, without those by which these writers may have silenced an alarm. */
export function foldUnsilenced(events: Iterable<Event | Envelope>, unknown: ReadonlySet<string>): UnsilencedLog {
  const silencing = new Map<string, Event | Envelope>()
  function* others() {
    for (const event of events)
      if (unknown.has(event.writer) && isKnown(event) && SILENCING[event.type]) silencing.set(event.writer, event)
      else yield event
  }
  return { incident: foldInOrder(others()), silencing }
}

/** Folds the events, given in log order, of known writers alone. */
export function foldOfKnown(events: Iterable<Event | Envelope>, unknown: ReadonlySet<string>): Incident {
  return foldInOrder(eventsOfKnown(events, unknown))
}

/** Those of the events that known writers have recorded; whoever declared the incident declared it. */
export function* eventsOfKnown<E extends Pick<Envelope, 'writer' | 'type'>>(
  events: Iterable<E>,
  unknown: ReadonlySet<string>,
): Generator<E> {
  for (const event of events) if (!unknown.has(event.writer) || event.type === 'incident.started') yield event
}

/**
 * An incident without the words of unknown writers by which evidence of others was removed, or is theirs by another name, or a
 * command of others ended: none settles anything until its writer is known. `read` gives the events in log order; it is called only if there may be
 * such words.
 */
export function withoutWordsOfStrangers(
  incident: Incident,
  unknown: ReadonlySet<string>,
  read: () => Iterable<Event | Envelope>,
): Incident {
  const files = unknown.size === 0 ? new Set() : filesOfOthers(incident, unknown)
  const isOwn = ({ file, event }: Evidence) => !unknown.has(writerOf(event)) || !files.has(file)
  if (!maySettle(incident, unknown))
    return incident.evidence.every(isOwn) ? incident : { ...incident, evidence: incident.evidence.filter(isOwn) }
  const owners = ownersOf(incident.evidence)
  function* others() {
    for (const event of read())
      if (!unknown.has(event.writer) || !isKnown(event) || !settlesForOthers(event, owners)) yield event
  }
  const { evidence, discarded, commands } = foldInOrder(others())
  return { ...incident, evidence: evidence.filter(isOwn), discarded, commands }
}

/** Whether unknown writers may have said that evidence was removed, or that a command of another writer ended. */
function maySettle({ evidence, discarded, commands }: Incident, unknown: ReadonlySet<string>): boolean {
  if (unknown.size === 0) return false
  const removals = [...evidence.map(({ removed }) => removed), ...discarded.values()]
  return (
    removals.some((removed) => removed !== null && unknown.has(writerOf(removed.event))) ||
    // Who recorded that it ended is not kept.
    commands.some(({ event, end, settled }) => !unknown.has(writerOf(event)) && (end !== null || settled !== null))
  )
}

/** By file, the writers whose evidence it is. */
function ownersOf(evidence: readonly Evidence[]): ReadonlyMap<string, ReadonlySet<string>> {
  const owners = new Map<string, Set<string>>()
  for (const { file, event } of evidence) owners.set(file, (owners.get(file) ?? new Set()).add(writerOf(event)))
  return owners
}

function settlesForOthers(event: Event, owners: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  switch (event.type) {
    case 'evidence.removed': {
      const writers = [...(owners.get(event.data.file) ?? [])]
      return writers.length === 0 || writers.some((writer) => writer !== event.writer)
    }
    case 'command.ended':
    case 'command.settled':
      return writerOf(event.data.command) !== event.writer
    default:
      return false
  }
}

/**
 * An incident in which settings that an unknown writer put in force do not say who is who, nor who can approve. `ofKnown` gives
 * it by what known writers have recorded alone; it is called only if there are such settings.
 */
export function withPeopleOfKnown(incident: Incident, knows: Knows, ofKnown: () => Incident): Incident {
  if (knows(incident.settingsWriter)) return incident
  const { roster: _, approvers: __, ...settings } = incident.settings
  const { roster, approvers } = ofKnown().settings
  const people = { ...(roster !== undefined && { roster }), ...(approvers !== undefined && { approvers }) }
  return { ...incident, settings: { ...settings, ...people } }
}

/** Folds the events, given in log order, without what these writers say of notices that others have sent or recorded. */
export function foldOwnNotices(events: Iterable<Event | Envelope>, unknown: ReadonlySet<string>): Incident {
  function* counting() {
    for (const event of events) {
      const meant = unknown.has(event.writer) && isKnown(event) ? noticeMeantBy(event) : null
      if (meant === null || writerOf(meant) === event.writer) yield event
    }
  }
  return foldInOrder(counting())
}

/** The last event of unknown writers that sent a notice, tried to again or says what became of it; null if there is none. */
export function wordOnNotice(
  { sending }: Pick<Notice, 'sending'>,
  events: Iterable<Event | Envelope>,
  unknown: ReadonlySet<string>,
): Event | null {
  const attempts = new Set(sending?.attempts)
  let last: Event | null = null
  for (const event of events)
    if (
      unknown.has(event.writer) &&
      isKnown(event) &&
      (attempts.has(nameOf(event)) || attempts.has(noticeMeantBy(event) ?? ''))
    )
      last = event
  return last
}

/** The name of the event of a notice that an event says something of; null if it says nothing of one. */
function noticeMeantBy({ type, data }: Event): string | null {
  if (type === 'notice.delivered') return data.notice
  if (type === 'notice.intended') return data.retries
  if (type === 'notice.posted') return data.settles ?? null
  return type === 'event.undone' ? data.event : null
}
