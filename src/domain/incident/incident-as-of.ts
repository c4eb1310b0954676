import { eventPlace } from '../log/event.ts'
import { memoize } from '../memoize.ts'
import type { Incident, Notice } from './incident.ts'
import { betweenPositions, type EventPosition, type Horizon, isKnown } from './register.ts'

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

/** The notices are looked through only if somebody asks for them: that is done for each of many notices. */
function within(incident: Incident, horizon: Horizon): Incident {
  let notices: Notice[] | null = null
  return {
    ...incident,
    registers: incident.registers.asOf(horizon),
    get notices() {
      notices ??= betweenPositions(incident.notices, 0, horizon.order).filter((one) =>
        isKnown(positionOf(one), horizon),
      )
      return notices
    },
  }
}

const positionOf = memoize(({ event, order, recordedAt }: Notice): EventPosition => {
  return { ...eventPlace(event), order, recordedAt }
})
