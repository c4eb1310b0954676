import type { EventDraft } from './event.ts'

/** Whether the head of a log is signed after an event: where the most depends on what was recorded, and when. */
export function isAnchorMoment(draft: EventDraft): boolean {
  switch (draft.type) {
    case 'incident.started':
    case 'handover.accepted':
    case 'scope.lifted':
    case 'approval.requested':
    case 'approval.granted':
    case 'incident.closed':
      return true
    case 'notice.posted':
    case 'notice.intended':
      return draft.data.stage === 'first'
    default:
      return false
  }
}
