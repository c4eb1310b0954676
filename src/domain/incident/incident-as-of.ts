import { eventPlace } from '../log/event.ts'
import type { Incident, Notice } from './incident.ts'
import { type EventPosition, type Horizon, isKnown } from './register.ts'

/**
 * Returns the incident as whoever made a notice knew it: what had been recorded before and had reached that machine. For a
 * notice that a person posted, what was recorded after it went out does not count either.
 */
export function incidentAsOf(incident: Incident, { order, seen, state, at }: Notice): Incident {
  return within(incident, { order, seen, until: state === 'posted' ? at : null })
}

/** Returns the incident as it had been recorded, by the clocks of those who did, up to a time (ISO 8601). */
export function incidentRecordedUntil(incident: Incident, until: string): Incident {
  return within(incident, { order: Number.POSITIVE_INFINITY, seen: [...incident.heads.values()], until })
}

/** Returns the incident as it was after so many of its events, in log order. */
export function incidentAfter(incident: Incident, events: number): Incident {
  return within(incident, { order: events + 1, seen: [...incident.heads.values()], until: null })
}

function within(incident: Incident, horizon: Horizon): Incident {
  const notices = incident.notices.filter((notice) => isKnown(positionOf(notice), horizon))
  return { ...incident, registers: incident.registers.asOf(horizon), notices }
}

function positionOf({ event, order, recordedAt }: Notice): EventPosition {
  return { ...eventPlace(event), order, recordedAt }
}
