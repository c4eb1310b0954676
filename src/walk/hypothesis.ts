import { openHypotheses } from '../domain/incident/hypotheses.ts'
import { eventNameOf } from '../incident/event-name.ts'
import type { Session } from './session.ts'

/** Records a hypothesis about the cause; or, if the answer begins with the event of an open one, why that is discarded. */
export async function recordHypothesis(session: Session): Promise<void> {
  const { walk } = session.context
  const open = openHypotheses(session.incident)
  for (const { event, text } of open) session.say(`${event}  ${text}`)
  const { text, ...at } = await session.ask.timed(walk.hypothesis)
  if (text === '') return
  const [, name = '', why = ''] = /^(\S+)\s*(.*)$/s.exec(text) ?? []
  const discards = eventNameOf(session.journal, name)
  if (!open.some(({ event }) => event === discards)) {
    session.record({ kind: 'note', text, hypothesis: true, ...at })
    return
  }
  const reason = why === '' ? await session.ask.line(walk.why) : why
  if (reason !== '') session.record({ kind: 'note', text: reason, discards, ...at })
}
