import type { Session } from './session.ts'

/**
 * Names the authorities that may require reports and that the log says nothing about. At the start, the command stands as it
 * is typed in the walk, which knows the incident; at the close, as it is typed in a shell, in a line of its own to copy.
 */
export async function remindOfAuthorities(session: Session, at: 'start' | 'close'): Promise<void> {
  const { authorityReminder } = await import('../authority/reminder.ts')
  const reminder = await authorityReminder(session.world, session.journal, at)
  if (reminder === null) return
  const { said, command } = reminder
  if (at === 'start') return session.sayTyped(`${said} ${command}`)
  session.say(said)
  session.world.say(command)
}
