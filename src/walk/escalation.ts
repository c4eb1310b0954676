import { calledMeanwhile } from '../people/call-list.ts'
import { levelName } from '../people/contacts-view.ts'
import { NoAnswer } from '../platform/prompter.ts'
import { dueOf, levelScreen } from './call-screens.ts'
import { goThrough, openBook } from './calls.ts'
import type { Session } from './session.ts'
import { KEYS, MORE_KEYS } from './view.ts'

const BACK = ['\r', '\n', '', MORE_KEYS.return]
const KEY_SET = new Set([...BACK, ...'123456789', KEYS.escalate, KEYS.pause, MORE_KEYS.contacts])

/** Shows the levels, what is due first in sight; raises one, and goes on to whom to call there. */
export async function escalate(session: Session): Promise<void> {
  const book = await openBook(session)
  if (book === null) return
  const { context } = book
  for (;;) {
    session.showOthers()
    session.announceOverdue()
    const { levels } = calledMeanwhile(book.calling)
    if (levels.length === 0) return session.say(context.said.noLevels)
    const { stamp } = session.clock
    const key = await session.prompter.key({
      lines: (now) => levelScreen(session.incident, calledMeanwhile(book.calling).levels, now, stamp, context),
      keys: KEY_SET,
      stale: () => session.journal.hasGrown() || session.hasNewOverdue,
    })
    if (session.journal.hasGrown() || key === 'refresh') continue
    if (key === KEYS.pause) throw new NoAnswer()
    if (BACK.includes(key)) return
    if (key === MORE_KEYS.contacts) {
      if (await goThrough(session, book, null, null)) return escalate(session)
      return
    }
    const due = dueOf(levels, session.clock.now()).map(({ level }) => level.id)
    const chosen = levels[Number(key) - 1]
    const raised = key === KEYS.escalate ? due : chosen === undefined ? [] : [chosen.level.id]
    if (raised.length === 0) continue
    const asked = raised.every((id) => due.includes(id))
    const reason = asked ? null : await session.line(whyOf(raised, session))
    if (reason === '') continue
    if (session.record({ kind: 'escalate', levels: raised, reason }) !== null) continue
    return (await goThrough(session, book, raised[0] ?? null, null)) ? escalate(session) : undefined
  }
}

function whyOf([level = '']: readonly string[], { incident, context: { text, walk } }: Session): string {
  return `${levelName(incident, level, text)}  ${walk.why}`
}
