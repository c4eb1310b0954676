import { lowerBound } from '../binary-search.ts'
import { type Envelope, type Event, type Head, isKnown, nameOf, writerOf } from '../log/event.ts'
import type { Knows } from '../log/known-writers.ts'
import type { Anomaly, Incident } from './incident.ts'

/** What a log has of one declaration: the one that counts, another one, or lines of an incident that nothing declares. */
export interface DeclarationClaim {
  /** Name of the declaring event; null if none of these lines declares their incident. */
  readonly event: string | null
  readonly by: string | null
  /** When it was recorded, in ISO 8601. */
  readonly declaredAt: string | null
  readonly title: string | null
  readonly counts: boolean
  /** The writers of its lines; of a second declaration of the same incident, only the one that declares. */
  readonly writers: readonly string[]
  /** How many lines these are. */
  readonly events: number
}

/** Reads the events of a log once, in log order, and returns the declarations in it, the one that counts first. */
export function declarationsIn(
  events: Iterable<Event | Envelope>,
  { declaration }: Pick<Incident, 'declaration'>,
): DeclarationClaim[] {
  const claims = new Map<string, Claim>()
  for (const event of events) {
    const isDeclaration = isKnown(event) && event.type === 'incident.started'
    const isSecond = isDeclaration && event.incident === declaration?.incident && nameOf(event) !== declaration.event
    const key = isSecond ? nameOf(event) : event.incident
    const claim = claims.get(key) ?? {
      ...NOTHING,
      counts: key === declaration?.incident,
      writers: new Set(),
      events: 0,
    }
    claims.set(key, claim)
    claim.writers.add(event.writer)
    claim.events += 1
    if (isDeclaration && claim.event === null)
      Object.assign(claim, {
        event: nameOf(event),
        by: event.by,
        declaredAt: event.recordedAt,
        title: event.data.title,
      })
  }
  return [...claims.values()]
    .map(({ writers, ...claim }) => ({ ...claim, writers: [...writers] }))
    .sort((a, b) => Number(b.counts) - Number(a.counts))
}

type Claim = Omit<DeclarationClaim, 'writers' | 'events'> & { readonly writers: Set<string>; events: number }

const NOTHING = { event: null, by: null, declaredAt: null, title: null }

/**
 * Returns a function that says how many of the events up to a head count: none of a writer that was set aside, none after
 * damage, none of another incident, and no second declaration.
 */
export function eventsThatCount(incident: Pick<Incident, 'heads' | 'anomalies'>): (head: Head) => number {
  const rivals = rivalEvents(incident)
  return ({ writer, seq }) => {
    const present = Math.min(seq, incident.heads.get(writer)?.seq ?? 0)
    const numbers = rivals.get(writer) ?? []
    return present - lowerBound(numbers.length, (i) => (numbers[i] as number) <= present)
  }
}

/** The writers of a second declaration, or of lines of another incident: those events do not count. */
export function rivalWriters(incident: Pick<Incident, 'anomalies'>): string[] {
  return [...rivalEvents(incident).keys()]
}

function rivalEvents({ anomalies }: Pick<Incident, 'anomalies'>): Map<string, number[]> {
  const numbers = new Map<string, number[]>()
  for (const { event, why } of anomalies) {
    if (!isRival(why)) continue
    const writer = writerOf(event)
    const ofWriter = numbers.get(writer) ?? []
    numbers.set(writer, ofWriter)
    ofWriter.push(Number(event.slice(writer.length + 1)))
  }
  return numbers
}

/**
 * Whether a writer who is known declared the incident for `ref`, such as the key of an alert, or joined one to it that was:
 * whoever can write to the folder could otherwise have what fires next noted in a halt that nobody leads.
 */
export function isDeclaredFor(
  { declaration, joinedRefs }: Pick<Incident, 'declaration' | 'joinedRefs'>,
  ref: string,
  knows: Knows,
): boolean {
  const declared = declaration?.ref === ref ? [declaration.event] : []
  return [...declared, ...(joinedRefs.get(ref) ?? [])].some((event) => knows(writerOf(event)))
}

/** Whether a log has two declarations, or lines of another incident. Whoever wrote the one may have dated it back. */
export function isDeclaredTwice({ anomalies }: Pick<Incident, 'anomalies'>): boolean {
  return anomalies.some(({ why }) => isRival(why))
}

/** Whether an event is a second declaration, or a line of another incident than the log declares. */
export function isRival(why: Anomaly['why']): boolean {
  return why === 'second-declaration' || why === 'foreign-incident'
}
