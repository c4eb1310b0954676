import type { Roster } from '../contacts/roster.ts'
import { register, standingIn } from './current-values.ts'
import type { Incident, Recorded } from './incident.ts'

/** An offer of the lead to somebody who has not accepted it yet. */
export interface Offer extends Recorded {
  readonly to: string
  readonly note: string | null
}

/** The time during which one person led. */
export interface Term {
  /** The event that made them lead. */
  readonly event: string
  readonly name: string
  readonly from: string
  /** Null for the current lead. */
  readonly until: string | null
  /** Why they took a lead that had not been offered to them; null if it had been, or if they declared the incident. */
  readonly reason: string | null
}

/** Returns who took the lead last, or else who declared the incident; null before the declaration. */
export function leadOf(incident: Incident): string | null {
  return standingIn(incident, 'lead')?.value.name ?? null
}

/** Returns the open offer of the lead; null if there is none. */
export function offerOf(incident: Incident): Offer | null {
  const write = standingIn(incident, 'offer')
  if (write === undefined || write.value === null) return null
  const { event, at, by, value } = write
  return { event, at, by, ...value }
}

/** Returns who led when, in log order. */
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

/** Whether two names belong to the same person: they are equal, or each is the id or a name of the same contact. */
export function isSamePerson(roster: Roster | undefined, name: string, otherName: string): boolean {
  if (name === otherName) return true
  return Object.entries(roster?.people ?? {}).some(([id, { ja, en }]) => {
    const names = [id, ja, en]
    return names.includes(name) && names.includes(otherName)
  })
}
