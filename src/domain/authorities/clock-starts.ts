import { factOf, standingIn, typeOf } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'
import type { Authority, Filing, KnownAuthority } from './authority.ts'

/** An event that starts clocks: of all filings of an authority that count from it, or of one filing. */
export interface Start {
  readonly authority: Authority
  readonly event: string
  readonly filing: string | null
}

/**
 * Returns the clocks that a name starts. An event (`awareness`) starts those of every authority that may apply to this type
 * of halt and does not have to be named. An authority starts its first event, or the one named
 * (`eu-dora:classification`); so does a filing (`eu-dora-initial`), for itself alone. Returns null for an unknown name.
 */
export function startsFor(known: readonly KnownAuthority[], type: string, name: string): Start[] | null {
  const [head = '', given] = name.split(':')
  const match = known.find(({ authority }) => authority.id === head)?.authority
  if (match !== undefined) {
    const event = given ?? Object.keys(match.events)[0] ?? ''
    return Object.hasOwn(match.events, event) ? [{ authority: match, event, filing: null }] : null
  }
  for (const { authority } of known) {
    const filing = authority.filings.find(({ id }) => id === head)
    if (filing === undefined) continue
    const events = eventsOf(filing)
    const event = given ?? events[0] ?? ''
    return events.includes(event) ? [{ authority, event, filing: filing.id }] : null
  }
  if (given !== undefined || !known.some(({ authority }) => Object.hasOwn(authority.events, head))) return null
  return known
    .filter((one) => Object.hasOwn(one.authority.events, head) && !one.byName && mayApply(one, type))
    .map(({ authority }) => ({ authority, event: head, filing: null }))
}

/** Returns every name that starts a clock. */
export function clockNames(known: readonly KnownAuthority[]): string[] {
  const events = known.flatMap(({ authority }) => Object.keys(authority.events))
  const own = known.flatMap(({ authority: { id, filings } }) => [
    id,
    ...filings.filter((filing) => eventsOf(filing).length > 0).map((filing) => filing.id),
  ])
  return [...new Set(events), ...own]
}

/** Returns the authorities that may apply given the known facts, with no clock started and no report made. */
export function proposalsOf(incident: Incident, known: readonly KnownAuthority[]): KnownAuthority[] {
  const type = typeOf(incident)
  return known.filter(
    (one) =>
      standingIn(incident, `authority:${one.authority.id}`) === undefined &&
      mayApply(one, type) &&
      (one.facts.length === 0 || one.facts.some((fact) => factOf(incident, fact).known)),
  )
}

function mayApply({ types }: KnownAuthority, type: string): boolean {
  return types === null || types.includes(type)
}

function eventsOf({ due }: Filing): string[] {
  return [...new Set(due.flatMap(({ from }) => (from === null ? [] : [from])))]
}
