import type { Session } from './session.ts'

/** Names the authorities that may require reports and that the log says nothing about. */
export async function remindOfAuthorities(session: Session, at: 'start' | 'close'): Promise<void> {
  const { authorityReminder } = await import('../authority/reminder.ts')
  const line = await authorityReminder(session.world, session.journal, at)
  if (line !== null) session.say(session.context.asTyped(line))
}
