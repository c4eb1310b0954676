import { isSamePerson, offerOf } from '../domain/incident/lead.ts'
import type { Chosen } from '../incident/choose.ts'
import { inert } from '../view/inert.ts'
import type { World } from '../world.ts'
import type { Session } from './session.ts'

/**
 * The session of whoever is at the keyboard. That is asked where somebody else recorded last or the lead was offered to
 * somebody, unless `--as` or HALT_OPERATOR says it.
 */
export async function seated(world: World, { journal }: Chosen, begin: (world: World) => Session): Promise<Session> {
  const first = begin(world)
  const { walk } = first.context
  let last = world.operator
  for (const { by } of journal.events()) last = by
  const offer = offerOf(journal.incident)
  const isSaid = Boolean(world.options.as || world.env.HALT_OPERATOR)
  if (isSaid || (last === world.operator && offer === null)) return first
  first.say(walk.lastBy(last))
  if (offer !== null) first.say(walk.leadOffered(offer.to))
  const question = first.marked(walk.whoIsThere(inert(world.operator))).join('\n')
  const name = (await first.prompter.line(question, '', () => {})).trim()
  if (name === '' || name === world.operator) return first
  journal.seat(name)
  return begin({ ...world, operator: name, options: { ...world.options, as: name } })
}

/** Whether the lead was offered to whoever is at the keyboard. */
export function isOffered({ incident, world }: Session): boolean {
  const offer = offerOf(incident)
  return offer !== null && isSamePerson(incident.settings.roster, offer.to, world.operator)
}
