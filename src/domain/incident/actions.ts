import type { Action } from './incident.ts'

/** Whether a follow-up is open though its due date is past; `now` is in milliseconds. */
export function isPastDue(action: Action, now: number): action is Action & { readonly due: string } {
  return action.doneAt === null && action.due !== null && Date.parse(action.due) < now
}
