import { isProblem } from '../domain/decide/decision.ts'
import { isOutcomeUnknown } from '../domain/incident/incident.ts'
import { nameOf } from '../domain/log/event.ts'
import { describeEvent } from '../incident/event-lines.ts'
import type { Session } from './session.ts'

/** Undoes the operator's latest undoable event after showing it, or another event by name. */
export async function undo(session: Session): Promise<void> {
  const { walk, text } = session.context
  const { journal } = session
  const decision = session.decision({ kind: 'undo', target: null, reason: '' })
  const undone = isProblem(decision) ? undefined : decision.events.find(({ type }) => type === 'event.undone')
  if (undone?.type !== 'event.undone') return session.say(walk.undoNothing)
  const target = journal.findEvent(undone.data.event)
  if (target === null) return
  const given = await session.askLine(walk.undoReason(`${nameOf(target)} ${describeEvent(target, text.events)}`))
  const [, other, reason = given] = /^([a-z0-9]+:\d+)\s+(.+)$/s.exec(given) ?? []
  const named = other === undefined ? target : journal.findEvent(other)
  if (named === null) session.complain({ code: 'unknown-event', params: { given: other ?? '' } })
  else if (reason !== '') session.record({ kind: 'undo', target: named, reason })
}

/** Corrects the time or words of an event; for a command whose outcome is unknown, records what became of it. */
export async function correct(session: Session): Promise<void> {
  const { walk } = session.context
  const name = await session.askLine(walk.correctEvent)
  if (name === '') return
  const target = session.journal.findEvent(name)
  if (target === null) return session.complain({ code: 'unknown-event', params: { given: name } })
  if (session.incident.commands.some((command) => command.event === name && isOutcomeUnknown(command))) {
    const words = await session.askLine(walk.settle)
    if (words !== '') session.record({ kind: 'settle-command', command: name, words })
    return
  }
  const time = await session.askLine(walk.correctAt)
  const words = await session.askLine(walk.correctText)
  if (time === '' && words === '') return
  const reason = await session.askLine(walk.why)
  if (reason === '') return
  session.attempt(() => {
    const at = time === '' ? {} : { at: session.clock.stamp(session.clock.past(time)) }
    session.record({ kind: 'correct', target, ...at, ...(words !== '' && { text: words }), reason })
  })
}
