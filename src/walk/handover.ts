import { hypothesesOf } from '../domain/incident/hypotheses.ts'
import { leadOf } from '../domain/incident/lead.ts'
import { handoverPack } from '../people/handover/pack.ts'
import { handoverBlocks } from '../people/handover/view.ts'
import { handoverText } from '../people/handover/words.ts'
import { heading } from '../view/blocks.ts'
import { inert } from '../view/inert.ts'
import type { Session } from './session.ts'
import { isOffered } from './session.ts'

/** The same in every language, as keys are. */
const ACCEPT_WORD = 'accept'

/** Shows what whoever leads next has to know; then the lead is taken over, or offered. */
export async function handOver(session: Session): Promise<void> {
  await showPack(session)
  if (isOffered(session)) return takeOver(session)
  const { walk } = session.context
  const lead = leadOf(session.incident)
  const isLead = lead === session.world.operator
  const given = await session.line(isLead ? walk.offerTo : walk.offerOrTake(inert(lead ?? '-'), ACCEPT_WORD))
  if (given === '') return
  const [word = '', ...rest] = given.split(/\s+/)
  if (word !== ACCEPT_WORD) session.record({ kind: 'offer-lead', to: given })
  else session.record({ kind: 'accept-lead', reason: rest.length === 0 ? null : rest.join(' ') })
}

/** Somebody to whom the lead was offered sees the pack, and takes over by a typed word. */
export async function welcome(session: Session): Promise<void> {
  if (!isOffered(session)) return
  await showPack(session)
  await takeOver(session)
}

async function takeOver(session: Session): Promise<void> {
  const { walk } = session.context
  if ((await session.line(walk.takeOver(ACCEPT_WORD))) === ACCEPT_WORD)
    session.record({ kind: 'accept-lead', reason: null })
  else session.say(walk.notTaken)
}

async function showPack(session: Session): Promise<void> {
  const { context, incident, clock } = session
  const { text } = context
  const said = await handoverText(text.language)
  const blocks = handoverBlocks(handoverPack(session), { incident, text, said, stamp: clock.stamp })
  session.present([heading(said.heading(session.journal.id)), ...blocks])
}

/** States what may be the cause, or says why a hypothesis is ruled out. */
export async function hypothesis(session: Session): Promise<void> {
  const { walk } = session.context
  const open = hypothesesOf(session.incident).filter(({ discarded }) => discarded === null)
  for (const { event, text } of open) session.say(`${event}  ${text}`)
  const { text, ...at } = await session.timed(walk.hypothesis)
  if (text === '') return
  const [, named = '', why = ''] = /^(\S+)\s*(.*)$/s.exec(text) ?? []
  if (!open.some(({ event }) => event === named)) {
    session.record({ kind: 'note', text, hypothesis: true, ...at })
    return
  }
  const reason = why === '' ? await session.line(walk.why) : why
  if (reason !== '') session.record({ kind: 'note', text: reason, discards: named, ...at })
}
