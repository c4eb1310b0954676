import { currentWrite, typeOf } from '../incident/current-values.ts'
import { factOf } from '../incident/facts.ts'
import type { Incident } from '../incident/incident.ts'
import type { Authority, Filing, KnownAuthority } from './authority.ts'

/** An event of an authority, which starts the clocks of the filings whose deadlines count from it. */
export interface ClockStart {
  readonly authority: Authority
  readonly event: string
  /** The filing whose clock alone it starts; null for all that count from the event. */
  readonly filing: string | null
}

/**
 * Returns what a name given to `clock start` starts; null for an unknown name.
 * - An event (`awareness`): itself, for each authority that may apply and does not start by its name only. Maybe none.
 * - An authority (`eu-dora`): its first event, or the one after the colon (`eu-dora:classification`).
 * - A filing (`eu-dora-initial`): the same with the events that it counts from, for itself alone.
 */
export function clockStartsFor(known: readonly KnownAuthority[], type: string, name: string): ClockStart[] | null {
  const [id = '', givenEvent] = name.split(':')
  const named = known.find(({ authority }) => authority.id === id)?.authority
  if (named !== undefined) {
    const event = givenEvent ?? Object.keys(named.events)[0] ?? ''
    return Object.hasOwn(named.events, event) ? [{ authority: named, event, filing: null }] : null
  }
  for (const { authority } of known) {
    const filing = authority.filings.find((candidate) => candidate.id === id)
    if (filing === undefined) continue
    const events = eventsOf(filing)
    const event = givenEvent ?? events[0] ?? ''
    return events.includes(event) ? [{ authority, event, filing: filing.id }] : null
  }
  const withEvent = known.filter(({ authority }) => Object.hasOwn(authority.events, id))
  if (givenEvent !== undefined || withEvent.length === 0) return null
  return withEvent
    .filter((candidate) => !candidate.byName && mayApply(candidate, type))
    .map(({ authority }) => ({ authority, event: id, filing: null }))
}

/** Returns every name that `clockStartsFor` knows, without those that have an event after a colon. */
export function clockNames(known: readonly KnownAuthority[]): string[] {
  const events = known.flatMap(({ authority }) => Object.keys(authority.events))
  const authoritiesAndFilings = known.flatMap(({ authority: { id, filings } }) => [
    id,
    ...filings.filter((filing) => eventsOf(filing).length > 0).map((filing) => filing.id),
  ])
  return [...new Set(events), ...authoritiesAndFilings]
}

/** Returns the authorities that may apply, going by the type and the known facts, and that the log does not name yet. */
export function proposedAuthorities(incident: Incident, known: readonly KnownAuthority[]): KnownAuthority[] {
  const type = typeOf(incident)
  return known.filter(
    (candidate) =>
      currentWrite(incident, `authority:${candidate.authority.id}`) === undefined &&
      mayApply(candidate, type) &&
      (candidate.facts.length === 0 || candidate.facts.some((fact) => factOf(incident, fact).known)),
  )
}

function mayApply({ types }: KnownAuthority, type: string): boolean {
  return types === null || types.includes(type)
}

function eventsOf({ due }: Filing): string[] {
  return [...new Set(due.flatMap(({ from }) => (from === null ? [] : [from])))]
}
