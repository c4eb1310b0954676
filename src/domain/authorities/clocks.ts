import { factOf, standingIn, typeOf } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'
import { offsetAt } from '../time.ts'
import type { Authority, Filing, KnownAuthority, Period } from './authority.ts'

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

const HOUR = 3_600_000
const DAY = 24 * HOUR

/**
 * Returns the deadline of a filing: when a period that begins at `at` (ISO 8601 with offset) ends, in milliseconds. Days
 * and months end at the same time of day in the zone; in a month without that day, on its last day.
 */
export function periodEnd(at: string, { unit, count }: Period, zone: string): number {
  const from = Date.parse(at)
  if (unit === 'hours') return from + count * HOUR
  const written = offsetIn(at)
  const shift = (ms: number) => zoneOffset(ms, zone, written)
  const local = from + shift(from)
  const timeOfDay = ((local % DAY) + DAY) % DAY
  const then = dateAfter(new Date(local), unit, count) + timeOfDay
  // The second shift corrects for a DST change before the end.
  return then - shift(then - shift(from))
}

function dateAfter(date: Date, unit: 'days' | 'months', count: number): number {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
  if (unit === 'days') return Date.UTC(year, month, day + count)
  const last = new Date(Date.UTC(year, month + count + 1, 0)).getUTCDate()
  return Date.UTC(year, month + count, Math.min(day, last))
}

/** Returns the UTC offset of a zone, or the fallback if the zone is unknown. */
function zoneOffset(ms: number, zone: string, fallback: number): number {
  try {
    return offsetAt(ms, zone)
  } catch {
    return fallback
  }
}

/** Returns the UTC offset that a time was written with, in milliseconds. */
function offsetIn(at: string): number {
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})$/.exec(at) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000
}
