import type { Visitor } from './session.ts'

/** For whom a page is drawn: who has the same sees the same. */
export interface Audience {
  /** Whether they were invited; all others see everything. */
  readonly isGuest: boolean
  /** The only incident that they see; null for all that are open. */
  readonly incident: string | null
  /** For whom they act; null for those who only look. */
  readonly acting: Acting | null
}

export interface Acting {
  /** Empty where it does not matter. */
  readonly name: string
  /** The department on whose duties they act; null for all. */
  readonly department: string | null
}

export const READERS: Audience = { isGuest: false, incident: null, acting: null }

/** What decides, beside their invitation, whether guests see an incident. */
interface Incidents {
  /** Whether there is one with this id; null is the list of all. */
  has(id: string | null): boolean
  /** Whether it is open, or was at a time (milliseconds since 1970). */
  isOpenSince(id: string, time: number): boolean
}

/** Whether somebody sees an incident; null is the list. */
export function sees(incidents: Incidents, visitor: Visitor, id: string | null): boolean {
  if (id === null || visitor.kind === 'reader') return incidents.has(id)
  const { incident, madeAt } = visitor.invitation
  if (incident !== null && incident !== id) return false
  return incidents.has(id) && (incident === id || incidents.isOpenSince(id, madeAt))
}

/** For whom a visitor's pages are drawn. */
export function audienceOf(visitor: Visitor): Audience {
  if (visitor.kind === 'reader') return READERS
  const { incident, acts, name, department } = visitor.invitation
  // Where it limits nothing, all who act share one drawing.
  const acting = { name: department === null ? '' : name, department }
  return { isGuest: true, incident, acting: acts ? acting : null }
}
