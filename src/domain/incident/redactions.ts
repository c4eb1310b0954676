import { type Envelope, type Event, type EventDraft, isKnown, nameOf, writerOf } from '../log/event.ts'
import { knownWriters, machinesOf } from '../log/known-writers.ts'
import { SET_ASIDE } from '../log/missing-heads.ts'
import { covers, type Redactions, redactableFields } from '../log/redaction.ts'
import { isSignedLog } from '../log/set-aside.ts'
import { type Incident, type Redaction, writerRecordOf } from './incident.ts'

/** What tells which redactions count. */
type RedactedLog = Pick<Incident, 'redactions' | 'births' | 'statements' | 'declaration'>

/** A redaction as a machine remembers it, should its line be lost. */
export type RememberedRedaction = Omit<Redaction, 'undoneBy'>

/** What is redacted now, by the names of the events: without the redactions that were undone, with those that are `lost`. */
export function redactionsInForce(incident: RedactedLog, lost: readonly RememberedRedaction[] = []): Redactions {
  const byTarget = groupByTarget([...standingRedactions(incident), ...lost])
  return new Map([...byTarget].map(([target, redactions]) => [target, redactions.map(({ field }) => field)]))
}

/**
 * Of what a machine remembers, the redactions whose lines the log lacks. Where it has another one of the same field, it is for
 * the log to say, and so it is of writers that are set aside (`redactionsToKeep`).
 */
export function lostRedactions(
  { redactions }: Pick<Incident, 'redactions'>,
  remembered: readonly RememberedRedaction[],
  setAside: { has(writer: string): boolean },
): RememberedRedaction[] {
  const isInLog = ({ target, field }: RememberedRedaction) =>
    redactions.some((one) => one.target === target && one.field === field)
  return remembered.filter((one) => !isInLog(one) && !setAside.has(writerOf(one.event)))
}

/** What a machine remembers of a log: the redactions in force of writers that it knows, and what it remembers already. */
export function redactionsToRemember(
  incident: RedactedLog,
  lost: readonly RememberedRedaction[],
  unknown: ReadonlySet<string>,
): RememberedRedaction[] {
  const standing = standingRedactions(incident).filter(({ event }) => !unknown.has(writerOf(event)))
  return [...standing.map(({ undoneBy: _, ...one }) => one), ...lost]
}

/** Redacts again what is lost, of events that the log still has. */
export function redactionsToRepeat(lost: readonly RememberedRedaction[], events: Iterable<Envelope>): EventDraft[] {
  if (lost.length === 0) return []
  const present = new Set<string>()
  for (const event of events) present.add(nameOf(event))
  return lost
    .filter(({ target }) => present.has(target))
    .map(({ target: event, field, reason }) => ({ type: 'event.redacted', data: { event, field, reason } }))
}

/** Whether an event is a redaction that is in force, also if somebody undid it whose word does not count. */
export function isRedactionInForce(incident: RedactedLog, event: string): boolean {
  return standingRedactions(incident).some((redaction) => redaction.event === event)
}

/**
 * What keeps redacted, once nothing of these writers counts, what only they have redacted of others' events. `events` are
 * those of the log.
 */
export function redactionsToKeep(
  incident: RedactedLog,
  aside: ReadonlySet<string>,
  events: Iterable<Event | Envelope>,
): EventDraft[] {
  const standing = standingRedactions(incident)
  const isEnding = ({ event }: Redaction) => aside.has(writerOf(event))
  const ending = standing.filter(isEnding)
  if (ending.length === 0) return []
  const byTarget = groupByTarget(ending)
  const others = groupByTarget(standing.filter((redaction) => !isEnding(redaction)))
  const drafts: EventDraft[] = []
  for (const target of events) {
    const name = nameOf(target)
    const redactions = aside.has(target.writer) ? undefined : byTarget.get(name)
    if (redactions === undefined) continue
    const kept = (others.get(name) ?? []).map(({ field }) => field)
    const paths = [...redactableFields(target).keys()]
    for (const { field, reason } of redactions) {
      const isKept = (path: string) => kept.some((one) => covers(one, path))
      if (paths.filter((path) => covers(field, path)).every(isKept)) continue
      kept.push(field)
      drafts.push({ type: 'event.redacted', data: { event: name, field, reason } })
    }
  }
  return drafts
}

/**
 * The redactions in force that were kept (`redactionsToKeep`) when these writers were set aside, by the names of their events.
 * `everything` is whatever was recorded, also by them.
 */
export function keptRedactions(
  incident: RedactedLog,
  aside: ReadonlySet<string>,
  everything: Iterable<Event | Envelope>,
): string[] {
  const theirs = new Set<string>()
  const moments = new Set<string>()
  const repeated = new Map<string, string>()
  for (const event of everything) {
    if (!isKnown(event)) continue
    // What is recorded together has one time.
    const moment = `${event.writer} ${event.recordedAt}`
    if (event.type === 'log.continued' && event.data.reason === SET_ASIDE && aside.has(event.data.writer))
      moments.add(moment)
    if (event.type !== 'event.redacted') continue
    const { event: target, field, reason } = event.data
    const words = JSON.stringify([target, field, reason])
    if (aside.has(event.writer)) theirs.add(words)
    else if (moments.has(moment)) repeated.set(nameOf(event), words)
  }
  return standingRedactions(incident).flatMap(({ event }) => (theirs.has(repeated.get(event) ?? '') ? [event] : []))
}

function groupByTarget<R extends RememberedRedaction>(redactions: readonly R[]): Map<string, R[]> {
  const groups = new Map<string, R[]>()
  for (const redaction of redactions) {
    const group = groups.get(redaction.target) ?? []
    groups.set(redaction.target, group)
    group.push(redaction)
  }
  return groups
}

/**
 * The redactions that nobody has undone whose word counts: whoever redacted, the same machine, and writers known through the
 * one that declared the incident, so that all machines see the same. In a log without signatures, anybody's does.
 */
function standingRedactions(incident: RedactedLog): Redaction[] {
  const { redactions } = incident
  if (redactions.every(({ undoneBy }) => undoneBy.length === 0)) return [...redactions]
  const record = writerRecordOf(incident)
  if (!isSignedLog(record)) return redactions.filter(({ undoneBy }) => undoneBy.length === 0)
  const known = knownWriters(record, () => false)
  const machines = machinesOf(record.births)
  return redactions.filter(({ event, undoneBy }) => {
    const machine = machines.get(writerOf(event))
    return !undoneBy.some((writer) => known.has(writer) || machines.get(writer) === machine)
  })
}
