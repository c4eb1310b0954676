import { factOf, standingIn, typeOf } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'
import { offsetAt } from '../time.ts'
import type { Authority, Filing, KnownAuthority, Period } from './authority.ts'

/** An event of an authority, which starts the clocks of the filings whose deadlines count from it. */
export interface Start {
  readonly authority: Authority
  readonly event: string
  /** The filing whose clock alone it starts; null for all that count from the event. */
  readonly filing: string | null
}

/**
 * Returns what a name given to `clock start` starts:
 * - An event (`awareness`) starts it for every authority that may apply to this type of halt, except those that start by
 *   their own name only. There may be none.
 * - An authority (`eu-dora`) starts its first event, or the one after the colon (`eu-dora:classification`).
 * - A filing (`eu-dora-initial`) does the same with the events that it counts from, for itself alone.
 *
 * Returns null for an unknown name.
 */
export function startsFor(known: readonly KnownAuthority[], type: string, name: string): Start[] | null {
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

/** Returns every name that `startsFor` knows, without those that have an event after a colon. */
export function clockNames(known: readonly KnownAuthority[]): string[] {
  const events = known.flatMap(({ authority }) => Object.keys(authority.events))
  const authoritiesAndFilings = known.flatMap(({ authority: { id, filings } }) => [
    id,
    ...filings.filter((filing) => eventsOf(filing).length > 0).map((filing) => filing.id),
  ])
  return [...new Set(events), ...authoritiesAndFilings]
}

/** Returns the authorities that may apply, going by the type and the known facts, and that the log does not name yet. */
export function proposalsOf(incident: Incident, known: readonly KnownAuthority[]): KnownAuthority[] {
  const type = typeOf(incident)
  return known.filter(
    (candidate) =>
      standingIn(incident, `authority:${candidate.authority.id}`) === undefined &&
      mayApply(candidate, type) &&
      (candidate.facts.length === 0 || candidate.facts.some((fact) => factOf(incident, fact).known)),
  )
}

function mayApply({ types }: KnownAuthority, type: string): boolean {
  return types === null || types.includes(type)
}

/** Returns the events that the deadlines of a filing count from. */
function eventsOf({ due }: Filing): string[] {
  return [...new Set(due.flatMap(({ from }) => (from === null ? [] : [from])))]
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

/**
 * Returns when a period that begins at `at` (ISO 8601 with offset) ends, in milliseconds. Days and months end at the same
 * time of day in the zone; in a month without that day, on its last day. In an unknown zone the offset of `at` applies.
 */
export function periodEnd(at: string, { unit, count }: Period, zone: string): number {
  const from = Date.parse(at)
  if (unit === 'hours') return from + count * HOUR
  const offset = (ms: number) => zoneOffset(ms, zone, offsetIn(at))
  const local = from + offset(from)
  const timeOfDay = ((local % DAY) + DAY) % DAY
  const localEnd = dateAfter(new Date(local), unit, count) + timeOfDay
  // The offset at the end may differ from that at the beginning, because of DST.
  return localEnd - offset(localEnd - offset(from))
}

/** Returns the midnight that begins the date so many days or months after another, as if in UTC. */
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
