import { type Composition, composeNotices, type NoticeSelection } from '../notice/compose.ts'
import { isNextPromised } from '../notice/next-promise.ts'
import type { NoticeText } from '../notice/notice.ts'
import type { Session } from './session.ts'

/**
 * Composes notices. A time of the next report that follows from the cadence moves on with the clock: while an edited text
 * states one that is still ahead, all of them state that one, so that the edit can be used as it is.
 */
export async function composeForEdits(session: Session, selection: NoticeSelection): Promise<Composition> {
  const { world } = session
  const composition = await composeNotices(world, session, selection)
  if (selection.next !== null) return composition
  const next = composition.texts.flatMap((text) => nextOfEdit(session, text) ?? [])[0]
  if (next === undefined) return composition
  return { ...(await composeNotices(world, session, { ...selection, next })), selection }
}

/** The time of the next report that the edit of a notice states, if it is ahead and no other was promised; else null. */
function nextOfEdit({ edits, incident, clock }: Session, text: NoticeText): string | null {
  const next = edits.outdated(text)?.from.next ?? null
  const now = clock.now()
  const isOpen = next !== null && text.next !== null && !isNextPromised({ incident, ...text, now })
  return isOpen && Date.parse(next) > now ? next : null
}
