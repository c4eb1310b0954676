import { type Envelope, type Event, type EventDraft, nameOf, writerOf } from '../log/event.ts'
import { knownWriters, machinesOf } from '../log/known-writers.ts'
import { covers, type Redactions, redactableFields } from '../log/redaction.ts'
import { isSignedLog } from '../log/set-aside.ts'
import { declarerOf, type Incident, type Redaction } from './incident.ts'

/** What tells which redactions count. */
type RedactedLog = Pick<Incident, 'redactions' | 'births' | 'statements' | 'declaration'>

/** What is redacted now, by the names of the events: without the redactions that were undone. */
export function redactionsInForce(incident: RedactedLog): Redactions {
  const byTarget = groupByTarget(standingRedactions(incident))
  return new Map([...byTarget].map(([target, redactions]) => [target, redactions.map(({ field }) => field)]))
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

function groupByTarget(redactions: readonly Redaction[]): Map<string, Redaction[]> {
  const groups = new Map<string, Redaction[]>()
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
function standingRedactions({ redactions, births, statements, declaration }: RedactedLog): Redaction[] {
  if (redactions.every(({ undoneBy }) => undoneBy.length === 0)) return [...redactions]
  const record = { births, statements, declaredBy: declarerOf({ declaration }) }
  if (!isSignedLog(record)) return redactions.filter(({ undoneBy }) => undoneBy.length === 0)
  const known = knownWriters(record, () => false)
  const machines = machinesOf(births)
  return redactions.filter(({ event, undoneBy }) => {
    const machine = machines.get(writerOf(event))
    return !undoneBy.some((writer) => known.has(writer) || machines.get(writer) === machine)
  })
}
