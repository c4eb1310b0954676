import type { Session } from './session.ts'
import { type TimedText, withItsTime } from './timed-text.ts'

/** Adds a follow-up, or changes the one whose id is typed. */
export async function followUp(session: Session): Promise<void> {
  const { walk } = session.context
  let what: TimedText = { text: '' }
  let owner = ''
  await session.ask.inOrder([
    async (numbered) => {
      what = await session.ask.timed(numbered(walk.actionText), withItsTime(what))
    },
    async (numbered) => {
      if (what.text === '') return
      const question = isFollowUp(session, what.text) ? walk.actionChange : walk.actionOwner
      owner = await session.ask.line(numbered(question), { draft: owner, isName: true })
    },
    async (numbered) => {
      const { text, ...at } = what
      if (text === '') return
      if (!isFollowUp(session, text)) return addFollowUp(session, numbered(walk.actionDue), { text, owner, at })
      if (DONE.includes(owner)) session.record({ kind: 'finish-action', action: text, ...at })
      else await changeFollowUp(session, numbered(walk.actionDue), { action: text, owner, at })
    },
  ])
}

/** What says that a follow-up is done, instead of who does it. */
const DONE: readonly string[] = ['done', '完了']

function isFollowUp({ incident }: Session, text: string): boolean {
  return incident.actions.some((action) => action.id === text)
}

type Time = Pick<TimedText, 'at'>

async function addFollowUp(
  session: Session,
  question: string,
  { text, owner, at }: { text: string; owner: string; at: Time },
): Promise<void> {
  const add = (due: string) => {
    const until = due === '' ? null : session.clock.stamp(session.clock.deadline(due))
    session.append({ kind: 'add-action', text, owner: owner === '' ? null : owner, due: until, ...at })
  }
  if ((await session.ask.untilAccepted(question, add, '', { tense: 'future' })) === '') session.attempt(() => add(''))
}

/** Changes the owner or due date of a follow-up. */
async function changeFollowUp(
  session: Session,
  question: string,
  { action, owner, at }: { action: string; owner: string; at: Time },
): Promise<void> {
  const change = (due: string) => {
    const until = due === '' ? {} : { due: session.clock.stamp(session.clock.deadline(due)) }
    session.append({ kind: 'change-action', action, ...(owner !== '' && { owner }), ...until, ...at })
  }
  if ((await session.ask.untilAccepted(question, change, '', { tense: 'future' })) === '' && owner !== '')
    session.attempt(() => change(''))
}
