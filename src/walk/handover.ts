import { leadOf } from '../domain/incident/lead.ts'
import { handoverPack } from '../people/handover.ts'
import { handoverBlocks } from '../people/handover-view.ts'
import { peopleText } from '../people/words.ts'
import { heading } from '../view/blocks.ts'
import { inertLine } from '../view/inert.ts'
import { isLeadOffered } from './operator.ts'
import type { Session } from './session.ts'

/** The same in every language, like the keys. */
const ACCEPT_WORD = 'accept'

/** Shows the hand-over pack for the next lead, then takes over or offers the lead. */
export async function handOver(session: Session): Promise<void> {
  await showPack(session)
  if (isLeadOffered(session)) return takeOver(session)
  const { walk } = session.context
  const lead = leadOf(session.incident)
  const isLead = lead === session.world.operator
  const given = await session.ask.line(isLead ? walk.offerTo : walk.offerOrTake(inertLine(lead ?? '-'), ACCEPT_WORD), {
    isName: true,
  })
  if (given === '') return
  const [word = '', ...rest] = given.split(/\s+/)
  if (word !== ACCEPT_WORD) session.record({ kind: 'offer-lead', to: given })
  else session.record({ kind: 'accept-lead', reason: rest.length === 0 ? null : rest.join(' ') })
}

/** If the lead is offered to the operator, shows the pack, and asks for the word that accepts the offer. */
export async function promptPendingOffer(session: Session): Promise<void> {
  if (!isLeadOffered(session)) return
  await showPack(session)
  await takeOver(session)
}

async function takeOver(session: Session): Promise<void> {
  const { walk } = session.context
  if (await session.ask.word(walk.takeOver(ACCEPT_WORD), ACCEPT_WORD))
    session.record({ kind: 'accept-lead', reason: null })
  else session.say(walk.notTaken)
}

async function showPack(session: Session): Promise<void> {
  const { context, incident, clock } = session
  const { text, knownFirst } = context
  const { handover: said } = await peopleText(text.language)
  const { stamp, now } = clock
  const blocks = handoverBlocks(handoverPack(session), { incident, knownFirst, text, said, stamp, now: now() })
  session.sayBlocks([heading(said.heading(session.journal.id)), ...blocks])
}
