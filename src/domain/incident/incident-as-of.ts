import { lowerBound } from '../binary-search.ts'
import { eventPlace } from '../log/event.ts'
import { memoize } from '../memoize.ts'
import { type EventPosition, type Horizon, isKnown } from './horizon.ts'
import type { Incident, Notice } from './incident.ts'
import { betweenPositions } from './register.ts'

/**
 * Returns the incident as whoever made a notice knew it: what had been recorded before and had reached that machine. For a
 * notice that a person posted, what was recorded after it went out does not count either.
 */
export function incidentAsOf(incident: Incident, notice: Notice): Incident {
  return within(incident, horizonOf(notice))
}

function horizonOf({ order, seen, state, at, recordedAt }: Notice): Horizon {
  // As it went out, the clock may have been set back, and so not say what had been recorded.
  return { order, seen, until: state === 'posted' && at !== recordedAt ? at : null }
}

/** Returns the last notice on the channel of another one that whoever made that knew of, and that passes the test. */
export function lastNoticeBefore(
  incident: Incident,
  notice: Notice,
  test: (earlier: Notice) => boolean,
): Notice | undefined {
  const horizon = horizonOf(notice)
  const onChannel = noticesByChannel(incident).get(notice.channel) ?? []
  const place = lowerBound(onChannel.length, (i) => (onChannel[i] as Notice).order < notice.order)
  for (let i = place - 1; i >= 0; i -= 1) {
    const earlier = onChannel[i] as Notice
    if (isKnown(positionOf(earlier), horizon) && test(earlier)) return earlier
  }
  return undefined
}

const noticesByChannel = memoize(({ notices }: Incident): ReadonlyMap<string, readonly Notice[]> => {
  const onChannels = new Map<string, Notice[]>()
  for (const notice of notices) onChannels.get(notice.channel)?.push(notice) ?? onChannels.set(notice.channel, [notice])
  return onChannels
})

/** Returns the incident as it had been recorded, by the clocks of those who did, up to a time (ISO 8601). */
export function incidentRecordedUntil(incident: Incident, until: string): Incident {
  return within(incident, { order: Number.POSITIVE_INFINITY, seen: [...incident.heads.values()], until })
}

/** Returns the incident as it was after so many of its events, in log order. */
export function incidentAfter(incident: Incident, events: number): Incident {
  return within(incident, { order: events + 1, seen: [...incident.heads.values()], until: null })
}

/** The incidents that were made from another one as it was, and from which as of when. */
const origins = new WeakMap<Incident, { readonly whole: Incident; readonly horizons: readonly Horizon[] }>()

/** The notices are looked through only if somebody asks for them, not for an earlier state of this one: there may be many. */
function within(incident: Incident, horizon: Horizon): Incident {
  const { whole, horizons: earlier } = origins.get(incident) ?? { whole: incident, horizons: [] }
  const horizons = [...earlier, horizon]
  const end = Math.min(...horizons.map(({ order }) => order))
  let notices: Notice[] | null = null
  const then = {
    ...whole,
    registers: whole.registers.asOf(horizon),
    get notices() {
      notices ??= betweenPositions(whole.notices, 0, end).filter((one) =>
        horizons.every((known) => isKnown(positionOf(one), known)),
      )
      return notices
    },
  }
  origins.set(then, { whole, horizons })
  return then
}

const positionOf = memoize(({ event, order, recordedAt }: Notice): EventPosition => {
  return { ...eventPlace(event), order, recordedAt }
})
