import type { Action } from './incident.ts'

/** Whether a follow-up has a due date and is not done. */
export function isOwed(action: Action): action is Action & { readonly due: string } {
  return action.doneAt === null && action.due !== null
}

/** Whether a follow-up is overdue; `now` is in milliseconds. */
export function isPastDue(action: Action, now: number): action is Action & { readonly due: string } {
  return isOwed(action) && isPast(action.due, now)
}

/** Whether an ISO 8601 date is past; `now` is in milliseconds. */
export function isPast(due: string, now: number): boolean {
  return Date.parse(due) < now
}
