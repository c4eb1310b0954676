import { standingIn, typeOf } from '../incident/current-values.ts'
import { factOf } from '../incident/facts.ts'
import type { Incident } from '../incident/incident.ts'
import type { Authority, Filing, KnownAuthority } from './authority.ts'

/** An event that came: for all filings of an authority that count from it, or for one. */
export interface Start {
  readonly authority: Authority
  readonly event: string
  readonly filing: string | null
}

/**
 * What a name starts: an event (`awareness`) every authority that it starts by itself in this type of halt, an authority
 * its first event or the one named (`eu-dora:classification`), a filing (`eu-dora-initial`) likewise for itself alone.
 * Null where it is no such name.
 */
export function startsNamed(known: readonly KnownAuthority[], type: string, name: string): Start[] | null {
  const [head = '', given] = name.split(':')
  const own = known.find(({ authority }) => authority.id === head)?.authority
  if (own !== undefined) {
    const event = given ?? Object.keys(own.events)[0] ?? ''
    return Object.hasOwn(own.events, event) ? [{ authority: own, event, filing: null }] : null
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
    .filter((one) => Object.hasOwn(one.authority.events, head) && !one.byName && mayBe(one, type))
    .map(({ authority }) => ({ authority, event: head, filing: null }))
}

/** Every name that starts something. */
export function namesOf(known: readonly KnownAuthority[]): string[] {
  const events = known.flatMap(({ authority }) => Object.keys(authority.events))
  const own = known.flatMap(({ authority: { id, filings } }) => [
    id,
    ...filings.filter((filing) => eventsOf(filing).length > 0).map((filing) => filing.id),
  ])
  return [...new Set(events), ...own]
}

/** Those that may apply as far as is known, and that nobody has started or reported to. */
export function proposalsOf(incident: Incident, known: readonly KnownAuthority[]): KnownAuthority[] {
  const type = typeOf(incident)
  return known.filter(
    (one) =>
      standingIn(incident, `authority:${one.authority.id}`) === undefined &&
      mayBe(one, type) &&
      (one.facts.length === 0 || one.facts.some((fact) => factOf(incident, fact).known)),
  )
}

function mayBe({ types }: KnownAuthority, type: string): boolean {
  return types === null || types.includes(type)
}

function eventsOf({ due }: Filing): string[] {
  return [...new Set(due.flatMap(({ from }) => (from === null ? [] : [from])))]
}
