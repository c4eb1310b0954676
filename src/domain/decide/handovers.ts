import { isSamePerson } from '../contacts/roster.ts'
import { leadOf, leadOfferOf } from '../incident/lead.ts'
import { problem } from '../problem.ts'
import { accept, type Decision, type GivenTime, givenTime, type Situation, unchanged } from './decision.ts'

export type HandoverIntent =
  | ({ readonly kind: 'offer-lead'; readonly to: string; readonly note?: string } & GivenTime)
  /** `reason` is required if the lead was not offered to the acting operator. */
  | ({ readonly kind: 'accept-lead'; readonly reason: string | null } & GivenTime)

export const handoverDeciders = { 'offer-lead': offerLead, 'accept-lead': acceptLead }

/** Replaces an open offer. Changes nothing if the person already has the offer or, without an offer, leads. */
function offerLead({ incident }: Situation, intent: HandoverIntent & { kind: 'offer-lead' }): Decision {
  const { to, note } = intent
  const { roster } = incident.settings
  const openOffer = leadOfferOf(incident)
  const offeredOrLeading = openOffer?.to ?? leadOf(incident)
  if (offeredOrLeading !== null && isSamePerson(roster, offeredOrLeading, to)) return unchanged(`handover --to ${to}`)
  return accept({ type: 'handover.offered', ...givenTime(intent), data: { to, ...(note !== undefined && { note }) } })
}

/** Makes the acting operator the lead: by an offer to them, or else for a reason. */
function acceptLead({ incident, context }: Situation, intent: HandoverIntent & { kind: 'accept-lead' }): Decision {
  const { roster } = incident.settings
  const openOffer = leadOfferOf(incident)
  const lead = leadOf(incident)
  // Compared exactly: whoever leads under another of their names may take over under this one, for a reason.
  if (openOffer === null && lead === context.by) return unchanged('handover --accept')
  const isOffered = openOffer !== null && isSamePerson(roster, openOffer.to, context.by)
  const { reason } = intent
  if (!isOffered && reason === null) return problem('not-offered', { by: context.by, to: openOffer?.to ?? null, lead })
  return accept({ type: 'handover.accepted', ...givenTime(intent), data: { offer: openOffer?.event ?? null, reason } })
}
