import { currentWrite, registerOf } from '../incident/current-values.ts'
import { factOf, factWrites, factWritesWithRole } from '../incident/facts.ts'
import { filingsOf, lastClockStart } from '../incident/filings.ts'
import type { Incident } from '../incident/incident.ts'
import { beginningOf, lifecycleOf } from '../incident/lifecycle.ts'
import type { Write } from '../incident/register.ts'
import { restrictedSpans } from '../incident/restrictions.ts'
import { scopeWrites } from '../incident/scope.ts'
import { scopeHistory } from '../incident/scope-history.ts'
import { wasNothing } from '../incident/scope-statements.ts'
import type { Authority } from './authority.ts'
import { type FormValueName, formDuration } from './form.ts'

/** What the log says of something that a form asks for. */
export interface LoggedValue {
  /** As recorded; null if it is not known. */
  readonly value: string | null
  /** The events that it comes from. */
  readonly events: readonly string[]
}

const NOTHING: LoggedValue = { value: null, events: [] }

/** Returns the internal value of a fact, with the event that states it; also where it is "not known yet". */
export function loggedFact(incident: Incident, name: string): LoggedValue {
  return { value: factOf(incident, name).value, events: lastEvents(factWrites(incident, name)) }
}

/** Returns the events that the public words of a fact come from. */
export function wordEvents(incident: Incident, name: string): string[] {
  return (['ja', 'en'] as const).flatMap((language) => lastEvents(registerOf(incident, `words:${name}.${language}`)))
}

/** Returns when an event of an authority occurred, by the last start of its clocks. */
export function loggedAuthorityEvent(incident: Incident, authority: Authority, event: string): LoggedValue {
  const start = lastClockStart(incident, authority, event, null)
  return start === undefined ? NOTHING : { value: start.at, events: [start.event] }
}

/** Returns what was stated for a field of an authority's form only; undefined if nothing was, null in it for "not known". */
export function statedField(incident: Incident, authority: string, field: string): LoggedValue | undefined {
  const write = currentWrite(incident, `field:${authority}:${field}`)
  return write === undefined ? undefined : { value: write.value, events: [write.event] }
}

/** Returns a single value that follows from the log (`FORM_VALUES`). Durations are known once everything has resumed. */
export function loggedValue(incident: Incident, name: FormValueName, authority: Authority): LoggedValue {
  switch (name) {
    case 'incident': {
      const { declaration } = incident
      return declaration === null ? NOTHING : { value: declaration.declaredId, events: [declaration.event] }
    }
    case 'title': {
      const write = currentWrite(incident, 'title')
      return write === undefined ? NOTHING : { value: write.value, events: [write.event] }
    }
    case 'reference':
      return lastReference(incident, authority)
    case 'started':
      return started(incident)
    case 'fully-resumed':
      return fullyResumed(incident)
    case 'duration': {
      const [from, to] = [started(incident), fullyResumed(incident)]
      if (from.value === null || to.value === null) return NOTHING
      return durationFrom(Date.parse(to.value) - Date.parse(from.value), [...from.events, ...to.events])
    }
    case 'downtime':
      return downtime(incident)
  }
}

/** The number that the authority gave the last report that has one. */
function lastReference(incident: Incident, { id }: Authority): LoggedValue {
  const numbered = filingsOf(incident)
    .filter(({ authority }) => authority.id === id)
    .flatMap(({ submissions }) => submissions.filter(({ ref }) => ref !== null))
  const last = numbered.sort((a, b) => Date.parse(a.at) - Date.parse(b.at)).at(-1)
  return last === undefined ? NOTHING : { value: last.ref, events: [last.event] }
}

function started(incident: Incident): LoggedValue {
  const { startedAt } = lifecycleOf(incident)
  if (startedAt === null || wasNothing(incident)) return NOTHING
  const stated = lastEvents(factWritesWithRole(incident, 'began'))
  return {
    value: startedAt,
    events: stated.length > 0 ? stated : lastEvents([beginningOf(incident) as Write<unknown>]),
  }
}

function fullyResumed(incident: Incident): LoggedValue {
  const at = lifecycleOf(incident).current.fullyResumedAt
  if (at === null) return NOTHING
  const opening = [...incident.registers.inOrder()].filter(
    ({ key, write }) => !write.undone && write.at === at && (key === 'phase' || key.startsWith('scope:')),
  )
  return { value: at, events: lastEvents(opening.map(({ write }) => write)) }
}

/** How long anything was restricted, if nothing is any more. */
function downtime(incident: Incident): LoggedValue {
  const { value, events } = fullyResumed(incident)
  if (value === null) return NOTHING
  const spans = restrictedSpans(
    scopeHistory(incident, { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }),
  )
  const first = scopeWrites(incident).flatMap(([, writes]) => writes.filter(({ undone }) => !undone))
  const total = spans.reduce((sum, { from, to }) => sum + to - from, 0)
  if (spans.length === 0 || !Number.isFinite(total)) return NOTHING
  return durationFrom(total, [...new Set([...first.map(({ event }) => event), ...events])])
}

/** A duration that a form has no room for, or below zero because a time is wrong, is not known. */
function durationFrom(ms: number, events: readonly string[]): LoggedValue {
  return ms < 0 ? NOTHING : { value: formDuration(ms), events: [...new Set(events)] }
}

/** The event of the write that counts; none if there is no such write. */
function lastEvents(writes: readonly Write<unknown>[]): string[] {
  const last = writes.findLast(({ undone }) => !undone)
  return last === undefined ? [] : [last.event]
}

/** Returns the events that count in the registers that `matches`, in fold order. */
export function eventsIn(incident: Incident, matches: (key: string) => boolean): string[] {
  const writes = [...incident.registers.inOrder()].filter(({ key, write }) => !write.undone && matches(key))
  return [...new Set(writes.map(({ write }) => write.event))]
}
