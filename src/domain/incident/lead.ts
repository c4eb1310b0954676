import type { Roster } from '../contacts/roster.ts'
import { register, standingIn } from './current-values.ts'
import type { Incident } from './incident.ts'

/** The lead, offered and not accepted yet. */
export interface Offer {
  readonly event: string
  readonly to: string
  readonly at: string
  readonly by: string
  readonly note: string | null
}

/** One who led, from when until when. */
export interface Term {
  /** The event that made them lead. */
  readonly event: string
  readonly name: string
  readonly from: string
  /** Null while they lead. */
  readonly until: string | null
  /** Why, where the lead had not been offered to them. */
  readonly reason: string | null
}

/** Whoever accepted the lead last, else whoever declared the incident; null before it was declared. */
export function leadOf(incident: Incident): string | null {
  return standingIn(incident, 'lead')?.value.name ?? null
}

export function offerOf(incident: Incident): Offer | null {
  const write = standingIn(incident, 'offer')
  if (write === undefined || write.value === null) return null
  const { event, at, by, value } = write
  return { event, at, by, ...value }
}

/** Who led when, in the order of the log. */
export function termsOf(incident: Incident): Term[] {
  const writes = register(incident, 'lead').filter((w) => !w.undone)
  return writes.map(({ event, at, value }, i) => ({
    event,
    name: value.name,
    from: at,
    until: writes[i + 1]?.at ?? null,
    reason: value.reason,
  }))
}

/** Whether two names are of one person: the same, or the id and the names of one person of the contact list. */
export function isSamePerson(roster: Roster | undefined, one: string, other: string): boolean {
  if (one === other) return true
  return Object.entries(roster?.people ?? {}).some(([id, { ja, en }]) => {
    const names = [id, ja, en]
    return names.includes(one) && names.includes(other)
  })
}
