import type { Session } from './session.ts'

/** Adds a follow-up, or changes the one whose id is typed. */
export async function followUp(session: Session): Promise<void> {
  const { walk } = session.context
  const { text, ...at } = await session.askTimed(walk.actionText)
  if (text === '') return
  const action = session.incident.actions.find((a) => a.id === text)
  if (action !== undefined) return changeFollowUp(session, action.id)
  const owner = await session.askLine(walk.actionOwner)
  const due = await session.askLine(walk.actionDue)
  session.attempt(() => {
    const until = due === '' ? null : session.clock.stamp(session.clock.deadline(due))
    session.record({ kind: 'add-action', text, owner: owner === '' ? null : owner, due: until, ...at })
  })
}

/** Changes the owner or due date of a follow-up, or marks it as done. */
async function changeFollowUp(session: Session, action: string): Promise<void> {
  const { walk } = session.context
  const { text: owner, ...at } = await session.askTimed(walk.actionChange)
  if (owner === 'done') {
    session.record({ kind: 'finish-action', action, ...at })
    return
  }
  const due = await session.askLine(walk.actionDue)
  if (owner === '' && due === '') return
  session.attempt(() => {
    const until = due === '' ? {} : { due: session.clock.stamp(session.clock.deadline(due)) }
    session.record({ kind: 'change-action', action, ...(owner !== '' && { owner }), ...until, ...at })
  })
}
