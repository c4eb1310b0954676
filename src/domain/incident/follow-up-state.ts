import { writerOf } from '../log/event.ts'
import { memoize } from '../memoize.ts'
import { type Action, type Incident, isPast } from './incident.ts'
import { wordsOf } from './translations.ts'

/** In the order in which they want attention; `done` is done without ever having had a due date. */
export const FOLLOW_UP_STATES = ['overdue', 'open', 'done-late', 'done-in-time', 'done'] as const
export type FollowUpState = (typeof FOLLOW_UP_STATES)[number]

/** Returns how a follow-up stands at `now`, in milliseconds. One that is done when it is due is done in time. */
export function followUpState({ due, doneAt }: Pick<Action, 'due' | 'doneAt'>, now: number): FollowUpState {
  if (doneAt === null) return due !== null && isPast(due, now) ? 'overdue' : 'open'
  if (due === null) return 'done'
  return isPast(due, Date.parse(doneAt)) ? 'done-late' : 'done-in-time'
}

/** Sorts follow-ups: open ones by due date, so that overdue ones come first, then those done, the latest first. */
export function byUrgency<T extends Pick<Action, 'due' | 'doneAt'>>(followUps: readonly T[]): T[] {
  const open = followUps.filter(({ doneAt }) => doneAt === null)
  const done = followUps.filter(({ doneAt }) => doneAt !== null)
  const time = (at: string | null) => (at === null ? Number.POSITIVE_INFINITY : Date.parse(at))
  return [
    ...open.sort((a, b) => (a.due === b.due ? 0 : time(a.due) - time(b.due))),
    ...done.sort((a, b) => time(b.doneAt) - time(a.doneAt)),
  ]
}

/** Returns the follow-ups, each with its words in each language. */
export const followUpsOf = memoize((incident: Incident): readonly Action[] =>
  incident.actions.map(({ wordings, ...action }) => {
    const events = [action.id, ...(action.doneEvent === null ? [] : [action.doneEvent])]
    const unknown = events.some((event) => incident.unknownWriters.has(writerOf(event)))
    return { ...action, ...wordsOf(incident, writerOf(action.id), wordings), unknown }
  }),
)
