import { isSamePerson } from '../domain/contacts/roster.ts'
import { leadOfferOf } from '../domain/incident/lead.ts'
import type { ChosenIncident } from '../incident/choose.ts'
import { inertLine } from '../view/inert.ts'
import type { World } from '../world.ts'
import { Back } from './reply-reader.ts'
import type { Session } from './session.ts'

/**
 * Begins the session of the person at the keyboard. Asks who it is if somebody else recorded last or the lead is on offer,
 * unless `--as` or HALT_OPERATOR names the operator.
 */
export async function identifyOperator(
  world: World,
  { journal }: ChosenIncident,
  begin: (world: World) => Session,
): Promise<Session> {
  const first = begin(world)
  const { walk } = first.context
  let last = world.operator
  for (const { by } of journal.events()) last = by
  const offer = leadOfferOf(journal.incident)
  const isNamed = Boolean(world.options.as || world.env.HALT_OPERATOR)
  if (isNamed || (last === world.operator && offer === null)) return first
  first.say(walk.lastBy(last))
  if (offer !== null) first.say(walk.leadOffered(offer.to))
  const name = await askName(first, walk.whoIsThere(inertLine(world.operator)))
  if (name === '' || name === world.operator) return first
  world.workspace.changeOperator(name)
  return begin({ ...world, operator: name, options: { ...world.options, as: name } })
}

/** Asks for a name; Esc and Enter alone both resolve to '': the one that is known stays. */
async function askName({ ask }: Session, question: string): Promise<string> {
  try {
    return await ask.line(question, { isPrivate: true, isName: true })
  } catch (error) {
    if (error instanceof Back) return ''
    throw error
  }
}

export function isLeadOffered({ incident, world }: Session): boolean {
  const offer = leadOfferOf(incident)
  return offer !== null && isSamePerson(incident.settings.roster, offer.to, world.operator)
}
