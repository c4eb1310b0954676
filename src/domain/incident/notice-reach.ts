import type { Notice } from './incident.ts'

export function wentOut({ state }: Pick<Notice, 'state'>): boolean {
  return state === 'posted' || state === 'sent'
}

/** Whether a notice went out, or may have reached some of its recipients. */
export function reachedSomebody(notice: Notice): boolean {
  return wentOut(notice) || partlyReachedCount(notice) > 0
}

/** How many recipients may have received a notice that failed for others; 0 for a notice that did not fail. */
export function partlyReachedCount({ state, sending }: Notice): number {
  return state === 'failed' ? (sending?.accepted ?? 0) + (sending?.unknown ?? 0) : 0
}
