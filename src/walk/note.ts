import type { Session } from './session.ts'

export async function note(session: Session): Promise<void> {
  const { text, ...at } = await session.timed(session.context.walk.note)
  if (text !== '') session.record({ kind: 'note', text, ...at })
}
