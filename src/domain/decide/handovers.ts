import { isSamePerson, leadOf, offerOf } from '../incident/lead.ts'
import { problem } from '../outcome.ts'
import { type At, accept, alreadySo, at, type Decision, type Situation } from './decision.ts'

export type HandoverIntent =
  | ({ readonly kind: 'offer-lead'; readonly to: string; readonly note?: string } & At)
  /** `reason` is why, where the lead was not offered to whoever acts. */
  | ({ readonly kind: 'accept-lead'; readonly reason: string | null } & At)

export function decideHandover(situation: Situation, intent: HandoverIntent): Decision {
  return intent.kind === 'offer-lead' ? offer(situation, intent) : take(situation, intent)
}

/** Another offer takes the place of the first; whoever leads already is offered nothing. */
function offer({ incident }: Situation, intent: HandoverIntent & { kind: 'offer-lead' }): Decision {
  const { to, note } = intent
  const { roster } = incident.settings
  const standing = offerOf(incident)
  const has = standing?.to ?? leadOf(incident)
  if (has !== null && isSamePerson(roster, has, to)) return alreadySo(`handover --to ${to}`)
  return accept({ type: 'handover.offered', ...at(intent), data: { to, ...(note !== undefined && { note }) } })
}

function take({ incident, when }: Situation, intent: HandoverIntent & { kind: 'accept-lead' }): Decision {
  const { roster } = incident.settings
  const standing = offerOf(incident)
  const lead = leadOf(incident)
  if (standing === null && lead === when.by) return alreadySo('handover --accept')
  const isTheirs = standing !== null && isSamePerson(roster, standing.to, when.by)
  const { reason } = intent
  if (!isTheirs && reason === null) return problem('not-offered', { by: when.by, to: standing?.to ?? null, lead })
  return accept({ type: 'handover.accepted', ...at(intent), data: { offer: standing?.event ?? null, reason } })
}
