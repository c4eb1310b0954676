import { drillPrefix } from '../incident/event-lines.ts'
import type { Session } from './session.ts'

/**
 * Names the authorities that may require reports and that the log says nothing about. At the start, the command stands as it
 * is typed in the walk, which knows the incident; at the close, as it is typed in a shell.
 */
export async function remindOfAuthorities(session: Session, at: 'start' | 'close'): Promise<void> {
  const { authorityReminder } = await import('../authority/reminder.ts')
  const line = await authorityReminder(session.world, session.journal, at)
  if (line === null) return
  if (at === 'close') session.world.say(`${drillPrefix(session.incident, session.world.text)}${line}`)
  else session.sayTyped(line)
}
