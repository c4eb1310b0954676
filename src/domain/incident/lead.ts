import { currentWrite, lastWriteWhere, registerOf } from './current-values.ts'
import type { EventReference, Incident } from './incident.ts'

/** An offer of the lead to somebody who has not accepted it yet. */
export interface LeadOffer extends EventReference {
  readonly to: string
  readonly note: string | null
}

/** Whether an event is the last that offered the lead, accepted or not. */
export function isLastOffer(incident: Incident, event: string): boolean {
  return lastWriteWhere(incident, 'offer', ({ value }) => value !== null)?.event === event
}

export interface LeadTerm {
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
  return currentWrite(incident, 'lead')?.value.name ?? null
}

export function leadOfferOf(incident: Incident): LeadOffer | null {
  const write = currentWrite(incident, 'offer')
  if (write === undefined || write.value === null) return null
  const { event, at, by, value } = write
  return { event, at, by, ...value }
}

/** Returns who led when, in log order. */
export function leadTermsOf(incident: Incident): LeadTerm[] {
  const writes = registerOf(incident, 'lead').filter((w) => !w.undone)
  return writes.map(({ event, at: from, value: { name, reason } }, i) => {
    return { event, name, from, until: writes[i + 1]?.at ?? null, reason }
  })
}
